import { api } from "../browser.js";

/** The keys that open the popup, as the browser writes them; empty where there are none. */
export async function popupKeys(): Promise<string> {
  const commands = await api.commands.getAll();
  return commands.find(({ name }) => name === "_execute_action")?.shortcut ?? "";
}
