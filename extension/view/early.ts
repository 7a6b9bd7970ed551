// What the popup shows at once, before a background that sleeps has woken: what was
// last concluded of a tab. It is kept in memory only, also of private windows.
import { api } from "../browser.js";
import type { TabView } from "../messages.js";

/** A view without what takes time to tell. */
export type EarlyView = Pick<TabView, "report" | "network" | "incident" | "ignored">;

/** Tabs of which one is kept, and characters of each: storage.session is small. */
const maxTabs = 20;
const maxLength = 100_000;

const key = (tab: number): string => `view:${tab}`;
const index = "views";

let last: Promise<unknown> = Promise.resolve();

/** Keeps what the popup of a tab is to show first; null where that is nothing. */
export function keepEarly(tab: number, view: EarlyView | null): Promise<void> {
  return inTurn(async () => {
    const tabs = (await listed()).filter((other) => other !== tab);
    if (view !== null && JSON.stringify(view).length <= maxLength) {
      await api.storage.session.set({ [key(tab)]: view, [index]: [...tabs, tab].slice(-maxTabs) });
      const left = tabs.slice(0, -(maxTabs - 1));
      if (left.length > 0) await api.storage.session.remove(left.map(key));
      return;
    }
    await api.storage.session.remove(key(tab));
    await api.storage.session.set({ [index]: tabs });
  });
}

/** Takes all of them away: one may tell of what is forgotten. */
export function dropEarly(): Promise<void> {
  return inTurn(async () => { await api.storage.session.remove([...(await listed()).map(key), index]); });
}

/** What was kept of a tab. */
export async function earlyOf(tab: number): Promise<EarlyView | undefined> {
  return (await api.storage.session.get(key(tab)))[key(tab)] as EarlyView | undefined;
}

async function listed(): Promise<number[]> {
  const tabs: unknown = (await api.storage.session.get(index))[index];
  return Array.isArray(tabs) ? tabs.filter((tab) => typeof tab === "number") : [];
}

function inTurn(work: () => Promise<void>): Promise<void> {
  const done = last.then(work);
  last = done.catch(() => undefined);
  return done;
}
