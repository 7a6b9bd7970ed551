// Whether the browser lets Midwatch look at pages: people can withhold that.
import { api } from "./browser.js";

const everywhere = { origins: ["<all_urls>"] };

export function hasAccess(): Promise<boolean> {
  return api.permissions.contains(everywhere);
}

/** Asks for it: only in answer to a click. */
export function askAccess(): Promise<boolean> {
  return api.permissions.request(everywhere);
}
