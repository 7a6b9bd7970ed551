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
    /** What is found in a browser that was started for it, and of which of it somebody is suspected. */
    const visit = async (proxy: boolean): Promise<{ found: Expect[]; suspect: string[] }> => {
      const { driver, desk, guest } = await profile.session(proxy);
      const [found, suspect]: [Expect[], string[]] = [[], []];
      for (const address of ["https://bank.example.com/", "http://board.harbour.test/"]) {
        await guest.page.goto(address);
        const report = await desk.settled(guest.tab, address);
        found.push(summary(report.findings));
        suspect.push(...report.findings.filter((f) => f.verdict === "suspect").map((f) => f.check));
      }
      await pause(written);
      await driver.close();
      return { found, suspect };
    };
    const plain = { "insecure-page": "warning" };
    assert.deepEqual(await visit(false), { found: [{}, plain], suspect: [] });
    const led = await visit(true);
    const again = await visit(true);
    // Chromium does not show extensions its proxy, without a permission that Midwatch does not ask for.
    const told = engine === "firefox" ? { "proxy-changed": "warning" } : {};
    assert.deepEqual([led.found[0], again.found[0]], [told, {}]); // the second is the innocent twin: the same proxy as before
    // Chromium gives the proxy's address for the server's.
    await t.test("and nobody is suspected for its address", () => {
      assert.deepEqual([led.suspect, again.suspect], [[], []]);
      assert.deepEqual([led.found[1], again.found[1]], [plain, plain]);
    });
  });
}
