// What a browser finds in the place of Midwatch's database when it starts: an
// older form, a newer one, and records that are damaged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Desk, summary } from "./desk.js";
import { Profile } from "./profile.js";
import { engines, session, type Session, until } from "./session.js";
import { stop } from "./stop.js";

const year = 365 * 24 * 3_600_000; // ms

/** A page without a policy of its own, below a host that may have had one. */
const tides = "https://tides.port.test/";

for (const engine of engines) {
  test(`the first form of the database is carried over, in ${engine}`, { timeout: 180_000 }, async (t) => {
    const s = await session(t, engine);
    await replace(s, () => s.desk.page.evaluate(async (expires) => {
      const asked = indexedDB.open("midwatch", 1);
      asked.onupgradeneeded = () => {
        const db = asked.result;
        db.createObjectStore("visits");
        db.createObjectStore("reports").createIndex("at", "at");
        const known = db.createObjectStore("known", { keyPath: "host" });
        known.createIndex("secureAt", "secureAt");
        known.put({ host: "port.test", secureAt: 1_700_000_000_000, hsts: { maxAge: 63_072_000, includeSubDomains: true, expires } });
        known.put({ host: "plain.test", secureAt: 1_700_000_000_000, hsts: {} });
        known.put({ host: "damaged.test", hsts: "always" });
      };
      await new Promise((resolve, reject) => {
        asked.onsuccess = resolve;
        asked.onerror = () => { reject(new Error("no old database")); };
      });
      asked.result.close();
    }, Date.now() + year));
    // The policy of old covers what is below it.
    assert.deepEqual(await found(s, tides), {});
    const { known } = await s.desk.stored();
    const record = (host: string) => (known as { host: string }[]).find((k) => k.host === host) as Record<string, unknown> | undefined;
    assert.equal(record("port.test")?.["lastSecure"], 1_700_000_000_000);
    assert.equal(record("plain.test")?.["firstSecure"], 1_700_000_000_000);
    assert.equal(record("damaged.test"), undefined);
    assert.ok(record("tides.port.test"), "nothing is learned any more");
  });

  test(`the second form of the database is carried over, in ${engine}`, { timeout: 90_000 }, async (t) => {
    const profile = await Profile.make(t, engine);
    const s = await profile.session();
    await replace(s, () => s.desk.page.evaluate(async (expires) => {
      const asked = indexedDB.open("midwatch", 2);
      asked.onupgradeneeded = () => {
        const db = asked.result;
        db.createObjectStore("known", { keyPath: "host" }).createIndex("seenAt", "seenAt");
        db.createObjectStore("visits", { keyPath: "open.visit.id" });
        const findings = db.createObjectStore("findings", { keyPath: ["visit", "finding.check", "finding.subject"] });
        findings.createIndex("session", "session");
        findings.createIndex("time", "finding.time");
        db.createObjectStore("tally").put({ known: 1, findings: 1, session: "s", visits: 1 }, "all");
        asked.transaction?.objectStore("known").put({ host: "port.test", seenAt: 5, hsts: { maxAge: 63_072_000, includeSubDomains: true, expires, at: 5 } });
        const time = Date.now() - 1000;
        const finding = {
          check: "insecure-page", level: "warning", verdict: "exposed", subject: "http://old.test/", url: "http://old.test/", time,
          network: { epoch: "e", trust: "unknown" }, evidence: [], count: 1, title: "t", explanation: "e", advice: "a", reference: "https://x.test/",
        };
        asked.transaction?.objectStore("findings").put({ visit: "v", session: "s", finding });
      };
      await new Promise((resolve, reject) => {
        asked.onsuccess = resolve;
        asked.onerror = () => { reject(new Error("no old database")); };
      });
      asked.result.close();
    }, Date.now() + year));
    assert.deepEqual(await found(s, tides), {}, "the policy of old is forgotten");
    const { findings } = JSON.parse(await s.desk.export("json", true)) as { findings: { url: string }[] };
    assert.deepEqual(findings.map((f) => f.url), ["http://old.test/"]);
    assert.equal((await s.desk.view(s.guest.tab)).notes, undefined);
    // And it has what the second form had not: what a person said for always is there after a restart.
    await s.desk.send({ kind: "choose", trust: "trusted", scope: "everywhere" });
    assert.deepEqual((await s.desk.stored())["epochs"]?.length, 1);
    await s.driver.close();
    const again = await profile.session();
    assert.equal((await again.desk.view(again.guest.tab)).network.trust, "trusted");
  });

  test(`a database of a later version is set aside, in ${engine}`, { timeout: 300_000 }, async (t) => {
    const profile = await Profile.make(t, engine);
    const s = await profile.session();
    await replace(s, () => s.desk.page.evaluate(async () => {
      const asked = indexedDB.open("midwatch", 99);
      asked.onupgradeneeded = () => { asked.result.createObjectStore("later").put("kept for later", "key"); };
      await new Promise((resolve, reject) => {
        asked.onsuccess = resolve;
        asked.onerror = () => { reject(new Error("no later database")); };
      });
      asked.result.close();
    }));
    for (const after of ["it was found", "a stop"]) {
      const { notes = [], error } = await s.desk.view(s.guest.tab);
      assert.match(notes.join(), /set aside/, after);
      assert.equal(error, undefined, after);
      await stop(s.driver);
    }
    const popup = await s.driver.extensionPage(`popup.html?tab=${s.guest.tab}`);
    await popup.waitForSelector("[data-testid=note]");
    assert.deepEqual(await found(s, "https://builders.forum.test/"), { "hsts-missing": "notice" });
    await s.driver.close();

    // The fresh one is the one in use from then on, and the later one is as it was.
    const again = await profile.session();
    const { findings } = JSON.parse(await again.desk.export("json", true)) as { findings: { check: string }[] };
    assert.deepEqual(findings.map((f) => f.check), ["hsts-missing"]);
    assert.deepEqual((await again.desk.view(again.guest.tab)).notes, undefined);
    assert.equal(await later(again.desk), "kept for later");
  });

  test(`damaged records cost no other, in ${engine}`, { timeout: 180_000 }, async (t) => {
    const s = await session(t, engine);
    assert.deepEqual(await found(s, "https://port.test/"), {});
    await s.guest.page.goto("http://board.harbour.test/");
    await s.desk.settled(s.guest.tab, "http://board.harbour.test/");
    await until("memory of the port", 5000, async () =>
      ((await s.desk.stored()).known as { host: string }[]).some((k) => k.host === "port.test") || undefined);
    await s.guest.page.goto(s.cafe.tour);
    await s.desk.settled(s.guest.tab, s.cafe.tour);
    await stop(s.driver);
    await s.desk.page.evaluate(async () => {
      const asked = indexedDB.open("midwatch");
      await new Promise((resolve) => { asked.onsuccess = resolve; });
      const db = asked.result;
      const tx = db.transaction(["visits", "findings", "known", "tally"], "readwrite");
      const put = (store: string, ...values: unknown[]): void => { for (const v of values) tx.objectStore(store).put(v); };
      put("known", { host: "tides.port.test", hsts: null }, { host: "x.test", hsts: { maxAge: "long" }, seenAt: 5 });
      put("known", { host: "y.test", hsts: {}, seenAt: NaN, issuer: "x".repeat(1 << 20) });
      const finding = { check: "insecure-page", subject: "s", time: 5 };
      put("findings", { visit: "v1", session: 7, finding }, { visit: "v2", session: "s", finding: { ...finding, evidence: "none" } });
      put("visits", { session: {}, open: { visit: { id: "v1" } } }, { session: "s", open: { visit: { id: "v2", navigation: [] }, requests: 1 } });
      tx.objectStore("tally").put("many", "all");
      await new Promise((resolve, reject) => {
        tx.oncomplete = resolve;
        tx.onabort = () => { reject(new Error("nothing was damaged")); };
      });
      db.close();
    });
    // Its parent's record is whole, and covers it.
    assert.deepEqual(await found(s, tides), {});
    const { findings } = JSON.parse(await s.desk.export("json", true)) as { findings: { check: string }[] };
    assert.deepEqual(findings.map((f) => f.check), ["insecure-page"]);
    const notes = await until("word of it", 5000, async () => (await s.desk.view(s.guest.tab)).notes);
    assert.match(notes.join(), /damaged records? of Midwatch's memory (was|were) left out/);
    const all = await s.desk.stored();
    assert.ok(!JSON.stringify([all["visits"], all["findings"]]).includes('"v2"'), "damaged records are still there");
    const tally = all["tally"]?.[0] as { known: number; findings: number };
    assert.deepEqual([tally.known, tally.findings], [all["known"]?.length, all["findings"]?.length]);
  });
}

/** Puts another database in the place of Midwatch's, while nobody uses it. */
async function replace(s: Session, make: () => Promise<void>): Promise<void> {
  await s.guest.page.goto("about:blank");
  await stop(s.driver);
  await s.desk.page.evaluate(async () => {
    await new Promise((resolve, reject) => {
      const asked = indexedDB.deleteDatabase("midwatch");
      asked.onsuccess = resolve;
      asked.onerror = asked.onblocked = () => { reject(new Error("the database is in use")); };
    });
  });
  await make();
}

async function found({ desk, guest }: Session, address: string): Promise<unknown> {
  await guest.page.goto(address);
  return summary((await desk.settled(guest.tab, address)).findings);
}

/** What the later version had kept. */
function later({ page }: Desk): Promise<unknown> {
  return page.evaluate(async () => {
    const asked = indexedDB.open("midwatch", 99);
    await new Promise((resolve) => { asked.onsuccess = resolve; });
    const got = asked.result.transaction("later").objectStore("later").get("key");
    await new Promise((resolve) => { got.onsuccess = resolve; });
    asked.result.close();
    return got.result as unknown;
  });
}
