// A person at the popup: every button is clicked, or reached by keyboard, in one
// session of each browser.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import type { Entry } from "../../extension/store/ignored.js";
import type { Finding } from "../../extension/wire.js";
import { kept } from "./kept.js";
import { newNetwork } from "./network.js";
import { engines, pause, type Session, session, until } from "./session.js";
import { stop } from "./stop.js";

const asleepFor = 300; // ms, until a background that is stopped has ended

/** Has no HTTPS. */
const board = "http://board.harbour.test/";
/** Has both. */
const club = "http://sextant-club.test/";
/** Leads over two hosts in clear. */
const detour = "http://old.bakery.test/";

for (const engine of engines) {
  test(`a person uses the popup in ${engine}`, { timeout: 300_000 }, async (t) => {
    const s = await session(t, engine, { private: true });
    const { desk, driver, guest } = s;
    await visit(s, board);
    const popup = await driver.extensionPage(`popup.html?tab=${guest.tab}`);
    await answered(popup);
    const show = async (): Promise<void> => {
      await popup.bringToFront();
      await driver.showExtensionPage(popup, `popup.html?tab=${guest.tab}`);
      await answered(popup);
    };

    await t.test("a finding opens to what to do, why, and what was seen", async () => {
      const finding = await find(popup, '[data-testid=finding][data-check="insecure-page"]');
      assert.ok(await finding.evaluate((f) => (f as HTMLDetailsElement).open), "the worst one is not open");
      await click(popup, '[data-check="insecure-page"] > summary');
      await until("it closed", 3000, async () => !(await finding.evaluate((f) => (f as HTMLDetailsElement).open)) || undefined);
      await click(popup, '[data-check="insecure-page"] > summary');
      const heads = await finding.evaluate((f) => [...f.querySelectorAll("h3")].map((h) => h.textContent));
      assert.deepEqual(heads, ["What to do", "Why it matters", "What was seen"]);
    });

    await t.test("it is ignored while the network lasts, stays to be read, and is taken back", async () => {
      await click(popup, "[data-testid=ignore]");
      await click(popup, "[data-testid=ignore-epoch]");
      const focused = await until("the focus on Undo", 8000, async () =>
        (await popup.evaluate(() => document.activeElement?.getAttribute("data-testid") === "undo")) || undefined);
      assert.ok(focused);
      assert.match(await text(popup, "[data-testid=ignored]"), /until the network changes/);
      assert.ok(await popup.$("[data-testid=ignored-here] [data-testid=finding]"), "it cannot be read any more");
      assert.match(await text(popup, "[data-testid=verdict] h1"), /You chose not to be warned/);
      await toolbar(s, "");
      await newNetwork(driver, desk.page);
      await visit(s, board);
      await show();
      assert.equal(await popup.$("[data-testid=ignored-here]"), null, "it is ignored on another network");
      await toolbar(s, "1");
    });

    await t.test("for good, on that site only, and after a stop", async () => {
      await click(popup, "[data-testid=ignore]");
      await click(popup, "[data-testid=ignore-always]");
      await find(popup, "[data-testid=undo]");
      await newNetwork(driver, desk.page);
      await stop(driver);
      await visit(s, board);
      const { report } = await desk.view(guest.tab);
      assert.deepEqual([report?.warnings, report?.findings[0]?.ignored], [0, true]);
      const list = await desk.send<Entry[]>({ kind: "ignored" });
      assert.deepEqual(list.filter(({ epoch }) => epoch === undefined).map(({ check, host }) => [check, host]), [["insecure-page", "board.harbour.test"]]);
      const exported = JSON.parse(await desk.export("json")) as { findings: Finding[] };
      assert.ok(exported.findings.some((f) => f.check === "insecure-page"), "it is not exported");
      await visit(s, club);
      assert.equal((await desk.view(guest.tab)).report?.warnings, 1, "another site");
      await visit(s, board);
      await show();
      await click(popup, "[data-testid=undo]");
      await until("the warning", 8000, async () => ((await desk.view(guest.tab)).report?.warnings === 1 ? true : undefined));
      assert.deepEqual((await desk.send<Entry[]>({ kind: "ignored" })).filter(({ epoch }) => epoch === undefined), []);
    });

    await t.test("what is ignored in a private window is not written down", async () => {
      await desk.send({ kind: "ignore", check: "insecure-page", host: "board.harbour.test", private: true });
      assert.equal((await desk.view(guest.tab)).report?.warnings, 1, "it is ignored in other windows too");
      const local = JSON.stringify(await desk.page.evaluate(() => chrome.storage.local.get(null)));
      assert.ok(!local.includes("board.harbour.test"), local);
      await desk.send({ kind: "ignore", check: "insecure-page", host: "board.harbour.test", private: true, undo: true });
    });

    await t.test("the encrypted version is tried, and is not there", async () => {
      await show();
      const button = await find(popup, "[data-testid=upgrade][data-known=false]");
      await button.click();
      await until("word of it", 12_000, async () => /no encrypted answer/.test(await text(popup, "[data-testid=upgrade-outcome]")) || undefined);
      assert.equal(guest.page.url(), board);
    });

    await t.test("it is tried, and is there; then it is known", async () => {
      for (const known of [false, true]) {
        await visit(s, club);
        await show();
        await click(popup, `[data-testid=upgrade][data-known=${known}]`);
        await until("the encrypted page", 12_000, async () => guest.page.url().startsWith("https://sextant-club.test/") || undefined);
        await desk.settled(guest.tab, "https://sextant-club.test/");
      }
    });

    await t.test("a redirect chain shows which hop was in clear, by a word too", async () => {
      await guest.page.goto(detour);
      await desk.settled(guest.tab, "https://bakery.example.com/");
      await show();
      const hops = await popup.$$eval(".chain .step", (steps) => steps.map((step) => step.textContent ?? ""));
      assert.deepEqual(hops.map((hop) => hop.includes("not encrypted")), [true, true, false], hops.join("\n"));
    });

    await t.test("by keyboard alone", async () => {
      await visit(s, board);
      await show();
      const reached = await tabThrough(popup);
      for (const id of ["distrust", "trust", "upgrade", "ignore", "report", "settings", "more"]) assert.ok(reached.includes(id), `${id} is not reached: ${reached.join(" ")}`);
      await popup.focus("[data-testid=ignore]");
      await popup.keyboard.press("Enter");
      await find(popup, "[data-testid=ignore-epoch]");
      await popup.keyboard.press("Tab");
      await popup.keyboard.press("Enter");
      await until("it ignored", 8000, async () =>
        (await popup.evaluate(() => document.activeElement?.getAttribute("data-testid") === "undo")) || undefined);
      await popup.keyboard.press("Enter");
      await until("it undone", 8000, async () => ((await popup.$("[data-testid=ignored-here]")) === null ? true : undefined));
    });

    await t.test("the findings are exported to a file", async () => {
      await show();
      await click(popup, "[data-testid=more] > summary");
      await click(popup, "[data-testid=export-json]");
      const file = await until("the file", 12_000, async () => downloaded(driver.downloads));
      const { findings } = JSON.parse(file) as { findings: Finding[] };
      assert.ok(findings.some((f) => f.check === "exposed-hop") && findings.some((f) => f.url === board));
    });

    await t.test("a site is forgotten, with what is ignored there", async () => {
      await desk.send({ kind: "ignore", check: "insecure-page", host: "board.harbour.test" });
      await click(popup, "[data-testid=forget-site]");
      await until("word of it", 12_000, async () => (await text(popup, "[data-testid=forgotten]")) === "Forgotten." || undefined);
      assert.ok(!(await kept(desk)).includes("board.harbour.test"));
      const everywhere = JSON.stringify(await desk.page.evaluate(async () => [await chrome.storage.local.get(null), await chrome.storage.session.get(null)]));
      assert.ok(!everywhere.includes("board.harbour.test"), everywhere);
      await until("no verdict", 8000, async () => ((await popup.$('[data-testid=nothing][data-why="unseen"]')) !== null ? true : undefined));
      assert.deepEqual(await desk.toolbar(guest.tab), { badge: "", title: "Midwatch: nothing seen on this page" });
      await click(popup, "[data-testid=reload]");
      await desk.settled(guest.tab, board);
    });

    await t.test("it shows the verdict before the background has woken", async () => {
      for (const asleep of [true, false]) {
        if (asleep) await stop(driver);
        await pause(asleepFor);
        await popup.bringToFront();
        await driver.showExtensionPage(popup, `popup.html?tab=${guest.tab}`);
        await answered(popup);
        const marks = await popup.evaluate(() =>
          ["early", "answered"].map((name) => performance.getEntriesByName(name).at(0)?.startTime));
        assert.ok(marks[0] !== undefined && marks[1] !== undefined && marks[0] < marks[1], "nothing was shown at first");
        t.diagnostic(`${asleep ? "asleep" : "awake"}: verdict after ${Math.round(marks[0])} ms, answer after ${Math.round(marks[1])} ms`);
      }
    });

    await t.test("the toolbar is drawn again after a stop", async () => {
      const right = await desk.toolbar(guest.tab);
      await desk.page.evaluate(async (tabId) => { await chrome.action.setTitle({ tabId, title: "lost" }); }, guest.tab);
      await stop(driver);
      await desk.view(guest.tab);
      await until("the title", 5000, async () => ((await desk.toolbar(guest.tab)).title === right.title ? true : undefined));
    });

    await t.test("a page of the browser's own", async () => {
      const own = await desk.page.evaluate(async () => (await chrome.tabs.getCurrent())?.id ?? -1);
      await driver.showExtensionPage(popup, `popup.html?tab=${own}`);
      await find(popup, '[data-testid=nothing][data-why="internal"]');
    });
  });
}

async function visit({ desk, guest }: Session, address: string): Promise<void> {
  await guest.page.bringToFront();
  await guest.page.goto(address);
  await desk.settled(guest.tab, address);
}

/** Waits until the popup shows the background's answer, not only what was kept. */
async function answered(popup: Page): Promise<void> {
  await find(popup, "[data-testid=popup][data-early=false]");
}

async function find(popup: Page, selector: string): Promise<NonNullable<Awaited<ReturnType<Page["$"]>>>> {
  const found = await popup.waitForSelector(selector, { timeout: 20_000 });
  assert.ok(found, selector);
  return found;
}

async function click(popup: Page, selector: string): Promise<void> {
  await popup.bringToFront();
  await (await find(popup, selector)).click();
}

function text(popup: Page, selector: string): Promise<string> {
  return popup.evaluate((what) => document.querySelector(what)?.textContent ?? "", selector);
}

/** The toolbar's badge, once it is that. */
async function toolbar({ desk, guest }: Session, badge: string): Promise<void> {
  await until(`badge ${badge}`, 5000, async () => ((await desk.toolbar(guest.tab)).badge === badge ? true : undefined));
}

/** What Tab reaches, from the top to the page's last control: one more leads into the browser's own. */
async function tabThrough(popup: Page): Promise<string[]> {
  await popup.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
  const reached: string[] = [];
  for (let last = false; !last;) {
    assert.ok(reached.length < 40, `no end: ${reached.join(" ")}`);
    await popup.keyboard.press("Tab");
    const at = await popup.evaluate(() => {
      const e = document.activeElement;
      if (e === null || e === document.body) return { name: "", last: false };
      const style = getComputedStyle(e);
      const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      const name = e.getAttribute("data-testid") ?? e.closest("[data-testid]")?.getAttribute("data-testid") ?? e.tagName;
      const controls = [...document.querySelectorAll("a[href], button:enabled, summary, input, select, [tabindex='0']")].filter((c) => c.checkVisibility());
      return { name: seen ? name : `${name} without a visible focus`, last: e === controls.at(-1) };
    });
    reached.push(at.name);
    last = at.last;
  }
  assert.ok(!reached.some((at) => at.includes("without")), reached.join(" "));
  return reached;
}

/** The one finished download. */
function downloaded(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder);
  if (files.some((f) => f.endsWith(".part") || f.endsWith(".crdownload"))) return undefined;
  const name = files.find((f) => /^midwatch-.*\.json$/.test(f));
  const content = name === undefined ? "" : readFileSync(join(folder, name), "utf8");
  return content === "" ? undefined : content;
}
