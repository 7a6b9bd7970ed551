// Attacks that show only by addresses, and their innocent twins, on a network of
// its own (namespace.ts): the café listens on ports 80 and 443 of documentation
// addresses, which count as public, and of private ones, and answers for names.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Open } from "../../extension/gather/open.js";
import { summary } from "./desk.js";
import { needsNetwork } from "./namespace.js";
import { engines, type Session, session } from "./session.js";
import { enterNetwork, expected, suspected, walk } from "./walk.js";

const skip = needsNetwork();
if (skip !== undefined) console.log(`skipped: attacks that show by addresses, since ${skip}`);

for (const engine of engines) {
  test(`attacks by addresses in ${engine}`, { skip: skip ?? false, timeout: 120_000 }, async (t) => {
    const s = await session(t, engine, { network: true });
    const { cafe, desk, guest } = s;
    await t.test("the addresses are what they are meant to be", async () => {
      assert.match(await addressOf(s, "https://moved.example.org/"), /^203\.0\.113\./);
      assert.equal(await addressOf(s, "https://intranet.example.org/"), "10.20.0.7");
      assert.match(await addressOf(s, "https://moved.example.org/", "moved"), /^198\.51\.100\./);
      assert.equal(await addressOf(s, "http://rebound.example.net/", "private"), "192.168.7.66");
    });
    await desk.forget({ everything: true });
    for (const scenario of cafe.attacks.filter((a) => a.addresses === true)) {
      await t.test(scenario.name, async () => {
        const report = await walk(desk, guest, cafe, scenario);
        assert.deepEqual(summary(report.findings), expected(scenario, engine), JSON.stringify(report.findings, null, 1));
        assert.equal(report.verdict.state === "suspect", suspected(scenario, engine), `the verdict is ${report.verdict.state}`);
      });
    }
  });
}

/** Where the browser says it had a document from. */
async function addressOf({ cafe, desk, guest }: Session, url: string, road?: string): Promise<string> {
  await enterNetwork(desk, cafe, road);
  await guest.page.goto(url);
  await desk.settled(guest.tab, url);
  const visits = (await desk.stored())["visits"] as { open: Open }[];
  return visits.flatMap(({ open }) => open.visit.navigation.hops ?? []).findLast((h) => h.url === url)?.address ?? "";
}
