// Danger as it is told where it is met: in the page, whatever the page does, and by
// the browser's notification.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import { withPermission } from "./allowed.js";
import { shown, type Shown } from "./layer.js";
import { newNetwork } from "./network.js";
import { engines, extensionFor, pause, type Session, session, until } from "./session.js";

const login = "http://secrets.lab.test/login";
const hostile = "http://hostile.lab.test/";
const fights = "http://hostile.lab.test/fights";
const notified = "http://notified.lab.test/";

const title = "Others can read a secret typed here";

async function banner(s: Session): Promise<Shown> {
  return until("banner", 5000, () => shown(s.driver, s.guest.page));
}

async function visit(s: Session, url: string): Promise<void> {
  await s.guest.page.goto(url);
  await s.desk.settled(s.guest.tab, url);
}

/** Whether the page's own script finds something of Midwatch's at a place. */
function coveredAt(page: Page, { x, y, width, height }: Shown["box"]): Promise<boolean> {
  return page.evaluate((left, top) => {
    const e = document.elementFromPoint(left, top);
    return e?.localName === "div" && e.parentNode === document.documentElement;
  }, x + width / 2, y + height / 2);
}

async function click(page: Page, { buttons }: Shown, name: string): Promise<void> {
  const button = buttons.find((b) => b.name === name);
  assert.ok(button, `no button ${name}`);
  assert.ok(button.height >= 24);
  await page.mouse.click(button.x, button.y);
}

for (const engine of engines) {
  test(`danger is told in the page, and by a notification, in ${engine}`, { timeout: 240_000 }, async (t) => {
    const s = await session(t, engine, { extension: withPermission(t, extensionFor(engine), "notifications"), prefs: { "alerts.useSystemBackend": false } });
    const { page, tab } = s.guest;
    await page.bringToFront();
    const gone = async (): Promise<boolean> => (await shown(s.driver, page)) === undefined;

    await t.test("once for a host and a network, in the top document", async () => {
      await visit(s, login);
      const seen = await banner(s);
      assert.ok(seen.text.includes(title) && !seen.modal, seen.text);
      assert.ok(await coveredAt(page, seen.box));
      assert.ok(seen.box.height < 400, "it covers the page");
      const inside = page.frames().filter((f) => f !== page.mainFrame());
      assert.equal(inside.length, 1);
      for (const frame of inside) assert.equal(await frame.evaluate(() => document.querySelectorAll(":root > div").length), 0, "in a frame");
      assert.equal(await page.evaluate(() => document.activeElement?.localName), "body", "it took the focus");
      // What the page can learn: that there is something, and nothing of what it says.
      const told = await page.evaluate(() => {
        const host = document.querySelector(":root > div");
        getSelection()?.selectAllChildren(document.documentElement);
        const text = [document.documentElement.innerText, document.documentElement.outerHTML, String(getSelection())].join();
        getSelection()?.removeAllRanges();
        return { root: host?.shadowRoot ?? null, text };
      });
      assert.equal(told.root, null);
      assert.ok(!told.text.includes(title) && !told.text.includes("Midwatch"), told.text);
      // By keyboard, first of all in the page.
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await until("closed banner", 3000, async () => (await gone()) || undefined);
      await visit(s, login);
      await pause(1000);
      assert.ok(await gone(), "a second one");
    });

    await t.test("again on another network, closed by Escape, and never where there is no danger", async () => {
      await page.goto(s.cafe.tour);
      await s.desk.settled(tab, s.cafe.tour);
      await newNetwork(s.driver, s.desk.page);
      await page.bringToFront();
      await visit(s, login);
      await banner(s);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Escape");
      await until("closed banner", 3000, async () => (await gone()) || undefined);
      await visit(s, "https://secrets.lab.test/login");
      await pause(500);
      assert.ok(await gone());
      assert.equal(await page.evaluate(() => document.querySelectorAll(":root > div").length), 0, "something is left in the page");
    });

    await t.test("whatever the page does to it", async () => {
      await visit(s, hostile);
      const before = await banner(s);
      for (const act of ["style", "remove", "move", "cover", "html"]) {
        await page.evaluate((what) => { postMessage(what, "*"); }, act);
        await pause(100);
        await until(`banner after "${act}"`, 3000, async () => {
          const now = await shown(s.driver, page);
          return now && now.box.height > before.box.height / 2 && await coveredAt(page, now.box) ? true : undefined;
        });
        assert.equal(await page.evaluate(() => document.body.dataset.saw), undefined, `after "${act}" the page saw what happens in it`);
      }
      // It cannot be clicked through, and its buttons work under a page that swallows everything.
      await page.mouse.click(before.box.x + 20, before.box.y + 60);
      assert.equal(await page.evaluate(() => document.body.dataset.saw), undefined);
      await click(page, await banner(s), "Leave this page");
      await until("another page", 5000, async () => (page.url() !== hostile ? true : undefined));
    });

    await t.test("not by clicks that a script makes", async () => {
      await newNetwork(s.driver, s.desk.page);
      await page.bringToFront();
      await visit(s, login);
      const { buttons } = await banner(s);
      await page.evaluate((places) => {
        for (const { x, y } of places) {
          const at = { bubbles: true, composed: true, clientX: x, clientY: y, detail: 1 };
          for (const e of [document.elementFromPoint(x, y), document.documentElement]) e?.dispatchEvent(new MouseEvent("click", at));
        }
      }, buttons);
      await pause(600);
      assert.ok(!await gone(), "a script closed it");
      assert.equal(page.url(), login);
    });

    await t.test("a page that takes it away again and again is told of elsewhere", async () => {
      await newNetwork(s.driver, s.desk.page);
      await page.bringToFront();
      await visit(s, fights);
      const notes = await until("note of it", 10_000, async () => (await s.desk.view(tab)).notes);
      assert.match(notes.join(), /took away the warning/);
      await until("title that tells of it", 3000, async () => (await s.desk.toolbar(tab)).title.includes("took away the warning") || undefined);
    });

    await t.test("a tab that nobody looks at", async () => {
      const names = () => s.desk.page.evaluate(async () => Object.keys(await chrome.notifications.getAll() as object));
      await s.desk.page.evaluate(async () => { for (const id of Object.keys(await chrome.notifications.getAll() as object)) await chrome.notifications.clear(id); });
      await s.desk.page.bringToFront();
      await visit(s, notified);
      const id = `danger-in-tab-${tab}`;
      await until("notification", 5000, async () => (await names()).includes(id) || undefined);
      await clickNotification(s, id);
      await until("tab in front", 5000, async () => (await s.desk.page.evaluate(async (n) => (await chrome.tabs.get(n)).active, tab)) || undefined);
      await until("closed notification", 5000, async () => (!(await names()).includes(id)) || undefined);
      // Once: neither the same page nor another of its host brings one again.
      await s.desk.page.bringToFront();
      await visit(s, `${notified}?again`);
      await pause(500);
      assert.deepEqual(await names(), []);
    });
  });
}

/** Clicks a notification: the one that Firefox shows itself, and in Chromium, which leaves it to a system that is not there, with what would come from it. */
async function clickNotification({ driver }: Session, id: string): Promise<void> {
  if (driver.engine === "firefox") {
    await until("Firefox's notification", 3000, async () => (await driver.evaluateInFirefox(`{
      const texts = (w) => [...w.document.querySelectorAll("label, description")].map((e) => e.textContent + " " + (e.value ?? "")).join();
      const alert = [...Services.wm.getEnumerator(null)].find((w) => w.location.href.endsWith("/alert.xhtml") && texts(w).includes("notified.lab.test"));
      alert?.document.getElementById("alertBox").click();
      !!alert;
    }`)) === true || undefined);
    return;
  }
  const target = await driver.browser.waitForTarget((each) => each.type() === "service_worker" && each.url().startsWith(driver.origin), { timeout: 5000 });
  const line = await target.createCDPSession();
  const { exceptionDetails } = await line.send("Runtime.evaluate", { expression: `chrome.notifications.onClicked.dispatch("${id}", true)` });
  await line.detach();
  assert.equal(exceptionDetails, undefined);
}
