// A browser that was told to let insecure scripts in: what was blocked before
// is now really loaded, and no longer a footnote.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engines, session } from "./session.js";
import { walk } from "./walk.js";

for (const engine of engines) {
  test(`a mixed script that was loaded, in ${engine}`, { timeout: 180_000 }, async (t) => {
    const { cafe, desk, guest } = await session(t, engine, {
      args: ["--allow-running-insecure-content"],
      prefs: { "security.mixed_content.block_active_content": false },
    });
    const scenario = cafe.scenarios.find((s) => s.name === "mixed-script-image");
    assert.ok(scenario);
    const report = await walk(desk, guest, cafe, scenario);
    const ran = await guest.page.evaluate(() => document.documentElement.dataset.script);
    assert.equal(ran, "ran", "the browser blocked the script after all: this test shows nothing");
    assert.deepEqual(
      report.findings.map((f) => [f.check, f.level]),
      [["mixed-content", "danger"]],
    );
    const script = report.findings[0]?.evidence.find((e) => e.url === "http://pictures.gallery.test/app.js");
    assert.equal(script?.outcome, "loaded");
    assert.equal(report.verdict.state, "exposed");
  });
}
