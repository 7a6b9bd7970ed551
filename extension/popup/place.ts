// Which tab the popup is about, and what the browser says of it.
import { hasAccess } from "../access.js";
import { api } from "../browser.js";

export interface Place {
  tab: number;
  /** It shows something that came from a site, rather than a page of the browser's own. */
  site: boolean;
  private: boolean;
  /** Midwatch is allowed to look at sites. */
  access: boolean;
}

/** The tab that the address names, or the one in front. */
export async function placeOf(): Promise<Place> {
  const named = Number(new URLSearchParams(location.search).get("tab") ?? NaN);
  const [tab, access] = await Promise.all([
    Number.isInteger(named) ? api.tabs.get(named).catch(() => undefined) : api.tabs.query({ active: true, currentWindow: true }).then(([front]) => front),
    hasAccess().catch(() => true),
  ]);
  return { tab: tab?.id ?? (Number.isInteger(named) ? named : -1), site: /^https?:/.test(tab?.url ?? ""), private: tab?.incognito ?? false, access };
}
