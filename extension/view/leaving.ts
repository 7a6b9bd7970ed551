// The way out of a page that nobody should stay on.
import { api } from "../browser.js";

/** A page that lets itself be left is gone after this long, in milliseconds. */
const patience = 1000;

/** Goes back to what a tab showed before; where there is nothing, or the page keeps it from that, to an empty one. */
export async function leave(tab: number): Promise<void> {
  const here = bare((await api.tabs.get(tab)).url);
  try {
    await api.tabs.goBack(tab);
    await new Promise((resolve) => setTimeout(resolve, patience));
    if (bare((await api.tabs.get(tab)).url) !== here) return;
  } catch {
    // there is no page before it
  }
  await api.tabs.update(tab, { url: "about:blank" });
}

const bare = (url: string | undefined): string => (url ?? "").replace(/#.*$/, "");
