// The page that greets who installed Midwatch.
import { api, managed } from "../browser.js";

/** Opens it, unless it was not the person who installed Midwatch. */
export async function welcome(): Promise<void> {
  if (await managed()) return;
  await api.tabs.create({ url: api.runtime.getURL("welcome.html") });
}
