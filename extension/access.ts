// Whether the browser lets Midwatch see sites at all. Firefox asks people when they
// install, Chromium has a menu for it; either may take it back at any time.
import { api } from "./browser.js";

const everySite = { origins: ["<all_urls>"] };

/** Whether every site may be seen. Where only some may, that is not access: what a network does elsewhere would be missed. */
export function hasAccess(): Promise<boolean> {
  return api.permissions.contains(everySite);
}

/** Has the browser ask for access, and tells the answer. Call it at once when somebody clicks: browsers listen only then. */
export function askAccess(): Promise<boolean> {
  return api.permissions.request(everySite);
}

/** Calls when access was given or taken. */
export function onAccess(listener: (access: boolean) => void): void {
  const tell = (): void => { void hasAccess().then(listener); };
  api.permissions.onAdded.addListener(tell);
  api.permissions.onRemoved.addListener(tell);
}
