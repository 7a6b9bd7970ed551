// What outlives the worker: IndexedDB for what may be written to disk. Each
// write is one transaction, whole or not at all, and of bounded work.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { Open } from "../gather/open.js";
import { isFinding, type Epoch, type Finding, type Known } from "../wire.js";
import { isStoredFinding, knownOfVersion1 } from "./shape.js";

interface Schema extends DBSchema {
  /** Visits that may still go on, by ID. */
  visits: { key: string; value: StoredVisit };
  /** By visit, check and subject: a visit that is judged again replaces its own. */
  findings: { key: [string, string, string]; value: StoredFinding; indexes: { session: string; time: number } };
  known: { key: string; value: Known; indexes: { seenAt: number } };
  tally: { key: string; value: Tally };
  /** The network epoch that was last: the next start of the browser goes on from it. */
  epochs: { key: string; value: Epoch & { id: string } };
}

/** A visit with the browser session that it belongs to. */
export interface StoredVisit {
  session: string;
  open: Open;
}

export interface StoredFinding {
  visit: string;
  session: string;
  finding: Finding;
}

/** How much there is, so that no write has to count. */
interface Tally {
  known: number;
  findings: number;
  /** Visits judged in a session: most leave no finding. */
  session: string;
  visits: number;
}

export type Database = IDBPDatabase<Schema>;
type Name = "visits" | "findings" | "known" | "tally" | "epochs";
export type Writing = IDBPTransaction<Schema, Name[], "readwrite">;
const names: Name[] = ["visits", "findings", "known", "tally", "epochs"];

/** Hosts remembered; the least recently seen leave. */
export const maxKnown = 20_000;

/** Findings kept, of all sessions; the oldest leave. */
export const maxFindings = 10_000;

/** Findings of earlier sessions are kept this long, in milliseconds. */
export const keepFindings = 30 * 24 * 3_600_000;

/** Records that one write takes out at most because of their age. */
const mostExpired = 200;

const tallyKey = "all";

export function openDatabase(name: string, onClosed: () => void): Promise<Database> {
  return openDB<Schema>(name, 3, {
    upgrade(db, from, _to, tx) {
      db.createObjectStore("epochs", { keyPath: "id" });
      if (from === 2) return;
      const known = from < 1 ? db.createObjectStore("known", { keyPath: "host" }) : tx.objectStore("known");
      known.createIndex("seenAt", "seenAt");
      if (from === 1) {
        (known as unknown as IDBObjectStore).deleteIndex("secureAt");
        db.deleteObjectStore("visits"); // of a session that has ended
      }
      db.createObjectStore("visits", { keyPath: "open.visit.id" });
      const findings = db.createObjectStore("findings", { keyPath: ["visit", "finding.check", "finding.subject"] });
      findings.createIndex("session", "session");
      findings.createIndex("time", "finding.time");
      db.createObjectStore("tally");
      if (from === 1) fromVersion1(db, tx as unknown as Writing).catch(() => { tx.abort(); });
    },
    // Another version of Midwatch wants it: what is written after this fails, and says so.
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}

/** Version 1 kept a session's reports, and of each host when it was last secure. */
async function fromVersion1(db: Database, tx: Writing): Promise<void> {
  const known = tx.objectStore("known");
  let hosts = 0;
  for (let cursor = await known.openCursor(); cursor; cursor = await cursor.continue()) {
    const now = knownOfVersion1(cursor.value);
    if (now) {
      await cursor.update(now);
      hosts++;
    } else {
      await cursor.delete();
    }
  }
  interface Old { session?: unknown; value?: { visit?: unknown; findings?: unknown } }
  const reports = tx.objectStore("reports" as "findings");
  const findings = tx.objectStore("findings");
  for (const { session, value } of (await reports.getAll()) as unknown as Old[]) {
    if (!Array.isArray(value?.findings)) continue;
    for (const finding of value.findings as unknown[]) {
      const stored = { visit: value.visit, session, finding };
      if (isFinding(finding) && isStoredFinding(stored)) await findings.put(stored);
    }
  }
  db.deleteObjectStore("reports" as "findings");
  await tx.objectStore("tally").put({ known: hosts, findings: await findings.count(), session: "", visits: 0 }, tallyKey);
}

/** What one write brings. */
export interface Batch {
  visits: StoredVisit[];
  /** The findings of visits that were judged, in place of those they had. */
  judged: Judged[];
  known: Known[];
  /** IDs of visits that no tab shows any more: their findings stay. */
  ended: string[];
  /** Visits of this session that were judged for the first time. */
  first: number;
  /** The network epoch, if its record changed. */
  epoch?: Epoch | undefined;
}

export interface Judged {
  visit: string;
  session: string;
  findings: Finding[];
}

/** Writes a batch of a session that began at a time, and lets go of what is too much or too old. */
export async function write(db: Database, session: string, began: number, batch: Batch): Promise<void> {
  const tx = db.transaction(names, "readwrite", { durability: "relaxed" });
  try {
    const tally = await tallyIn(tx, session);
    tally.visits += batch.first;
    const [visits, findings, known] = [tx.objectStore("visits"), tx.objectStore("findings"), tx.objectStore("known")];
    await Promise.all([...batch.visits.map((v) => visits.put(v)), ...batch.ended.map((id) => visits.delete(id))]);
    for (const { visit, session, findings: list } of batch.judged) {
      const before = ofVisit(visit);
      tally.findings += list.length - await findings.count(before);
      await Promise.all([findings.delete(before), ...list.map((finding) => findings.put({ visit, session, finding }))]);
    }
    for (const record of batch.known) {
      tally.known += 1 - await known.count(record.host);
      // A record without a time would stand in no index, and never leave.
      await known.put({ ...record, seenAt: record.seenAt ?? 0 });
    }
    if (batch.epoch?.id !== undefined) {
      const epochs = tx.objectStore("epochs");
      await epochs.clear();
      await epochs.put({ ...batch.epoch, id: batch.epoch.id });
    }
    tally.known -= await prune(known.index("seenAt"), null, tally.known - maxKnown);
    tally.findings -= await prune(findings.index("time"), null, tally.findings - maxFindings);
    tally.findings -= await prune(findings.index("time"), IDBKeyRange.upperBound(Math.min(began, Date.now() - keepFindings)), mostExpired);
    await tx.objectStore("tally").put(tally, tallyKey);
  } catch (cause) {
    abort(tx);
    throw cause;
  }
  await tx.done;
}

/** All findings of a visit. */
export function ofVisit(visit: string): IDBKeyRange {
  return IDBKeyRange.bound([visit], [visit, []]); // a list comes after every string
}

function abort(tx: Writing): void {
  tx.done.catch(() => undefined);
  try {
    tx.abort();
  } catch {
    // It was over already.
  }
}

interface Prunable {
  openKeyCursor(range: IDBKeyRange | null): Promise<unknown>;
  objectStore: { delete(key: IDBValidKey): Promise<void> };
}

/** Takes out the first records of an index, so many at most, and tells how many there were. */
async function prune(index: unknown, range: IDBKeyRange | null, most: number): Promise<number> {
  if (most <= 0) return 0;
  interface Cursor { primaryKey: IDBValidKey; continue(): Promise<Cursor | null> }
  const { objectStore } = index as Prunable;
  let gone = 0;
  let cursor = (await (index as Prunable).openKeyCursor(range)) as Cursor | null;
  for (; cursor && gone < most; gone++) {
    await objectStore.delete(cursor.primaryKey);
    cursor = await cursor.continue();
  }
  return gone;
}

async function tallyIn(tx: Writing, session: string): Promise<Tally> {
  const kept: unknown = await tx.objectStore("tally").get(tallyKey);
  const tally = isTally(kept) ? kept : await recount(tx);
  return tally.session === session ? tally : { ...tally, session, visits: 0 };
}

async function recount(tx: Writing): Promise<Tally> {
  return { known: await tx.objectStore("known").count(), findings: await tx.objectStore("findings").count(), session: "", visits: 0 };
}

function isTally(value: unknown): value is Tally {
  if (typeof value !== "object" || value === null) return false;
  const { known, findings, session, visits } = value as Record<string, unknown>;
  return typeof session === "string" && [known, findings, visits].every(Number.isSafeInteger);
}

/** How many visits of a session were judged. */
export async function visitsJudged(db: Database, session: string): Promise<number> {
  const kept: unknown = await db.get("tally", tallyKey);
  return isTally(kept) && kept.session === session ? kept.visits : 0;
}

/** Takes out what a caller chooses, and counts anew what is left. */
export async function takeOut(db: Database, choose: (tx: Writing) => Promise<void>): Promise<void> {
  const tx = db.transaction(names, "readwrite");
  try {
    await choose(tx);
    const tally = tx.objectStore("tally");
    const kept: unknown = await tally.get(tallyKey);
    const { known, findings } = await recount(tx);
    await tally.put({ ...(isTally(kept) ? kept : { session: "", visits: 0 }), known, findings }, tallyKey);
  } catch (cause) {
    abort(tx);
    throw cause;
  }
  await tx.done;
}
