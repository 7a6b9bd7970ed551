// The browser is killed in the middle of the tour, and its profile opened
// again: what was shown is there, once.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../extension/wire.js";
import { Profile } from "./profile.js";
import { engines, pause, until } from "./session.js";
import { walk } from "./walk.js";

/** Milliseconds after the last click at which the browser is killed. */
const instants = [0, 60, 120, 200, 350, 700];

/** Walked to the end in one browser each, before another is killed on its way. */
const walked = ["http-page", "http-login", "http-to-https-strict", "insecure-form", "downgrade", "hsts-none"];
const interrupted = "mixed-script-image";

for (const engine of engines) {
  test(`the browser is killed, and its profile opened again, in ${engine}`, { timeout: 480_000 }, async (t) => {
    const profile = await Profile.make(t, engine);
    const shown = new Map<string, Finding>();
    const { cafe } = profile;
    const scenario = (name: string) => {
      const found = cafe.scenarios.find((s) => s.name === name);
      assert.ok(found, name);
      return found;
    };
    const show = (findings: Finding[]) => { for (const f of findings) shown.set(key(f), f); };
    for (const [i, instant] of instants.entries()) {
      const { driver, desk, guest } = await profile.session();
      assertThere(await desk.export("json", true), shown);
      const name = walked[i];
      if (name !== undefined) show((await walk(desk, guest, cafe, scenario(name))).findings);
      await guest.page.goto(cafe.tour);
      await guest.page.click(`#go-${interrupted}`);
      // Whatever a view shows before the kill has to be there after it.
      for (const end = Date.now() + instant; Date.now() < end; await pause(20)) {
        const { report } = await desk.view(guest.tab);
        if (report) show(report.findings);
      }
      await driver.kill();
    }
    const { desk } = await profile.session();
    const exported = await desk.export("json", true);
    assertThere(exported, shown);
    const { known } = await desk.stored();
    const hosts = (known as { host: string }[]).map((k) => k.host);
    assert.ok(hosts.includes("sky.observatory.test") && hosts.includes("gallery.example.com"), `remembered: ${hosts.join()}`);
    // This session saw nothing of it, and the last one left nothing half done.
    const { findings } = JSON.parse(await desk.export("json")) as { findings: Finding[] };
    assert.deepEqual(findings, []);
    await until("end of the earlier visits", 5000, async () => {
      const { visits, tally } = await desk.stored();
      return (visits as { session: string }[]).every((v) => v.session === (tally as { session: string }[])[0]?.session) || undefined;
    });
  });
}

/** Everything that was shown is in an export, and nothing twice. */
function assertThere(exported: string, shown: ReadonlyMap<string, Finding>): void {
  const { findings } = JSON.parse(exported) as { findings: Finding[] };
  const there = findings.map(key);
  assert.equal(new Set(there).size, there.length, "doubled");
  for (const [name, f] of shown) {
    const found = findings.find((other) => key(other) === name);
    assert.ok(found, `${name} was shown, and is lost`);
    assert.ok(found.count >= f.count, `${name}: ${f.count} were shown, ${found.count} are left`);
  }
}

/** What the export keeps apart. */
const key = (f: Finding): string => `${f.check} ${f.subject} ${f.network.epoch}`;
