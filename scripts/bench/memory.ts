// The start of a worker with hosts remembered: the product's own database and
// reading, over one that remembers none and one that is full.
import { maxKnown, openDatabase, write, type Database } from "../../extension/store/database.js";
import { read, readOne } from "../../extension/store/read.js";
import type { Known } from "../../extension/wire.js";
import { knownHost, visitedHosts } from "./hosts.js";
import type { Opened } from "./messages.js";

const open = (known: number): Promise<Database> => openDatabase(`bench-${known}`, () => undefined);

/** Open visits of a session, and hosts that each asked. */
const visits = 5;
const asked = 20;

/** Records in one write. */
const batch = 500;

/** Makes a database with so many known hosts, and some visits that go on. */
export async function fillMemory(known: number): Promise<number> {
  const db = await open(known);
  const records = Array.from({ length: Math.min(known, maxKnown) }, (_, i): Known => knownHost(i));
  const nothing = { visits: [], judged: [], known: [], ended: [], first: 0 };
  await write(db, "bench", 0, { ...nothing, visits: Array.from({ length: visits }, (_, v) => ({
    session: "bench",
    open: {
      visit: {
        id: `visit-${v}`, source: "chromium" as const, network: { epoch: "bench", trust: "unknown" as const },
        navigation: { destination: "main_frame", hops: [{ url: `https://site${v}.test/`, at: v, status: 200, done: true }] },
        loads: Array.from({ length: asked }, (_, l) => ({
          destination: "image", hops: [{ url: `https://cdn${l}.site${v}.test/picture.png`, at: l, status: 200, done: true }],
        })),
      },
      pending: false, requests: {}, known: {},
    },
  })) });
  for (let i = 0; i < records.length; i += batch) {
    await write(db, "bench", 0, { ...nothing, known: records.slice(i, i + batch) });
  }
  const count = await db.count("known");
  db.close();
  return count;
}

/** What a worker does with the database before its first visit is judged. It is closed again for the next time. */
export async function openMemory(known: number, round: number): Promise<Opened> {
  const begin = performance.now();
  const db = await open(known);
  const opened = performance.now();
  await read(db, "visits");
  const restored = performance.now();
  // One after the other, as a visit asks.
  for (const host of visitedHosts(round)) await readOne(db, "known", host);
  const end = performance.now();
  db.close();
  return { open: opened - begin, visits: restored - opened, hosts: end - restored };
}
