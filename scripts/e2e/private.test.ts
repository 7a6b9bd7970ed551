// Private windows are judged, but nothing of them is written down.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engines, pause, session, until } from "./session.js";

const site = "http://rowing.club.test/";

for (const engine of engines) {
  test(`a private window in ${engine}`, { timeout: 180_000 }, async (t) => {
    const { desk, guest } = await session(t, engine, { private: true });
    const tab = await desk.page.evaluate(async (url) => {
      const opened = await chrome.windows.create({ incognito: true, url });
      return opened?.tabs?.[0]?.id;
    }, site);
    assert.ok(tab !== undefined, "no private window");
    const report = await desk.settled(tab, site);
    assert.deepEqual(report.findings.map((f) => f.check).sort(), ["insecure-login", "insecure-page"]);
    assert.ok(report.findings.every((f) => f.private));

    // A visit that may be written down comes after it: once that one is there,
    // the private one would be too.
    await guest.page.goto("http://board.harbour.test/");
    await desk.settled(guest.tab, "http://board.harbour.test/");
    const stored = await until("stored visit", 5000, async () => {
      const text = JSON.stringify(await desk.stored());
      return text.includes("board.harbour.test") ? text : undefined;
    });
    assert.ok(!stored.includes("rowing.club.test"), "a private visit was stored");
    for (const format of ["json", "csv"] as const) {
      const text = await desk.export(format);
      assert.ok(text.includes("board.harbour.test") && !text.includes("rowing.club.test"), format);
    }
  });

  test(`a private window in ${engine} reads the memory, and adds nothing to it`, { timeout: 180_000 }, async (t) => {
    const { desk, guest, cafe } = await session(t, engine, { private: true });
    await guest.page.goto("https://port.test/");
    await desk.settled(guest.tab, "https://port.test/");
    await guest.page.goto(cafe.tour);
    await desk.settled(guest.tab, cafe.tour);
    const known = async (): Promise<string> => JSON.stringify((await desk.stored()).known);
    const before = await until("memory of the port", 5000, async () => {
      const text = await known();
      return text.includes('"port.test"') ? text : undefined;
    });
    const open = async (url: string) => {
      const tab = await desk.page.evaluate(async (address) => (await chrome.windows.create({ incognito: true, url: address }))?.tabs?.[0]?.id, url);
      assert.ok(tab !== undefined, "no private window");
      return desk.settled(tab, url);
    };
    // The parent's policy covers it: that is known from the other window only.
    assert.deepEqual((await open("https://tides.port.test/")).findings, []);
    assert.deepEqual((await open("https://builders.forum.test/")).findings.map((f) => f.check), ["hsts-missing"]);
    await pause(1000); // by now it would be written
    assert.equal(await known(), before);
  });
}
