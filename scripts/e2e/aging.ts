// Lets time pass for what Midwatch remembers of hosts.
import type { Desk } from "./desk.js";
import { pause } from "./session.js";
import { stop } from "./stop.js";

const written = 600; // ms until what was learned is on disk; batches take 250
const day = 86_400_000; // ms
const longAgo = 1e12; // ms: what is more is a time, and not a number of something

/** Moves all that is remembered of hosts back by so many days. */
export async function age(desk: Desk, days: number): Promise<void> {
  await pause(written);
  await desk.page.evaluate(async (by, least) => {
    const back = (value: unknown): unknown => {
      if (typeof value === "number") return value > least ? value - by : value;
      if (Array.isArray(value)) return value.map(back);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, back(v)]));
    };
    const wait = <T>(r: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        r.onsuccess = () => { resolve(r.result); };
        r.onerror = () => { reject(new Error(String(r.error))); };
      });
    const db = await wait(indexedDB.open("midwatch"));
    const known = db.transaction("known", "readwrite").objectStore("known");
    for (const record of (await wait(known.getAll())) as unknown[]) await wait(known.put(back(record)));
    db.close();
  }, days * day, longAgo);
  await stop(desk.driver); // it has a copy
}
