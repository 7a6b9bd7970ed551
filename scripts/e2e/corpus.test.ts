// Recorded pages of the real web go through the extension in a real browser.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { TabView } from "../../extension/messages.js";
import { repository } from "./cafe.js";
import { engines, session, until } from "./session.js";
import { enter, type Guest } from "./walk.js";

const corpus = join(repository(), "..", "shared", "data", "corpus-a", "html");
const host = "https://corpus.example.org/";
const perPage = 8000; // ms

for (const engine of engines) {
  const skip = existsSync(corpus) ? false : `no recorded pages at ${corpus}`;
  test(`recorded pages in ${engine}`, { skip, timeout: 480_000 }, async (t) => {
    const { cafe, desk, guest, driver } = await session(t, engine, { corpus });
    const names = readdirSync(corpus).filter((n) => n.endsWith(".html"));
    const guests = [guest, await enter(driver, desk, cafe), await enter(driver, desk, cafe)];
    let read = 0;
    let findings = 0;
    const visit = async ({ page, tab }: Guest, name: string): Promise<void> => {
      const url = host + encodeURIComponent(name);
      // Only the text counts here: what it names is all refused.
      await page.goto(url, { waitUntil: "domcontentloaded", timeout: perPage }).catch(() => undefined);
      let last: TabView | undefined;
      const view = await until(`report about ${name}`, perPage, async () => {
        last = await desk.view(tab);
        const unread = last.report?.unchecked?.some((u) => u.check === "insecure-form") ?? false;
        return last.report?.url === url && !unread ? last : undefined;
      }).catch((cause: unknown) => {
        throw new Error(`${String(cause)}: ${JSON.stringify(last)}`);
      });
      assert.equal(view.error, undefined, name);
      read++;
      findings += view.report?.findings.length ?? 0;
    };
    // A few tabs at once: most of the time is spent waiting for hosts that refuse.
    const left = [...names];
    await Promise.all(
      guests.map(async (g) => {
        for (let name = left.shift(); name !== undefined; name = left.shift()) await visit(g, name);
      }),
    );
    t.diagnostic(`${driver.engine}: ${read} pages read, ${findings} findings`);
    assert.equal(read, names.length);
    assert.ok(findings > 0, "pages with known insecure parts, and no finding at all");
  });
}
