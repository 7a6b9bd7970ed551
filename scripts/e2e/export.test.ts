// A person clicks the popup's buttons and finds two files among the downloads.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import type { Finding } from "../../extension/wire.js";
import type { Driver } from "./driver.js";
import { engines, session, until } from "./session.js";

interface Document {
  schema: string;
  version: string;
  generated: unknown;
  session: string;
  findings: Finding[];
}

for (const engine of engines) {
  test(`export from the popup in ${engine}`, { timeout: 180_000 }, async (t) => {
    const { driver, desk, guest } = await session(t, engine);
    await guest.page.goto("http://rowing.club.test/");
    await desk.settled(guest.tab, "http://rowing.club.test/");
    const popup = await driver.extensionPage(`popup.html?tab=${guest.tab}`);

    await (await popup.waitForSelector("[data-testid=more] > summary"))?.click();
    await press(popup, "JSON");
    const json = await downloaded(driver, ".json");
    const document = JSON.parse(json) as Document;
    assert.deepEqual(document.findings.map((f) => f.check).sort(), ["insecure-login", "insecure-page"]);
    assert.ok(document.schema && document.version && document.session && document.generated);
    for (const f of document.findings) {
      assert.ok(f.title && f.explanation && f.advice && f.reference && f.evidence.length > 0, f.check);
      assert.equal(f.url, "http://rowing.club.test/");
    }

    await press(popup, "CSV");
    const csv = await downloaded(driver, ".csv");
    const lines = csv.trimEnd().split(/\r?\n/);
    assert.match(lines[0] ?? "", /\bcheck\b.*\blevel\b/);
    assert.ok(lines.length >= 3, csv);
    assert.ok(csv.includes("insecure-login") && csv.includes("http://rowing.club.test/"));

    const told = JSON.parse(await desk.export("json")) as Document;
    assert.deepEqual(told.findings, document.findings, "the message and the button disagree");
  });
}

/** Presses the button whose name has a word in it. */
async function press(page: Page, word: string): Promise<void> {
  await page.bringToFront();
  const button = await until(`button ${word}`, 5000, async () => {
    for (const b of await page.$$("button, a[download]")) {
      const name = await b.evaluate((e) => `${e.textContent ?? ""} ${e.getAttribute("aria-label") ?? ""}`);
      if (name.includes(word)) return b;
    }
    return undefined;
  });
  await button.click();
}

/** The one finished download with an ending. */
async function downloaded(driver: Driver, ending: string): Promise<string> {
  return until(`download ${ending}`, 8000, async () => {
    if (!existsSync(driver.downloads)) return undefined;
    const files = readdirSync(driver.downloads);
    if (files.some((f) => f.endsWith(".part") || f.endsWith(".crdownload"))) return undefined;
    // Firefox keeps a file under a name of its own until it is whole.
    const name = files.find((f) => f.startsWith("midwatch-") && f.endsWith(ending));
    if (name === undefined) return undefined;
    const text = readFileSync(join(driver.downloads, name), "utf8");
    return text === "" ? undefined : text;
  });
}
