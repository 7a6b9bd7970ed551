// The settings and the welcome page, as a person uses them.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import { allow, withhold } from "./access.js";
import { repository } from "./cafe.js";
import type { Engine } from "./driver.js";
import { engines, pause, type Session, session, until } from "./session.js";

const site = "https://port.test/";
const canary = { url: "http://canary.example.net/", body: "midwatch canary ok\n" };
const soon = 5000; // ms

/** A language's texts, without what they are filled in with; English where nobody has translated yet. */
function texts(folder: string): { of: (id: string) => string; there: boolean } {
  const file = (name: string): string => join(repository(), "extension", "_locales", name, "messages.json");
  const there = existsSync(file(folder));
  const all = JSON.parse(readFileSync(file(there ? folder : "en"), "utf8")) as Record<string, { message: string } | undefined>;
  return { there, of: (id) => all[id]?.message ?? `no ${id}` };
}

const text = (page: Page, id: string): Promise<string> => page.$eval(`[data-testid="${id}"]`, (e) => e.textContent);
const click = (page: Page, id: string): Promise<void> => page.click(`[data-testid="${id}"]`);
const checked = (page: Page, id: string): Promise<boolean> => page.$eval(`[data-testid="${id}"]`, (e) => (e as HTMLInputElement).checked);
const shows = (page: Page, id: string): Promise<unknown> => page.waitForSelector(`[data-testid="${id}"]`);

/** Waits for what a look at the page or the background gives. */
const becomes = (what: string, want: unknown, look: () => Promise<unknown>): Promise<true> =>
  until(`${what}: ${String(want)}`, soon, async () => ((await look()) === want ? true : undefined));

for (const engine of engines) {
  test(`the settings in ${engine}`, { timeout: 240_000 }, async (t) => {
    // Firefox takes every request for a permission as allowed.
    const s = await session(t, engine, { prefs: { "extensions.webextOptionalPermissionPrompts": false } });
    const { desk, driver, guest } = s;
    await t.test("the welcome page opened by itself, once", () => welcomed(s));
    const page = await driver.extensionPage("options.html");
    await shows(page, "options");

    await t.test("a language is chosen, and all of Midwatch speaks it", async () => {
      const title = async (): Promise<string> => page.$eval("h1", (e) => e.textContent);
      for (const [tag, folder, direction] of [["de", "de", "ltr"], ["ar", "ar", "rtl"]] as const) {
        const { of, there } = texts(folder);
        await page.select('[data-testid="language"]', tag);
        await becomes("the language of the page", there ? tag : "en", () => page.$eval("html", (e) => e.lang));
        await becomes("the title", of("options_title"), title);
        assert.equal(await page.$eval("html", (e) => e.dir), there ? direction : "ltr");
        await becomes("the toolbar", of("toolbar_off"), async () => (await desk.toolbar(await tabOf(page))).title);
      }
      const popup = await driver.extensionPage(`popup.html?tab=${guest.tab}`);
      await shows(popup, "settings");
      assert.equal(await text(popup, "settings"), texts("ar").of("popup_settings"));
      await popup.close();
      const own = await page.$$eval('[data-testid="language"] option', (list) => list.map((o) => `${o.lang} ${o.textContent}`));
      assert.deepEqual(own.slice(1), ["en English", "de Deutsch", "fr Français", "es Español", "pt-BR Português (Brasil)", "ja 日本語", "zh-CN 简体中文", "ar العربية"]);
      await page.select('[data-testid="language"]', "");
      await becomes("the browser's language", texts("en").of("options_title"), title);
    });

    await t.test("what is switched stays, and is told", async () => {
      const kept = (key: string) => page.evaluate(async (k) => (await chrome.storage.local.get(k))[k], key);
      for (const id of ["banner", "ask"]) {
        assert.equal(await checked(page, id), true, `${id} is on by default`);
        await click(page, id);
        await becomes(id, false, () => checked(page, id));
        assert.equal(await kept(id), false);
      }
      await click(page, "ask");
      await becomes("ask", true, () => checked(page, "ask"));
      await click(page, "everywhere");
      await becomes("its switch", true, () => checked(page, "everywhere"));
      assert.equal((await desk.view(guest.tab)).network.trust, "trusted");
      await click(page, "everywhere");
      await becomes("trust", "unknown", async () => (await desk.view(guest.tab)).network.trust ?? "unknown");
      assert.equal(await checked(page, "notify"), false);
      if (engine === "firefox") {
        const may = () => page.evaluate(() => chrome.permissions.contains({ permissions: ["notifications"] }));
        await click(page, "notify");
        await becomes("notifications", true, may);
        await becomes("its switch", true, () => checked(page, "notify"));
        await click(page, "notify");
        await becomes("notifications", false, may);
      }
    });

    await t.test("a test page of one's own is set, and asked for", async () => {
      assert.match(await text(page, "leaves"), /Nothing/);
      for (const [id, value] of [["canary-url", canary.url], ["canary-body", canary.body]] as const) {
        await page.$eval(`[data-testid="${id}"]`, (e, v) => {
          (e as HTMLInputElement).value = v;
          e.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }, value);
      }
      await click(page, "canary-on");
      await shows(page, "canary-last");
      assert.match(await text(page, "canary-last"), /midwatch canary ok/);
      await becomes("what leaves", true, async () => (await text(page, "leaves")).includes(canary.url));
      await click(page, "canary-on");
      await becomes("its switch", false, () => checked(page, "canary-on"));
    });

    await t.test("what is ignored is listed, and taken back", async () => {
      await desk.send({ kind: "ignore", check: "insecure-page", host: "board.harbour.test" });
      await driver.showExtensionPage(page, "options.html");
      await shows(page, "ignored");
      assert.match(await text(page, "ignored"), /board\.harbour\.test/);
      await page.click('[data-testid="ignored"] button');
      await shows(page, "ignored-none");
      assert.deepEqual(await desk.send({ kind: "ignored" }), []);
    });

    await t.test("what is remembered is forgotten only by a second click, and the settings stay", async () => {
      await guest.page.goto(site);
      await desk.settled(guest.tab, site);
      await driver.showExtensionPage(page, "options.html");
      await page.bringToFront();
      await shows(page, "kept");
      assert.match(await text(page, "kept"), /^[1-9]/);
      await click(page, "forget-everything");
      await becomes("the safe button has the keyboard", "forget-keep", () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid));
      await page.keyboard.press("Escape");
      await becomes("the button before has it again", "forget-everything", () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.testid));
      assert.equal(await page.$('[data-testid="forget-sure"]'), null);
      await click(page, "forget-everything");
      await click(page, "forget-sure");
      await shows(page, "forgotten");
      assert.match(await text(page, "kept"), /^0 sites.*0 findings/);
      assert.equal(await checked(page, "banner"), false);
    });

    await t.test("keys, permissions and works of others are shown as they are", async () => {
      assert.match(await text(page, "shortcut"), /^Alt\+Shift\+M /);
      const { permissions, optional } = await page.evaluate(() => {
        const m = chrome.runtime.getManifest();
        return { permissions: m.permissions ?? [], optional: m.optional_permissions ?? [] };
      });
      const listed = await page.$$eval('[data-testid="permissions"] dt', (list) => list.map((e) => e.textContent));
      assert.deepEqual(listed, ["<all_urls>", ...permissions, ...optional]);
      for (const href of await page.$$eval("a[href$='.txt']", (list) => list.map((a) => a.getAttribute("href") ?? ""))) {
        const read = await page.evaluate(async (url) => (await (await fetch(url)).text()).length, href);
        assert.ok(read > 1000, href);
      }
    });

    // What a script presses in Chromium does not reach the browser's own keys.
    if (engine === "firefox") await t.test("the keys open the popup", () => opensByKeys(s));

    await t.test("where the browser withholds sites that is said, and asked for", () => withheld(s, engine));
  });
}

async function tabOf(page: Page): Promise<number> {
  return page.evaluate(async () => (await chrome.tabs.getCurrent())?.id ?? -1);
}

async function welcomed({ desk }: Session): Promise<void> {
  const open = (): Promise<number> => desk.page.evaluate(async () => {
    const url = chrome.runtime.getURL("welcome.html");
    return (await chrome.tabs.query({})).filter((tab) => tab.url === url).length;
  });
  await becomes("tabs that welcome", 1, open);
}

/** Presses Alt, Shift and M in Firefox's window, as its widget would. */
const pressKeys = `(() => {
  const window = Services.wm.getMostRecentWindow("navigator:browser");
  const keys = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
  keys.beginInputTransactionForTests(window);
  const held = ["Alt", "Shift"].map((key) => new window.KeyboardEvent("", { key, code: key + "Left" }));
  const pressed = new window.KeyboardEvent("", { key: "M", code: "KeyM", keyCode: 77 });
  for (const key of held) keys.keydown(key);
  keys.keydown(pressed);
  keys.keyup(pressed);
  for (const key of held) keys.keyup(key);
})()`;

async function opensByKeys({ desk, driver, guest }: Session): Promise<void> {
  const popups = (): Promise<number> => desk.page.evaluate(() => chrome.extension.getViews({ type: "popup" }).length);
  await guest.page.bringToFront();
  assert.equal(await popups(), 0);
  await driver.evaluateInFirefox(pressKeys);
  await becomes("popups", 1, popups);
  await desk.page.evaluate(() => { for (const view of chrome.extension.getViews({ type: "popup" })) view.close(); });
}

async function withheld(s: Session, engine: Engine): Promise<void> {
  const { desk, driver, guest } = s;
  const { of } = texts("en");
  await guest.page.goto(site);
  await desk.settled(guest.tab, site);
  await withhold(s);
  const title = async (): Promise<string> => (await desk.toolbar(guest.tab)).title;
  await becomes("the toolbar", of("toolbar_withheld"), title);
  assert.equal((await desk.view(guest.tab)).report, null);
  // Of another page it would know the navigation, and nothing else.
  await guest.page.goto("http://board.harbour.test/");
  await pause(1000);
  assert.equal((await desk.view(guest.tab)).report, null);
  assert.equal(await title(), of("toolbar_withheld"));
  const popup = await driver.extensionPage(`popup.html?tab=${guest.tab}`);
  await shows(popup, "ask-access");
  const welcome = await driver.extensionPage("welcome.html");
  await shows(welcome, "allow");
  assert.match(await text(welcome, "withheld"), /Midwatch is off/);
  // In Chromium the question is a window of the browser's own, which no script answers: its menu is used.
  if (engine === "firefox") await popup.bringToFront().then(() => click(popup, "ask-access"));
  else await allow(s);
  await until("the welcome page without its warning", soon, async () => ((await welcome.$('[data-testid="withheld"]')) === null ? true : undefined));
  await becomes("the toolbar", of("toolbar_off"), title);
  await guest.page.goto(site);
  const report = await desk.settled(guest.tab, site);
  assert.equal(report.verdict.state, "secure");
}
