// Every scenario of the café's tour, in both browsers: exactly the checks expected,
// at exactly the levels expected. The background is stopped between any two facts of
// it: while each request waits for its answer, and again for the answer's body. No
// finding is lost by it, and none doubled.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Open } from "../../extension/gather/open.js";
import type { Finding } from "../../extension/wire.js";
import { gate, type Held, type Scenario } from "./cafe.js";
import { summary } from "./desk.js";
import { engines, pause, type Session, session, until } from "./session.js";
import { stop } from "./stop.js";
import { expected, free } from "./walk.js";

const still = 300; // ms without a request until a page counts as loaded
const unwritten = 250; // ms that a fact may take until it is written, by a background that has to be started
const tooMany = 40; // stops in one scenario

for (const engine of engines) {
  test(`the background is stopped between any two facts of the tour, in ${engine}`, { timeout: 480_000 }, async (t) => {
    const s = await session(t, engine);
    let stops = 0;
    let seen = new Set<string>();
    for (const scenario of s.cafe.scenarios) {
      await t.test(scenario.name, async () => {
        stops += await walkWithStops(s, scenario);
        const final = scenario.final ?? scenario.next ?? scenario.start;
        const { findings } = await s.desk.settled(s.guest.tab, final);
        assert.deepEqual(summary(findings), expected(scenario, engine), JSON.stringify(findings, null, 1));
        const { report } = await s.desk.view(s.guest.tab);
        const count = findings.filter((f) => f.level !== "notice").length;
        assert.deepEqual(await s.desk.toolbar(s.guest.tab), { badge: count === 0 ? "" : String(count), title: `Midwatch: ${report?.verdict.sentence ?? "?"}` });
        // Interception is suspected only where something was known before.
        assert.notEqual(report?.verdict.state, "suspect");
        const state = { notice: "secure", warning: "exposed", danger: "exposed" };
        for (const f of findings) {
          assert.notEqual(f.evidence.length, 0, `${f.check} shows no evidence`);
          assert.equal(f.verdict, state[f.level], f.check);
          const pieces = f.evidence.map((e) => JSON.stringify(e));
          assert.equal(new Set(pieces).size, f.count, `${f.check} counts something twice, or not at all`);
        }
        // The store has them too, and of this scenario nothing else.
        const stored = (await storedFindings(s)).filter((f) => !seen.has(f));
        // A document that led on by itself is a visit of its own.
        const own = stored.filter((f) => (JSON.parse(f) as Finding).url === final);
        assert.deepEqual(own.sort(), findings.map(text).sort());
        seen = new Set([...seen, ...stored]);
      });
    }
    const { findings } = JSON.parse(await s.desk.export("json")) as { findings: Finding[] };
    assert.deepEqual(findings.map(kind).sort(), [...new Set([...seen].map((f) => kind(JSON.parse(f) as Finding)))].sort(), "the export");
    t.diagnostic(`${stops} stops`);
  });
}

/** Walks a scenario; all requests have to wait until the background was stopped. */
async function walkWithStops({ cafe, desk, driver, guest }: Session, scenario: Scenario): Promise<number> {
  await gate(cafe, "open");
  await free(desk, guest, cafe);
  const { page } = guest;
  await page.bringToFront();
  await page.goto(cafe.tour);
  let stops = 0;
  for (const link of scenario.next === undefined ? [`#go-${scenario.name}`] : [`#go-${scenario.name}`, "#next"]) {
    await page.keyboard.press("Shift"); // somebody is there: the click is not the page's own doing
    await gate(cafe, "shut");
    // A click of the driver's would wait for the answer that waits here.
    await page.evaluate((to) => { setTimeout(() => document.querySelector<HTMLElement>(to)?.click()); }, link);
    for (let quiet = (last.since = Date.now()); Date.now() - quiet < still; await pause(15)) {
      if ((await gate(cafe, "look")).length === 0) continue;
      await until("facts about what waits", 5000, () => noted(desk, cafe));
      await stop(driver);
      assert.ok(++stops < tooMany, `${scenario.name} goes on and on`);
      await gate(cafe, "let");
      quiet = last.since = Date.now();
    }
    await gate(cafe, "open");
  }
  guest.stuck = scenario.next !== undefined && scenario.final === scenario.start;
  return stops;
}

/** What was written down of visits when it was last looked at, and since when it is that. */
let last = { text: "", since: 0 };

/** True when what is known of all that waits was written down. */
async function noted(desk: Session["desk"], cafe: Session["cafe"]): Promise<true | undefined> {
  const held = await gate(cafe, "look");
  const visits = (await desk.stored("visits"))["visits"] as { open: Open }[];
  const text = JSON.stringify(visits);
  if (text !== last.text) last = { text, since: Date.now() };
  const loads = visits.flatMap(({ open: { visit } }) => [visit.navigation, ...(visit.loads ?? [])]);
  if (Date.now() - last.since < unwritten) return undefined;
  const known = ({ url, stage }: Held): boolean =>
    // Browsers greet hosts before they are asked for anything.
    stage === "greeting" || loads.some(({ hops }) => (hops ?? []).some((h) => h.url === url && (stage !== "body" || h.status !== undefined)));
  return held.every(known) || undefined;
}

async function storedFindings({ desk }: Session): Promise<string[]> {
  const { findings } = await desk.stored("findings");
  return (findings as { finding: Finding }[]).map(({ finding }) => text(finding));
}

const text = (f: Finding): string => JSON.stringify(f);
const kind = (f: Finding): string => `${f.check} ${f.subject}`;
