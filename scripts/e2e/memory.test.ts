// What a host did before is remembered over a restart of the browser, which for
// all that is known is another network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Expect } from "./cafe.js";
import { summary } from "./desk.js";
import { Profile } from "./profile.js";
import { engines, pause } from "./session.js";

const written = 1000; // ms until what was learned is on disk; batches take 250

for (const engine of engines) {
  test(`a policy that is gone after a restart, in ${engine}`, { timeout: 300_000 }, async (t) => {
    const profile = await Profile.make(t, engine);
    /** What is found in a browser that was started for it. */
    const visit = async (...addresses: string[]): Promise<Expect[]> => {
      const { driver, desk, guest } = await profile.session();
      const found: Expect[] = [];
      for (const address of addresses) {
        await guest.page.goto(address);
        found.push(summary((await desk.settled(guest.tab, address)).findings));
      }
      await pause(written);
      await driver.close();
      return found;
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
