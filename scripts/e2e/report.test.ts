// A person reads the report: looks for a site, sorts, opens a finding, takes a part
// of the time, and saves a file that names nobody. Then all that can be kept is there.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import type { Finding } from "../../extension/wire.js";
import type { Driver } from "./driver.js";
import { engines, session, until, type Session } from "./session.js";
import { walk } from "./walk.js";

const many = 10_000;
const seeded = 9_900; // the store itself keeps no more than many, with what was walked

for (const engine of engines) {
  test(`the report in ${engine}`, { timeout: 180_000 }, async (t) => {
    const s = await session(t, engine);
    const { driver, desk, guest, cafe } = s;
    const empty = await driver.extensionPage("report.html");
    await until("an empty report", 8000, async () => await empty.$('[data-testid="empty"]') ?? undefined);
    await empty.close();
    for (const name of ["login", "mixed", "downgrade"]) {
      const scenario = cafe.scenarios.find((one) => one.name.includes(name));
      if (scenario) await walk(desk, guest, cafe, scenario);
    }
    await hide(s);

    const page = await driver.extensionPage("report.html");
    await page.setViewport({ width: 1200, height: 1000 });
    const report = new Report(page);
    await report.settled();
    let all = await report.rows();
    assert.ok(all.length > 2, `${all.length} rows`);
    assert.ok(!(await report.text()).includes("secret.test"), "a private window is told of unasked");

    await t.test("search, and what finds nothing", async () => {
      await page.bringToFront();
      await page.type('[data-testid="search"]', "rowing");
      const found = await until("fewer rows", 4000, async () => {
        const rows = await report.rows();
        return rows.length < all.length && rows.length > 0 ? rows : undefined;
      });
      assert.ok(found.every((row) => /rowing/i.test(row)), found.join());
      await page.type('[data-testid="search"]', " nowhere");
      await until("nothing", 4000, async () => await page.$('[data-testid="none"]') ?? undefined);
      await page.click('[data-testid="clear"]');
      await report.has(all.length);
    });

    await t.test("filter", async () => {
      await page.select('[data-testid="filter-level"]', "danger");
      const danger = await until("only dangers", 4000, async () => {
        const rows = await page.$$eval('[data-testid="row"]', (list) => list.map((e) => e.getAttribute("data-level")));
        return rows.length < all.length ? rows : undefined;
      });
      assert.ok(danger.length > 0 && danger.every((level) => level === "danger"));
      await page.click('[data-testid="clear"]');
      await report.has(all.length);
      await page.click('[data-testid="show-site"]');
      await until("one site", 4000, async () => ((await page.$eval('[data-testid="filter-site"]', (e) => (e as HTMLSelectElement).value)) !== "" ? true : undefined));
      await page.click('[data-testid="clear"]');
    });

    await t.test("sort and open by keyboard", async () => {
      await page.focus('[data-testid="sort-subject"]');
      await page.keyboard.press("Enter");
      await until("sorted", 4000, async () => ((await page.$('th.subject[aria-sort="ascending"]')) ? true : undefined));
      const subjects = await page.$$eval("tr.row td.subject", (list) => list.map((e) => e.textContent ?? ""));
      assert.deepEqual(subjects, [...subjects].sort(new Intl.Collator("en", { numeric: true }).compare));
      await page.focus("tr.row button");
      await page.keyboard.press("ArrowDown");
      await until("the second row", 4000, async () =>
        ((await page.evaluate(() => document.activeElement?.closest("tr")?.getAttribute("aria-rowindex"))) === "3" ? true : undefined));
      await page.keyboard.press("Enter");
      await until("what was seen", 4000, async () => await page.$('[data-testid="detail"] [data-testid="evidence"]') ?? undefined);
      await page.keyboard.press("Enter");
      await until("closed", 4000, async () => ((await page.$('[data-testid="detail"]')) === null ? true : undefined));
    });

    await t.test("a part of the time, by pointer and by hand", async () => {
      await page.$eval('[data-testid="timeline"]', (e) => { e.scrollIntoView({ block: "center" }); });
      const box = await (await page.$(".u-over"))?.boundingBox();
      assert.ok(box, "no picture");
      await page.mouse.move(box.x + 2, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + 30, box.y + 40, { steps: 4 });
      await page.mouse.up();
      await until("times", 4000, async () => ((await page.$eval('[data-testid="until"]', (e) => (e as HTMLInputElement).value)) !== "" ? true : undefined));
      await page.$eval('[data-testid="all-time"]', (e) => { (e as HTMLElement).click(); });
      await report.has(all.length);
      await page.$eval('[data-testid="from"]', (e) => {
        (e as HTMLInputElement).value = "2099-01-01T00:00";
        e.dispatchEvent(new Event("input", { bubbles: true }));
      });
      await until("nothing so late", 4000, async () => await page.$('[data-testid="none"]') ?? undefined);
      await page.$eval('[data-testid="all-time"]', (e) => { (e as HTMLElement).click(); });
      await report.has(all.length);
    });

    await t.test("news, which change nothing but what is new", async () => {
      await page.focus("tr.row button");
      await page.keyboard.press("Enter");
      await until("what was seen", 4000, async () => await page.$('[data-testid="detail"] [data-testid="evidence"]') ?? undefined);
      const title = await page.evaluate(() => document.activeElement?.textContent);
      const scenario = cafe.scenarios.find((one) => one.name === "cookie");
      assert.ok(scenario);
      await walk(desk, guest, cafe, scenario);
      await page.bringToFront();
      await until("another finding", 8000, async () => ((await report.count()) > all.length ? true : undefined));
      assert.ok(await page.$('[data-testid="detail"]'), "what was open is closed");
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), title, "the focus is lost");
      assert.ok(await page.$('th.subject[aria-sort="ascending"]'), "the order is lost");
      await page.keyboard.press("Enter");
      all = await report.rows();
    });

    await t.test("a file that names nobody", async () => {
      await page.click('[data-testid="redact-hosts"]');
      await page.click('[data-testid="preview"]');
      const preview = await until("a preview", 8000, () => page.$eval('[data-testid="preview-text"]', (e) => e.textContent ?? undefined).catch(() => undefined));
      await page.click('[data-testid="save"]');
      const text = await downloaded(driver, ".json");
      assert.ok(text.startsWith(preview.slice(0, 500)), "the preview is of something else");
      assert.ok(text.includes(".invalid") && !/\.test\b/.test(text), /.{60}\.test\b/.exec(text)?.[0]);
      assert.equal((JSON.parse(text) as { findings: unknown[] }).findings.length, all.length);
    });

    await t.test("private windows, when they are asked for", async () => {
      await page.$eval('[data-testid="private"]', (e) => { (e as HTMLElement).click(); });
      await until("the private one", 8000, async () => await page.$('[data-testid="row-private"]') ?? undefined);
    });

    await t.test("all that can be kept", async (t) => {
      await fill(s);
      await page.$eval('[data-testid="private"]', (e) => { (e as HTMLElement).click(); });
      const began = Date.now();
      await page.select('[data-testid="which"]', "earlier");
      await until("all rows", 20_000, async () => ((await report.count()) > seeded ? true : undefined));
      t.diagnostic(`${many} findings: ${Date.now() - began} ms to the first row`);
      assert.ok((await page.$$('[data-testid="row"]')).length < 60, "rows out of view are in the document");
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      assert.equal((await page.$$('[data-testid="printed"] tbody tr')).length, 500, "rows to print");
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      assert.equal(await page.$('[data-testid="printed"]'), null);
      const frames = await page.$eval('[data-testid="scroll"]', async (e) => {
        const times: number[] = [];
        let last = performance.now();
        for (let i = 0; i < 60; i++) {
          e.scrollTop += 1500;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          const now = performance.now();
          times.push(now - last);
          last = now;
        }
        return times.sort((a, b) => a - b);
      });
      t.diagnostic(`a frame of scrolling: median ${frames[30]?.toFixed(1) ?? ""} ms, worst of 60 ${frames[59]?.toFixed(1) ?? ""} ms`);
      await page.focus("tr.row button");
      await page.keyboard.press("End");
      await until("the last row", 4000, async () => {
        const [at, of] = await page.evaluate(() => [
          document.activeElement?.closest("tr")?.getAttribute("aria-rowindex"), document.querySelector('[data-testid="table"]')?.getAttribute("aria-rowcount"),
        ]);
        return at !== null && at === of ? true : undefined;
      });
    });
  });
}

class Report {
  constructor(readonly page: Page) {}

  async settled(): Promise<void> {
    await until("a row", 8000, async () => await this.page.$('[data-testid="row"]') ?? undefined);
  }

  rows(): Promise<string[]> {
    return this.page.$$eval('[data-testid="row"]', (list) => list.map((e) => e.textContent ?? ""));
  }

  async has(n: number): Promise<void> {
    await until(`${n} rows`, 4000, async () => ((await this.rows()).length === n ? true : undefined));
  }

  text(): Promise<string> {
    return this.page.$eval("body", (e) => e.textContent ?? "");
  }

  count(): Promise<number> {
    return this.page.$eval('[data-testid="table"]', (e) => Number(e.getAttribute("aria-rowcount")) - 1).catch(() => 0);
  }
}

const found = (host: string, time: number): Finding => ({
  check: "insecure-page", level: "warning", verdict: "exposed", subject: host, url: `http://${host}/`, time, network: { epoch: "e0", trust: "unknown" },
  evidence: [{ url: `http://${host}/`, detail: "It came without encryption.", outcome: "passed" }], count: 1,
  title: "Page is not encrypted", explanation: "Others can read it.", advice: "Leave.", reference: "https://spec.test/",
});

/** A finding of a private window, where those are kept. */
async function hide({ desk }: Session): Promise<void> {
  const finding = { ...found("secret.test", Date.now()), private: true };
  await desk.page.evaluate((f) => chrome.storage.session.set({ "findings:hidden": { at: f.time, findings: [f] } }), finding);
}

/** The database as full as it gets. */
async function fill({ desk }: Session): Promise<void> {
  const checks = [["insecure-page", "warning"], ["hsts-missing", "notice"], ["insecure-login", "danger"]] as const;
  const list = Array.from({ length: seeded }, (_, i) => {
    const [check, level] = checks[i % 3] ?? checks[0];
    return { visit: `v${i}`, session: "before", finding: { ...found(`www.site${i}.test`, Date.now() - i * 200_000), check, level } };
  });
  await desk.page.evaluate(async (all) => {
    const asked = indexedDB.open("midwatch");
    await new Promise((resolve) => { asked.onsuccess = resolve; });
    const tx = asked.result.transaction("findings", "readwrite");
    for (const one of all) tx.objectStore("findings").put(one);
    await new Promise((resolve) => { tx.oncomplete = resolve; });
    asked.result.close();
  }, list);
}

async function downloaded(driver: Driver, ending: string): Promise<string> {
  return until(`download ${ending}`, 8000, async () => {
    if (!existsSync(driver.downloads)) return undefined;
    const files = readdirSync(driver.downloads);
    if (files.some((f) => f.endsWith(".part") || f.endsWith(".crdownload"))) return undefined;
    const name = files.find((f) => f.startsWith("midwatch-") && f.endsWith(ending));
    const text = name === undefined ? "" : readFileSync(join(driver.downloads, name), "utf8");
    return text === "" ? undefined : text;
  });
}
