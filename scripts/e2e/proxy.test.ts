// A browser that is suddenly led through a proxy, by a PAC file, and one that
// always was. A proxy on this computer is nobody else's: so it takes a network with
// addresses (namespace.ts).
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Expect } from "./cafe.js";
import { summary } from "./desk.js";
import { needsNetwork } from "./namespace.js";
import { Profile } from "./profile.js";
import { engines, pause } from "./session.js";

const skip = needsNetwork();
if (skip !== undefined) console.log(`skipped: the test with a proxy, since ${skip}`);

const written = 1000; // ms until what was learned is on disk

for (const engine of engines) {
  test(`a new proxy in ${engine}`, { skip: skip ?? false, timeout: 120_000 }, async (t) => {
    const profile = await Profile.make(t, engine, true);
    /** What is found in a browser that was started for it. */
    const visit = async (proxy: boolean, ...addresses: string[]): Promise<Expect[]> => {
      const { driver, desk, guest } = await profile.session(proxy);
      const found: Expect[] = [];
      for (const address of addresses) {
        await guest.page.goto(address);
        const report = await desk.settled(guest.tab, address);
        assert.notEqual(report.verdict.state, "suspect");
        found.push(summary(report.findings));
      }
      await pause(written);
      await driver.close();
      return found;
    };
    const [bank, board] = ["https://bank.example.com/", "http://board.harbour.test/"];
    assert.deepEqual(await visit(false, bank, board), [{}, { "insecure-page": "warning" }]);
    // Chromium does not show extensions its proxy, without a permission that Midwatch does not ask for.
    const told = engine === "firefox" ? { "proxy-changed": "warning" } : {};
    assert.deepEqual(await visit(true, bank, board), [told, { "insecure-page": "warning" }]);
    // The innocent twin: the same proxy as before.
    assert.deepEqual(await visit(true, bank, board), [{}, { "insecure-page": "warning" }]);
  });
}
