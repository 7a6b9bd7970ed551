// Every attack of the café, and the innocent things that look most like them, in
// both browsers: learned on an honest network, met on another. Exactly the checks
// expected, at exactly the levels expected, on the first page that it touches;
// and nobody is suspected but where somebody is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { summary } from "./desk.js";
import { engines, session } from "./session.js";
import { expected, suspected, walk } from "./walk.js";

for (const engine of engines) {
  test(`attacks and their innocent twins in ${engine}`, { timeout: 300_000 }, async (t) => {
    const { cafe, desk, driver, guest } = await session(t, engine);
    const stranger = engine === "firefox" && !driver.builtIn;
    if (stranger) console.log("skipped: what depends on roots that came with Firefox, since p11-kit-trust.so or modutil is missing (packages p11-kit-modules, libnss3-tools)");
    const chosen = process.env.SCENARIO; // one of them, to look at
    for (const scenario of cafe.attacks.filter((a) => a.addresses !== true && a.name === (chosen ?? a.name))) {
      await t.test(scenario.name, { skip: stranger && scenario.builtIn === true }, async () => {
        const report = await walk(desk, guest, cafe, scenario);
        const told = JSON.stringify(report.findings, null, 1);
        assert.deepEqual(summary(report.findings), expected(scenario, engine), told);
        assert.equal(report.verdict.state === "suspect", suspected(scenario, engine), `the verdict is ${report.verdict.state}`);
        if (scenario.attack !== true) assert.ok(report.findings.every((f) => f.verdict !== "suspect"), told);
      });
    }
  });
}
