// On a trusted network, an ordinary mix of sites: the router's page, the intranet,
// sites that gave HTTPS up, certificates that ran out, a portal's login, a company's
// inspection. Nothing is danger, and nothing says that somebody is there. Where this
// computer allows, on a network with addresses (namespace.ts).
import assert from "node:assert/strict";
import { test } from "node:test";
import { needsNetwork } from "./namespace.js";
import { engines, session } from "./session.js";
import { walk } from "./walk.js";

const lacking = needsNetwork();
if (lacking !== undefined) console.log(`skipped: what shows by addresses, since ${lacking}`);

for (const engine of engines) {
  test(`a trusted network in ${engine}`, { timeout: 300_000 }, async (t) => {
    const { cafe, desk, guest } = await session(t, engine, { network: lacking === undefined });
    await desk.send({ kind: "choose", trust: "trusted", scope: "everywhere" });
    const innocent = cafe.attacks.filter((a) => a.attack !== true && (a.addresses !== true || lacking === undefined));
    assert.ok(innocent.length > 15);
    for (const scenario of innocent) {
      await t.test(scenario.name, async () => {
        const report = await walk(desk, guest, cafe, scenario);
        const { network, incident } = await desk.view(guest.tab);
        assert.equal(network.trust, "trusted");
        assert.equal(incident, undefined);
        assert.notEqual(report.verdict.state, "suspect");
        const alarms = report.findings.filter((f) => f.level === "danger" || f.verdict === "suspect");
        assert.deepEqual(alarms, []);
      });
    }
  });
}
