// The network that the browser is on, as far as it can be told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newNetwork } from "./network.js";
import { engines, session } from "./session.js";
import { stop } from "./stop.js";

const board = "http://board.harbour.test/";

for (const engine of engines) {
  test(`offline and online again is another network, in ${engine}`, { timeout: 60_000 }, async (t) => {
    const s = await session(t, engine);
    const epoch = async (): Promise<string> => {
      await s.guest.page.goto(s.cafe.tour);
      await s.desk.settled(s.guest.tab, s.cafe.tour);
      await s.guest.page.goto(board);
      const { findings } = await s.desk.settled(s.guest.tab, board);
      return findings[0]?.network.epoch ?? "";
    };
    const first = await epoch();
    assert.equal(await epoch(), first);
    await newNetwork(s.driver);
    const second = await epoch();
    assert.notEqual(second, first);
    await stop(s.driver);
    assert.equal(await epoch(), second, "after a stop");
    await stop(s.driver);
    await newNetwork(s.driver);
    assert.notEqual(await epoch(), second, "told right after a stop");
  });
}
