// The canary, a page whose body is known, on the café's roads: somebody who edits
// pages is found by it, and a portal that stands in its way is not taken for one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engines, pause, type Session, session, until } from "./session.js";
import { enterNetwork } from "./walk.js";

const url = "http://canary.example.net/";
const body = "midwatch canary ok\n";
const page = "http://pilot-boat.test/";
const long = 1000; // ms in which a finding would have come

for (const engine of engines) {
  test(`the canary in ${engine}`, { timeout: 120_000 }, async (t) => {
    const s = await session(t, engine);
    await s.desk.send({ kind: "canary", settings: { on: true, url, body } });
    await t.test("comes back as it was", async () => {
      assert.deepEqual(await sings(s), { got: body, found: [], state: "exposed" });
    });
    await t.test("comes back edited", async () => {
      const { got, found, state } = await sings(s, "inject");
      assert.match(got, /count\.hotspot\.test/);
      assert.deepEqual({ found, state }, { found: ["altered-response danger"], state: "suspect" });
    });
    await t.test("comes back as ever on the next network", async () => {
      assert.deepEqual(await sings(s), { got: body, found: [], state: "exposed" });
    });
    await t.test("is hidden behind a portal that leads to its own page", async () => {
      const { found, state } = await sings(s, "portal");
      assert.deepEqual({ found, state }, { found: [], state: "exposed" });
    });
    await t.test("is hidden behind a portal that says what it is", async () => {
      const { found, state } = await sings(s, "portal-511");
      assert.deepEqual({ found, state }, { found: [], state: "exposed" });
    });
  });
}

/** What comes of the canary on a road, and what is said of it beside a plain page. */
async function sings({ cafe, desk, guest }: Session, road?: string): Promise<{ got: string; found: string[]; state: string }> {
  await enterNetwork(desk, cafe, road);
  await desk.send({ kind: "canary", ask: true });
  await guest.page.goto(page);
  const canary = await until("the canary", 8000, async () => {
    const { network } = await desk.view(guest.tab);
    return network.canary?.at === undefined ? undefined : network.canary;
  });
  await pause(long);
  const { report } = await desk.view(guest.tab);
  const told = (report?.findings ?? []).filter((f) => f.check === "altered-response");
  return { got: canary.got ?? "", found: told.map((f) => `${f.check} ${f.level}`), state: report?.verdict.state ?? "" };
}
