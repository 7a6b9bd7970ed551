// The background is stopped whenever the browser likes. Findings must neither
// be lost nor doubled by it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Finding } from "../../extension/wire.js";
import { repository } from "./cafe.js";
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

    await t.test("the toolbar is right in each tab and window, in the language that was chosen, and after a stop", async () => {
      const bank = "https://bank.example.com/";
      const tab = await s.desk.page.evaluate(async (url) => (await chrome.windows.create({ url }))?.tabs?.[0]?.id, bank);
      assert.ok(tab !== undefined, "no second window");
      await s.desk.settled(tab, bank);
      for (const language of ["en", "de", "ar"]) {
        await s.desk.page.evaluate((l) => chrome.storage.local.set({ language: l }), language);
        const said = words(language);
        const title = (sentence: string): string => (said["toolbar_title"]?.message ?? "").replace("$SENTENCE$", said[sentence]?.message ?? "?");
        const right = async (): Promise<true | undefined> => {
          const [board, secure] = await Promise.all([s.desk.toolbar(s.guest.tab), s.desk.toolbar(tab)]);
          return board.badge === "1" && plain(board.title) === title("check_insecure_page_sentence") && secure.badge === "" && plain(secure.title) === title("verdict_secure") || undefined;
        };
        await until(`toolbar in ${language}`, 5000, right);
        await stop(s.driver);
        await s.desk.view(tab);
        await until(`toolbar in ${language} after a stop`, 5000, right);
      }
    });
  });
}

function words(language: string): Record<string, { message: string } | undefined> {
  const file = join(repository(), "extension", "_locales", language, "messages.json");
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, { message: string } | undefined>;
}

/** Without what keeps right-to-left and left-to-right text apart. */
const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, "");

/** True once the tab's findings about the slow page are those, each once. */
async function found(s: Session, checks: string[]): Promise<true | undefined> {
  const { report } = await s.desk.view(s.guest.tab);
  const now = report?.url === slow ? report.findings.map((f) => f.check).sort() : [];
  assert.equal(new Set(now).size, now.length, "doubled");
  return now.join() === checks.join() ? true : undefined;
}
