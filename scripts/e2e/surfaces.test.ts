// Looks at every surface in every state, in both browsers: with axe-core in light and
// dark, in three languages, on a small screen, by keyboard; and takes a picture of each
// into dist/shots/. SURFACE=popup-danger looks at one, SHOTS=1 only takes pictures.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import { repository } from "./cafe.js";
import { openClosed } from "./closed.js";
import type { Engine } from "./driver.js";
import { axe, misfits, unreached } from "./examine.js";
import { type Scheme, show, still } from "./scheme.js";
import { engines, extensionFor, session } from "./session.js";
import { type Place, type State, states } from "./surfaces.js";

const schemes: Scheme[] = ["light", "dark"];
const popupSize = { width: 360, height: 600 };
const pageSize = { width: 1100, height: 800 };
/** WCAG 1.4.10: 320 px, as on 1280 at 400 %; so 200 % is looked at too. */
const narrow = 320;
const picturesOnly = process.env.SHOTS !== undefined;

/** Left to right, right to left. What is laid out by one engine is laid out by the other: Firefox shows German and Arabic where pictures are all that is wanted. */
const languages = (engine: Engine): string[] => (engine === "chromium" || picturesOnly ? ["en", "de", "ar"] : ["en"]);

const speak = (s: Place, language: string): Promise<void> => s.desk.page.evaluate((l) => chrome.storage.local.set({ language: l }), language);

/** Shows a state; where it stands in the visited page, in a closed shadow tree, that is opened. */
async function open(s: Place, own: Page, { seen, act }: State, path: string | undefined): Promise<Page> {
  const page = path === undefined ? s.guest.page : own;
  if (path !== undefined) await s.driver.showExtensionPage(page, path);
  await s.desk.page.bringToFront(); // Firefox gives a page the keys only when it comes to the front
  await page.bringToFront();
  await page.waitForSelector(seen, { timeout: 20_000 });
  if (path === undefined) await openClosed(s.driver, page);
  await act?.(page);
  return page;
}

/** Makes a page narrow, and gives it the time to fit what it draws itself. */
async function narrowed(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewport({ ...size, width: narrow });
  await page.waitForFunction((w) => [...document.querySelectorAll("canvas")].every((c) => c.clientWidth <= w), { timeout: 3000, polling: 20 }, narrow).catch(() => undefined);
}

async function lookAt(s: Place, own: Page, state: State, spoken: string[], shots: string): Promise<string[]> {
  const problems: string[] = [];
  const found = (how: string, list: string[]): void => { problems.push(...list.map((p) => `${how}: ${p}`)); };
  const size = { ...(state.surface === "popup" ? popupSize : pageSize), deviceScaleFactor: 1 };
  const within = state.inPage ? state.seen : undefined;
  let path: string | undefined;
  for (const [n, language] of spoken.entries()) {
    await speak(s, language);
    await own.setViewport(size);
    if (n === 0 || state.inPage) path = await state.reach(s); // a page shows it once
    const page = await open(s, own, state, path);
    for (const scheme of schemes) {
      await show(s.driver, page, scheme);
      await page.screenshot({ path: join(shots, `${state.surface}-${state.state}-${scheme}-${language}.png`) as `${string}.png`, fullPage: !state.inPage });
      if (language === "en" && !picturesOnly) found(scheme, await axe(page, within));
    }
    if (language === "en" && state.state === "chain") {
      await show(s.driver, page, "light", true);
      await page.screenshot({ path: join(shots, `${state.surface}-${state.state}-forced-${language}.png`) as `${string}.png`, fullPage: true });
      await show(s.driver, page, "dark");
    }
    if (picturesOnly) continue;
    if (language === "en" && !state.inPage) found("by keyboard", await unreached(page));
    if (state.surface !== "popup") await narrowed(page, size);
    found(language, await misfits(page, within));
    found(language, (await state.check?.(page)) ?? []);
    if (state.inPage) await page.setViewport(size);
  }
  return problems;
}

function copyOf(engine: Engine): string {
  const copy = join(mkdtempSync(join(tmpdir(), "midwatch-copy-")), engine);
  cpSync(extensionFor(engine), copy, { recursive: true });
  return copy;
}

for (const engine of engines) {
  test(`every surface in ${engine}`, { timeout: 480_000 }, async (t) => {
    const extension = copyOf(engine);
    t.after(() => { rmSync(join(extension, ".."), { recursive: true, force: true }); });
    const shots = join(repository(), "dist", "shots", engine);
    rmSync(shots, { recursive: true, force: true });
    mkdirSync(shots, { recursive: true });
    const spoken = languages(engine);
    const prefs = { ...still, "extensions.webextOptionalPermissionPrompts": false };
    const s: Place = { ...(await session(t, engine, { extension, private: true, prefs })), extension };
    const page = await s.driver.browser.newPage();

    await t.test("what is wrong is found, in closed shadow trees too", () => finds(s));
    const chosen = process.env.SURFACE;
    for (const state of states) {
      const name = `${state.surface}-${state.state}`;
      if (chosen !== undefined && !name.startsWith(chosen)) continue;
      await t.test(name, async () => {
        try {
          assert.deepEqual(await lookAt(s, page, state, spoken, shots), []);
        } finally {
          await speak(s, "en");
          await state.leave?.(s, page);
        }
      });
    }
  });
}

/** That the looking itself sees something. */
async function finds({ driver, guest, cafe }: Place): Promise<void> {
  const { page } = guest;
  await page.goto(cafe.tour);
  await page.evaluate(() => {
    document.body.innerHTML = '<div id="wide" style="width: 3000px">wide</div><button style="outline: none">no focus</button><div id="host"></div>';
    const root = document.getElementById("host")?.attachShadow({ mode: "closed" });
    if (root) root.innerHTML = '<p style="color: #999; background: #aaa">pale</p><button></button>';
  });
  assert.equal(await openClosed(driver, page), 1);
  const found = (await axe(page, "#host")).join("\n");
  assert.match(found, /color-contrast/);
  assert.match(found, /button-name/);
  assert.match((await misfits(page)).join(), /div#wide/);
  assert.match((await unreached(page)).join(), /no focus" does not show/);
  await page.goto(cafe.tour);
}
