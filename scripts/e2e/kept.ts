// All that the extension keeps anywhere, to look for what must not be in it.
import type { Desk } from "./desk.js";

/** The keys and values of all databases, and what storage holds, as JSON. */
export function kept({ page }: Desk): Promise<string> {
  return page.evaluate(async () => {
    const wait = <T>(r: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        r.onsuccess = () => resolve(r.result);
        r.onerror = () => reject(r.error);
      });
    const all: Record<string, unknown> = { local: await chrome.storage.local.get(null), session: await chrome.storage.session.get(null) };
    for (const { name = "" } of await indexedDB.databases()) {
      const db = await wait(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        const source = db.transaction(store).objectStore(store);
        all[`${name} ${store}`] = await Promise.all([wait(source.getAllKeys()), wait(source.getAll())]);
      }
      db.close();
    }
    return JSON.stringify(all);
  });
}

/** Makes stored times older, in milliseconds, in all records that name a host. */
export function age({ page }: Desk, host: string, ms: number): Promise<number> {
  return page.evaluate(async (host, ms) => {
    const wait = <T>(r: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        r.onsuccess = () => resolve(r.result);
        r.onerror = () => reject(r.error);
      });
    const db = await wait(indexedDB.open("midwatch"));
    const tx = db.transaction(["known", "findings"], "readwrite");
    const [known, findings] = [tx.objectStore("known"), tx.objectStore("findings")];
    let aged = 0;
    for (const record of (await wait(known.getAll())) as { host: string; seenAt: number }[]) {
      if (record.host !== host) continue;
      known.put({ ...record, seenAt: record.seenAt - ms });
      aged++;
    }
    for (const record of (await wait(findings.getAll())) as { finding: { url: string; time: number } }[]) {
      if (new URL(record.finding.url).hostname !== host) continue;
      findings.put({ ...record, finding: { ...record.finding, time: record.finding.time - ms } });
      aged++;
    }
    await new Promise((resolve) => { tx.oncomplete = resolve; });
    db.close();
    return aged;
  }, host, ms);
}
