// Every scenario of the café, in both browsers: exactly the checks expected,
// at exactly the levels expected.
import assert from "node:assert/strict";
import { test } from "node:test";
import { summary } from "./desk.js";
import { engines, session } from "./session.js";
import { expected, walk } from "./walk.js";

for (const engine of engines) {
  test(`the tour in ${engine}`, { timeout: 480_000 }, async (t) => {
    const { cafe, desk, guest } = await session(t, engine);
    for (const scenario of cafe.scenarios) {
      await t.test(scenario.name, async () => {
        const report = await walk(desk, guest, cafe, scenario);
        assert.deepEqual(
          summary(report.findings),
          expected(scenario, engine),
          JSON.stringify(report.findings, null, 1),
        );
        const count = report.findings.filter((f) => f.level !== "notice").length;
        assert.deepEqual(await desk.toolbar(guest.tab), {
          badge: count === 0 ? "" : String(count),
          title: `Midwatch: ${report.verdict.sentence}`,
        });
        const state = { notice: "secure", warning: "exposed", danger: "exposed" };
        for (const f of report.findings) {
          assert.notEqual(f.evidence.length, 0, `${f.check} shows no evidence`);
          assert.equal(f.verdict, state[f.level], f.check);
        }
        // Interception is suspected only where something was known before.
        assert.notEqual(report.verdict.state, "suspect");
      });
    }
  });
}
