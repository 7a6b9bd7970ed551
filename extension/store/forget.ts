// What is to be forgotten, and finding it.
import type { Open } from "../gather/open.js";
import type { Epoch, Finding, Known, Load } from "../wire.js";
import { ofVisit, takeOut, type Database } from "./database.js";
import { read } from "./read.js";

/** A host and all below it, what was seen since a time, or everything. */
export type Forget = { host: string } | { since: number } | { everything: true };

/** Asks of each thing that is kept whether it is to be forgotten. */
export interface Gone {
  known: (record: { host: string; seenAt?: number }) => boolean;
  finding: (finding: Finding) => boolean;
  open: (open: Open) => boolean;
}

export function goneBy(what: Forget): Gone {
  if ("everything" in what) return { known: () => true, finding: () => true, open: () => true };
  if ("since" in what) {
    const { since } = what;
    return {
      known: ({ seenAt = 0 }) => seenAt >= since,
      finding: ({ time }) => time >= since,
      open: ({ visit }) => [visit.navigation, ...(visit.loads ?? [])].some((load) => lastAt(load) >= since),
    };
  }
  const names = naming(what.host);
  return { known: ({ host }) => names(host), finding: (f) => mentions(f, names), open: (o) => mentions(withoutEpoch(o), names) };
}

/** A visit without the epoch's record, which tells of other visits too. */
function withoutEpoch(open: Open): Open {
  const visit = { ...open.visit };
  delete visit.epoch;
  return { ...open, visit };
}

function lastAt({ hops }: Load): number {
  return (hops ?? []).reduce((last, { at }) => Math.max(last, at ?? 0), 0);
}

/** Whether a text names a host or one below it: not one that only begins or ends alike. */
export function naming(host: string): (text: string) => boolean {
  const literal = host.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // In the query of another address an escape may stand before it.
  const name = new RegExp(`(?:^|[^a-z0-9_-]|%[0-9a-f]{2})${literal}(?![a-z0-9_-]|\\.[a-z0-9_-])`, "i");
  return (text) => name.test(text);
}

/** Whether any text in a value, names of its fields among them, is one of those. */
export function mentions(value: unknown, names: (text: string) => boolean): boolean {
  if (typeof value === "string") return names(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((v) => mentions(v, names));
  return Object.entries(value).some(([key, v]) => names(key) || mentions(v, names));
}

/** An epoch's record without what names a forgotten host, or was seen in a forgotten time. Of sites it is not known when they were seen: they are seen again. */
export function withoutForgotten(epoch: Epoch, what: { host: string } | { since: number }): Epoch {
  const sites = (list: readonly string[] | undefined): string[] => ("since" in what ? [] : (list ?? []).filter((site) => !goes({ site })));
  const names = "host" in what ? naming(what.host) : undefined;
  // A site stands for all its hosts: it goes with each of them.
  const goes = ({ at = 0, ...rest }: { at?: number; site?: string }): boolean => ("since" in what
    ? at >= what.since
    : (names !== undefined && mentions(rest, names)) || (rest.site !== undefined && naming(rest.site)(what.host)));
  const named = (value: unknown): boolean => names !== undefined && mentions(value, names);
  const { portal, canary, proxy, ...left } = epoch;
  return {
    ...left,
    ...(proxy && !named(proxy) && { proxy }),
    used: (epoch.used ?? []).filter((p) => !named(p)),
    proxies: (epoch.proxies ?? []).filter((p) => !named(p)),
    marks: (epoch.marks ?? []).filter((m) => !named(m)),
    ...(portal && { portal: goes(portal) && portal.host !== undefined ? { ...portal, host: "" } : portal }),
    ...(canary && !goes(canary) && { canary }),
    faults: (epoch.faults ?? []).filter((fault) => !goes(fault)),
    clocks: (epoch.clocks ?? []).filter((clock) => !goes(clock)),
    alarms: (epoch.alarms ?? []).filter((alarm) => !goes(alarm)),
    roots: (epoch.roots ?? []).filter(({ name }) => !named(name)).map((root) => ({ ...root, sites: sites(root.sites) })),
    sites: sites(epoch.sites),
  };
}

/** Takes out of a visit that stays what it had been told of hosts that are forgotten. */
export function stripKnown(open: Open, gone: (record: Known) => boolean): boolean {
  let stripped = open.visit.epoch !== undefined;
  delete open.visit.epoch; // it is given the epoch's record anew
  for (const [host, record] of Object.entries(open.known ?? {})) {
    if (open.known === undefined || record === null || !gone(record)) continue;
    open.known[host] = null;
    stripped = true;
  }
  return stripped;
}

/** Takes what is to be forgotten out of the database, with the visits of those IDs and all that they left. */
export async function forgetStored(db: Database, what: Forget, visits: readonly string[]): Promise<void> {
  if ("everything" in what) {
    await takeOut(db, async (tx) => { await Promise.all([...tx.objectStoreNames].map((name) => tx.objectStore(name).clear())); });
    return;
  }
  const gone = goneBy(what);
  // Read before, since a record that cannot be read would end the transaction. A damaged one may tell of anything: it goes too.
  const open = await read(db, "visits");
  const found = "since" in what
    ? await read(db, "findings", { index: "time", range: IDBKeyRange.lowerBound(what.since) })
    : await read(db, "findings");
  const ended = [...visits, ...open.whole.filter((v) => gone.open(v.open)).map((v) => v.open.visit.id)];
  await takeOut(db, async (tx) => {
    const [known, findings] = [tx.objectStore("known"), tx.objectStore("findings")];
    const hosts = "since" in what
      ? await known.index("seenAt").getAllKeys(IDBKeyRange.lowerBound(what.since))
      : (await known.getAllKeys()).filter((host) => gone.known({ host }));
    await Promise.all([
      ...hosts.map((host) => known.delete(host)),
      ...found.whole.filter((f) => gone.finding(f.finding)).map((f) => findings.delete([f.visit, f.finding.check, f.finding.subject])),
      ...found.damaged.map((key) => findings.delete(key as never)),
      ...ended.flatMap((id) => [tx.objectStore("visits").delete(id), findings.delete(ofVisit(id))]),
      ...open.damaged.map((key) => tx.objectStore("visits").delete(key as never)),
    ]);
  });
}
