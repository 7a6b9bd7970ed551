// What came before a navigation's first request: the plain address that the
// browser asked for over HTTPS at once, and the document that led here by
// itself. What that means is not asked here.
import type { Hop, Visit } from "../wire.js";
import type { Begun, Committed } from "./fact.js";
import { bare, fits, ownHops, type Open } from "./open.js";

/** A navigation's first request comes this soon after its begin, in milliseconds. */
const askedWithin = 10_000;

/** A document that was shown for longer than this, in milliseconds, and then goes on is no stop on the way. */
const ledWithin = 5000;

/** Hops of a chain at most, with those of the documents before: one that leads to the next without end must not grow it so. */
export const maxLed = 20;

/** Puts the plain address that a navigation began with before its first request, where that asks for the same over HTTPS: so Chromium tells its HTTPS-first. */
export function upgradeFrom(begun: Begun, open: Open): boolean {
  const [first] = open.visit.navigation.hops ?? [];
  if (!first || !begun.url.startsWith("http:") || bare(first.url) !== bare(begun.url).replace(/^http:/, "https:")) return false;
  const late = (first.at ?? 0) - begun.at;
  if (late < 0 || late > askedWithin || !fits(open, begun.url.length)) return false;
  open.visit.navigation.hops?.unshift({ url: begun.url, at: begun.at });
  return true;
}

/**
 * Whether the document of old led to that of next by itself: it asked for the
 * next one soon after it came, and before anybody touched it. A refresh comes
 * all the same. Of refreshes both browsers say so, of scripts Chromium says it
 * of some and Firefox of none.
 */
export function isLed(old: Open, next: Open, fact: Committed): boolean {
  const { visit } = next;
  if (fact.again || visit.restored || old.shownAt === undefined) return false;
  if (old.touched && !(fact.client && refreshes(old))) return false;
  const first = ownHops(next)[0];
  const last = old.visit.navigation.hops?.at(-1);
  if (!first || !last?.done || last.error !== undefined || bare(first.url) === bare(last.url)) return false;
  const shown = (first.at ?? fact.at) - old.shownAt;
  return shown >= 0 && shown <= ledWithin && isOf(visit.navigation.initiator ?? "", last.url);
}

/** Whether a document orders a refresh, as far as it was told. Firefox says of nothing else that it led on. */
function refreshes({ visit }: Open): boolean {
  return visit.source === "firefox" || refreshOf(visit) !== undefined || (visit.navigation.hops?.at(-1)?.headers ?? []).some((h) => h.name === "refresh");
}

function refreshOf(visit: Visit): string | undefined {
  return visit.pages?.find((p) => (p.frame ?? 0) === 0)?.refresh;
}

/** Whether the browser's word for who asked is that document: Firefox gives its address, Chromium its origin. */
function isOf(initiator: string, url: string): boolean {
  return bare(initiator) === bare(url) || (URL.canParse(url) && new URL(url).origin === initiator);
}

/** Puts the chain of the document that led here before that of next. The visit of old stays as it is. */
export function lead(old: Open, next: Open): void {
  const own = next.visit.navigation.hops ?? [];
  const room = maxLed - own.length;
  const before = room > 0 ? (old.visit.navigation.hops ?? []).slice(-room) : [];
  const last = before.pop();
  if (!last) return;
  const refresh = refreshOf(old.visit);
  const led: Hop[] = [...before, { ...last, client: true, ...(refresh && { refresh }) }];
  if (!fits(next, led.reduce((sum, hop) => sum + size(hop), 0))) return;
  next.visit.navigation.hops = [...led, ...own];
  // The memory of those hosts is what it was before the whole chain.
  for (const [host, known] of Object.entries(old.known ?? {})) {
    if (led.some((hop) => isUnder(hop.url, host))) (next.known ??= {})[host] = known;
  }
}

/** A text of the document that led here came late: it may hold the refresh. */
export function ledByRefresh(open: Open, refresh: string): void {
  const hop = open.visit.navigation.hops?.findLast((h) => h.client);
  if (hop) hop.refresh = refresh;
}

function size(hop: Hop): number {
  return hop.url.length + (hop.headers ?? []).reduce((sum, h) => sum + h.value.length, 0);
}

function isUnder(url: string, host: string): boolean {
  const name = URL.canParse(url) ? new URL(url).hostname : "";
  return name === host || name.endsWith(`.${host}`);
}
