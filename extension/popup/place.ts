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
    tabOf(Number.isInteger(named) ? named : undefined).catch(() => undefined), // one that is gone
    hasAccess().catch(() => true),
  ]);
  return {
    tab: tab?.id ?? (Number.isInteger(named) ? named : -1),
    site: /^https?:/.test(tab?.url ?? ""),
    private: tab?.incognito ?? false,
    access,
  };
}

async function tabOf(named: number | undefined): Promise<chrome.tabs.Tab | undefined> {
  if (named !== undefined) return api.tabs.get(named);
  const [front] = await api.tabs.query({ active: true, currentWindow: true });
  return front;
}
