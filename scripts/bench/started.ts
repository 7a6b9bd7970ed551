// Starts with no host known and with a full memory, in turn.
import type { Page } from "puppeteer-core";
import type { Driver } from "../e2e/driver.js";
import { stop } from "../e2e/stop.js";
import { full, knownHost } from "./hosts.js";
import type { Opened, Request } from "./messages.js";

/** Milliseconds with no known host and with a full memory, a value for each round. */
export interface Pair {
  none: number[];
  full: number[];
}

export interface Starts {
  /** In a worker that runs: opening the database, the open visits, the hosts, and all of it. */
  open: Pair;
  visits: Pair;
  hosts: Pair;
  all: Pair;
  /** The same in a worker that was just started, and as the sender of its first message sees it. */
  fresh: Pair;
  woken: Pair;
  /** The product itself: its background was stopped, and the popup's question wakes it. */
  product: Pair;
  /** Of the preload list: milliseconds to load it, microseconds of a look-up. */
  preloadLoad: number[];
  preloadLookup: number[];
}

const pair = (): Pair => ({ none: [], full: [] });

/** Does something with none and with all hosts known, each in every second round first. */
async function inTurn(rounds: number, once: (known: number, round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const known of round % 2 === 0 ? [0, full] : [full, 0]) await once(known, round);
  }
}

function add(to: Pair, known: number, value: number): void {
  (known === 0 ? to.none : to.full).push(value);
}

/** Measures in the bench's extension, all but the product. */
export async function starts(driver: Driver, rounds: number): Promise<Omit<Starts, "product">> {
  const page = await driver.extensionPage("page.html");
  const ask = (request: Request): Promise<unknown> => page.evaluate((r) => bench.ask(r), request);
  for (const known of [0, full]) {
    const held = await ask({ kind: "fill", known });
    if (held !== known) throw new Error(`bench: ${String(held)} hosts are remembered, not ${known}`);
  }
  const s = { open: pair(), visits: pair(), hosts: pair(), all: pair(), fresh: pair(), woken: pair(), preloadLoad: [] as number[], preloadLookup: [] as number[] };
  const once = async (known: number, round: number): Promise<Opened> => (await ask({ kind: "open", known, round })) as Opened;
  await inTurn(4, async (known, round) => { await once(known, round); });
  await inTurn(rounds * 8, async (known, round) => {
    const t = await once(known, round);
    for (const part of ["open", "visits", "hosts"] as const) add(s[part], known, t[part]);
    add(s.all, known, sum(t));
  });
  await inTurn(rounds * 8, async (known, round) => {
    await stop(driver);
    const { trip, ...t } = await page.evaluate(async (known, round) => {
      const sent = performance.now();
      const t = (await bench.ask({ kind: "open", known, round })) as { open: number; visits: number; hosts: number };
      return { ...t, trip: performance.now() - sent };
    }, known, round);
    add(s.fresh, known, sum(t));
    add(s.woken, known, trip);
  });
  for (let i = -1; i < rounds * 2; i++) {
    const { load, lookup } = (await ask({ kind: "preload" })) as { load: number; lookup: number };
    if (i < 0) continue;
    s.preloadLoad.push(load);
    s.preloadLookup.push(lookup);
  }
  return s;
}

const sum = ({ open, visits, hosts }: Opened): number => open + visits + hosts;

/** Measures the product's own extension. It is told which database to use as it tells itself. */
export async function productStarts(driver: Driver, rounds: number): Promise<Pair> {
  const page = await driver.extensionPage("popup.html");
  await choose(driver, page, full);
  await wake(page); // makes the database
  for (let i = 0; i < full; i += 1000) {
    await page.evaluate(put, database(full), Array.from({ length: 1000 }, (_, n) => knownHost(i + n)), full);
  }
  const all = pair();
  await inTurn(rounds * 8, async (known) => {
    await choose(driver, page, known);
    const ms = await wake(page);
    add(all, known, ms);
  });
  return all;
}

const database = (known: number): string => `midwatch-bench-${known}`;

async function choose(driver: Driver, page: Page, known: number): Promise<void> {
  await page.evaluate(async (name) => { await chrome.storage.local.set({ database: { database: name, aside: [] } }); }, database(known));
  await stop(driver);
}

function wake(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const sent = performance.now();
    const answer: unknown = await chrome.runtime.sendMessage({ kind: "tab", tab: 1 });
    const ms = performance.now() - sent;
    if (typeof answer !== "object" || answer === null || "error" in answer || "notes" in answer) throw new Error(JSON.stringify(answer));
    return ms;
  });
}

/** Runs in the page. */
async function put(name: string, records: unknown[], known: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => { reject(new Error(String(opening.error))); };
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction(["known", "tally"], "readwrite");
      for (const record of records) tx.objectStore("known").put(record);
      tx.objectStore("tally").put({ known, findings: 0, session: "", visits: 0 }, "all");
      tx.oncomplete = () => { db.close(); resolve(); };
      tx.onabort = () => { reject(new Error(String(tx.error))); };
    };
  });
}
