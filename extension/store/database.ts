// What outlives the worker: IndexedDB for what may be written to disk.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Open } from "../gather/open.js";
import type { Known, Report } from "../wire.js";

interface Schema extends DBSchema {
  /** Visits that may still go on, by ID. */
  visits: { key: string; value: Stored<Open> };
  reports: { key: string; value: Stored<Report>; indexes: { at: number } };
  known: { key: string; value: Known; indexes: { seenAt: number } };
}

/** A value with the session that it belongs to, and when it was written. */
export interface Stored<T> {
  session: string;
  at: number;
  value: T;
}

export type Database = IDBPDatabase<Schema>;

export function openDatabase(name = "midwatch"): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore("visits");
      db.createObjectStore("reports").createIndex("at", "at");
      db.createObjectStore("known", { keyPath: "host" }).createIndex("seenAt", "seenAt");
    },
  });
}

/** Hosts remembered; the least recently seen leave. */
const maxKnown = 20_000;

/** Reports kept of one session; the oldest leave. */
export const maxReports = 2000;

export interface Batch {
  visits: Open[];
  reports: Report[];
  known: Known[];
  /** IDs of visits that no tab shows any more: their reports stay. */
  ended: string[];
}

/** Writes a batch whole or not at all. */
export async function write(db: Database, session: string, batch: Batch): Promise<void> {
  const tx = db.transaction(["visits", "reports", "known"], "readwrite", { durability: "relaxed" });
  const at = Date.now();
  const visits = tx.objectStore("visits");
  const reports = tx.objectStore("reports");
  const known = tx.objectStore("known");
  for (const open of batch.visits) void visits.put({ session, at, value: open }, open.visit.id);
  for (const report of batch.reports) void reports.put({ session, at, value: report }, report.visit);
  for (const record of batch.known) void known.put(record);
  for (const id of batch.ended) void visits.delete(id);
  await prune(reports.index("at"), (await reports.count()) - maxReports);
  await prune(known.index("seenAt"), (await known.count()) - maxKnown);
  await tx.done;
}

interface Prunable {
  openCursor(): Promise<{ delete(): Promise<void>; continue(): Promise<unknown> } | null>;
}

async function prune(index: unknown, surplus: number): Promise<void> {
  if (surplus <= 0) return;
  let cursor = await (index as Prunable).openCursor();
  for (; cursor && surplus > 0; surplus--) {
    await cursor.delete();
    cursor = (await cursor.continue()) as typeof cursor;
  }
}

/** Takes away what earlier sessions left, but the memory of hosts. */
export async function beginSession(db: Database, session: string): Promise<void> {
  const tx = db.transaction(["visits", "reports"], "readwrite");
  for (const store of [tx.objectStore("visits"), tx.objectStore("reports")] as const) {
    for (let cursor = await store.openCursor(); cursor; cursor = await cursor.continue()) {
      if (cursor.value.session !== session) void cursor.delete();
    }
  }
  await tx.done;
}
