// What a person asks the popup to forget is gone from everywhere, and does not
// come back: not from what was on its way, not from the page that is still
// open, not after a stop or a restart.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import { age, kept } from "./kept.js";
import { Profile } from "./profile.js";
import { engines, pause, session, type Session, until } from "./session.js";
import { stop } from "./stop.js";

const late = 1000; // ms in which something on its way would be written
const hour = 3_600_000; // ms

const board = "http://board.harbour.test/";
const club = "http://rowing.club.test/";
/** A page that asks for something every few milliseconds, for more than eight seconds. */
const restless = "https://restless.lab.test/";

for (const engine of engines) {
  test(`a site is forgotten in ${engine}`, { timeout: 240_000 }, async (t) => {
    const s = await session(t, engine, { private: true });
    const { driver, desk, guest } = s;
    await visit(s, board);
    await guest.page.goto(restless);
    await until("a report", 5000, async () => (await desk.view(guest.tab)).report ?? undefined);
    assert.ok(await has(s, "restless.lab.test"), "nothing was kept that could be forgotten");
    const popup = await driver.extensionPage(`popup.html?tab=${guest.tab}`);
    await press(popup, "forget-site");
    await guest.page.bringToFront();
    for (const after of ["the click", "a stop"]) {
      await pause(late); // the page goes on asking
      assert.ok(!await has(s, "restless.lab.test"), `kept after ${after}`);
      assert.ok(await has(s, "board.harbour.test"), `another host was forgotten too after ${after}`);
      const { report } = await desk.view(guest.tab);
      assert.equal(report, null, `shown after ${after}`);
      for (const format of ["json", "csv"] as const) {
        const text = await desk.export(format, true);
        assert.ok(text.includes("board.harbour.test") && !text.includes("restless.lab.test"), `exported after ${after}`);
      }
      if (after === "the click") await stop(driver);
    }
    assert.ok(await popup.$("[data-testid=nothing]"), "the popup shows something");
    assert.equal((await desk.toolbar(guest.tab)).badge, "");
    // Where it goes from there nothing of the page before is noted.
    await guest.page.goto(board);
    await desk.settled(guest.tab, board);
    assert.ok(!await has(s, "restless.lab.test"), "kept by the next page");
    await guest.page.goto(restless);
    const { report } = await until("a finding", 5000, async () => {
      const view = await desk.view(guest.tab);
      return (view.report?.findings.length ?? 0) > 0 ? view : undefined;
    });
    assert.deepEqual(report?.findings.map((f) => f.check), ["mixed-content"]);
    assert.ok(await has(s, "restless.lab.test"), "it is not judged as new");

    await t.test("in a private window", async () => {
      const tab = await desk.page.evaluate(async (url) => (await chrome.windows.create({ incognito: true, url }))?.tabs?.[0]?.id, club);
      assert.ok(tab !== undefined, "no private window");
      await desk.settled(tab, club);
      assert.ok(await has(s, "rowing.club.test"), "nothing was kept that could be forgotten");
      await press(await driver.extensionPage(`popup.html?tab=${tab}`), "forget-site");
      await pause(late);
      assert.ok(!await has(s, "rowing.club.test"), "kept");
      assert.equal((await desk.view(tab)).report, null);
    });
  });

  test(`a period is forgotten in ${engine}`, { timeout: 240_000 }, async (t) => {
    const s = await session(t, engine);
    const { driver, desk, guest, cafe } = s;
    const hosts = { hour: "rowing.club.test", day: "board.harbour.test", week: "port.test", everything: "lighthouse.test" };
    for (const address of [club, board, "https://port.test/", "https://lighthouse.test/"]) await visit(s, address);
    await guest.page.goto(cafe.tour);
    await desk.settled(guest.tab, cafe.tour);
    await pause(late);
    await stop(driver); // so that nothing is at hand
    for (const [host, hours] of [[hosts.day, 2], [hosts.week, 30], [hosts.everything, 200]] as const) {
      assert.ok(await age(desk, host, hours * hour) > 0, `nothing is kept of ${host}`);
    }
    const popup = await driver.extensionPage(`popup.html?tab=${guest.tab}`);
    const left = Object.entries(hosts);
    while (left.length > 0) {
      const [period] = left[0] ?? [];
      for (const [, host] of left) assert.ok(await has(s, host), `${host} is gone before ${period}`);
      await popup.bringToFront();
      await popup.waitForSelector("[data-testid=forget-period]");
      await openTools(popup);
      await popup.select("[data-testid=forget-period]", period ?? "");
      await press(popup, "forget");
      await pause(late);
      const [, host] = left.shift() ?? ["", ""];
      assert.ok(!await has(s, host), `${host} is kept after ${period}`);
      assert.ok(!(await desk.export("json", true)).includes(host), `${host} is exported after ${period}`);
    }
    const all = await desk.stored();
    assert.deepEqual([all["known"], all["findings"], all["visits"]], [[], [], []]);
    const { session: counted } = await desk.view(guest.tab);
    assert.deepEqual(counted, { visits: 0, notice: 0, warning: 0, danger: 0 });
  });

  test(`the background is stopped while it forgets, and the browser started again, in ${engine}`, { timeout: 240_000 }, async (t) => {
    const profile = await Profile.make(t, engine);
    const s = await profile.session();
    await visit(s, board);
    const popup = await s.driver.extensionPage(`popup.html?tab=${s.guest.tab}`);
    for (const instant of [0, 15, 50]) {
      await s.guest.page.bringToFront();
      await visit(s, club);
      await popup.bringToFront();
      await until("the club in the popup", 8000, async () => // it looks for news every two seconds
        (await popup.evaluate(() => document.querySelector("[data-testid=forget-site]")?.textContent?.includes("rowing.club.test"))) || undefined);
      await press(popup, "forget-site", async () => {
        await pause(instant);
        await stop(s.driver);
      });
      assert.ok(!await has(s, "rowing.club.test"), `kept, with a stop after ${instant} ms`);
    }
    await pause(late);
    await s.driver.close();
    const again = await profile.session();
    assert.ok(!await has(again, "rowing.club.test") && await has(again, "board.harbour.test"), "after a restart");
    assert.ok(!(await again.desk.export("json", true)).includes("rowing.club.test"), "exported after a restart");
  });
}

async function visit({ desk, guest }: Session, address: string): Promise<void> {
  await guest.page.goto(address);
  await desk.settled(guest.tab, address);
}

async function has({ desk }: Session, host: string): Promise<boolean> {
  return (await kept(desk)).includes(host);
}

/** Presses one of the popup's buttons, and waits until it says that it is forgotten. */
async function press(popup: Page, id: string, meanwhile?: () => Promise<void>): Promise<void> {
  await popup.bringToFront();
  const button = await popup.waitForSelector(`[data-testid="${id}"]`, { timeout: 20_000 });
  assert.ok(button);
  await openTools(popup);
  await button.click();
  await meanwhile?.();
  let said = "";
  await until("word of it", 12_000, async () => {
    said = await popup.evaluate(() => document.querySelector("[data-testid=forgotten]")?.textContent ?? "");
    return said !== "" || undefined;
  });
  assert.equal(said, "Forgotten.");
}

/** Opens the line behind which what is wanted seldom stands. */
async function openTools(popup: Page): Promise<void> {
  const line = await popup.waitForSelector("[data-testid=more] > summary", { timeout: 20_000 });
  if ((await popup.$("[data-testid=more][open]")) === null) await line?.click();
}
