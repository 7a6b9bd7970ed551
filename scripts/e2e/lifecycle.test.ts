// The background is stopped whenever the browser likes. Findings must neither
// be lost nor doubled by it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../extension/wire.js";
import { engines, type Session, session, until } from "./session.js";
import { stop } from "./stop.js";

const slow = "https://slow.lab.test/";
const lateAfter = 2500; // ms after which the slow page asks for its second part
const rounds = 3;

for (const engine of engines) {
  test(`the background is stopped in the middle of a visit, in ${engine}`, { timeout: 240_000 }, async (t) => {
    const s = await session(t, engine);
    for (let round = 1; round <= rounds; round++) {
      await s.guest.page.goto(slow);
      await until("finding about the blocked script", 8000, () => found(s, ["mixed-content"]));
      await stop(s.driver);
      await until("late picture", lateAfter + 3000, async () =>
        (await s.guest.page.$("#late")) === null ? undefined : true,
      );
      await until("finding about the late picture", 8000, () => found(s, ["downgrade-redirect", "mixed-content"]));
      await s.guest.page.goto(s.cafe.tour);
    }
    const exported = JSON.parse(await s.desk.export("json")) as { findings: Finding[] };
    assert.deepEqual(
      exported.findings.map((f) => [f.check, f.count]).sort(),
      // One finding of each kind, which every visit added to.
      [
        ["downgrade-redirect", rounds],
        ["mixed-content", rounds],
      ],
      "lost or doubled",
    );
  });

  test(`findings are there after a long quiet, in ${engine}`, { timeout: 180_000 }, async (t) => {
    const s = await session(t, engine);
    await s.guest.page.goto("http://board.harbour.test/");
    const before = await s.desk.settled(s.guest.tab, "http://board.harbour.test/");
    await stop(s.driver);
    const after = await s.desk.settled(s.guest.tab, "http://board.harbour.test/");
    assert.deepEqual(after, before);
  });
}

/** True once the tab's findings about the slow page are those, each once. */
async function found(s: Session, checks: string[]): Promise<true | undefined> {
  const { report } = await s.desk.view(s.guest.tab);
  const now = report?.url === slow ? report.findings.map((f) => f.check).sort() : [];
  assert.equal(new Set(now).size, now.length, "doubled");
  return now.join() === checks.join() ? true : undefined;
}
