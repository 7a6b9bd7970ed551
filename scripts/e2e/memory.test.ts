// What a host did before is remembered over a restart of the browser, which for
// all that is known is another network.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Expect, openCafe } from "./cafe.js";
import { Desk, summary } from "./desk.js";
import { Driver } from "./driver.js";
import { engines, extensionFor, pause } from "./session.js";
import { enter } from "./walk.js";

const written = 1000; // ms until what was learned is on disk; batches take 250

for (const engine of engines) {
  test(`a policy that is gone after a restart, in ${engine}`, { timeout: 120_000 }, async (t) => {
    const cafe = await openCafe();
    t.after(() => cafe.close());
    const home = mkdtempSync(join(tmpdir(), "midwatch-home-"));
    t.after(() => {
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });
    /** What is found in a browser that was started for it. */
    const visit = async (...addresses: string[]): Promise<Expect[]> => {
      const driver = await Driver.launch({ engine, cafe, extension: extensionFor(engine), home });
      try {
        const desk = await Desk.open(driver);
        const guest = await enter(driver, desk, cafe);
        const found: Expect[] = [];
        for (const address of addresses) {
          await guest.page.goto(address);
          found.push(summary((await desk.settled(guest.tab, address)).findings));
        }
        await pause(written);
        return found;
      } finally {
        await driver.close();
      }
    };
    const withPolicy = "https://lighthouse.test/";
    const without = "https://lighthouse.test/keeper.html";
    assert.deepEqual(await visit(withPolicy), [{}]);
    // Gone, on a network where the policy never came.
    assert.deepEqual(await visit(without), [{ "hsts-withdrawn": "warning" }]);
    // With and without on one network: it is the site that is not consistent.
    assert.deepEqual(await visit(withPolicy, without), [{}, {}]);
    assert.deepEqual(await visit(without), [{}]);
  });
}
