// The network that the browser is on, as far as it can be told: when it becomes
// another, what a person says of it, and what Midwatch asks it where they want.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Page } from "puppeteer-core";
import type { CanaryView } from "../../extension/messages.js";
import type { Visit } from "../../extension/wire.js";
import { asked } from "./cafe.js";
import { newNetwork, settled } from "./network.js";
import { Profile } from "./profile.js";
import { engines, pause, type Session, session, until } from "./session.js";
import { stop } from "./stop.js";

const board = "http://board.harbour.test/";
const whole = "http://canary.lab.test/whole.txt";
const changed = "http://canary.lab.test/changed.txt";
const program = "http://files.lab.test/setup.exe";
const written = 1000; // ms until what was told is on disk

for (const engine of engines) {
  test(`offline and online again is another network, in ${engine}`, { timeout: 90_000 }, async (t) => {
    const s = await session(t, engine);
    const epoch = async (): Promise<string> => {
      await s.guest.page.goto(s.cafe.tour);
      await s.desk.settled(s.guest.tab, s.cafe.tour);
      await s.guest.page.goto(board);
      const { findings } = await s.desk.settled(s.guest.tab, board);
      return findings[0]?.network.epoch ?? "";
    };
    const first = await epoch();
    assert.notEqual(first, "");
    assert.equal(await epoch(), first);
    await newNetwork(s.driver);
    const second = await epoch();
    assert.notEqual(second, first);
    await stop(s.driver);
    assert.equal(await epoch(), second, "after a stop");
    await stop(s.driver);
    await newNetwork(s.driver);
    assert.notEqual(await epoch(), second, "told right after a stop");
  });

  test(`waking from sleep begins another network, for a background that was stopped too, in ${engine}`, { timeout: 60_000 }, async (t) => {
    const s = await session(t, engine);
    const epoch = async (): Promise<string | undefined> => (await s.desk.view(s.guest.tab)).network.id;
    const first = await epoch();
    const alarm = await until("an alarm", 5000, () => s.desk.page.evaluate(async () => (await chrome.alarms.get("awake")) ?? undefined));
    assert.equal(alarm.periodInMinutes, 5);
    await settled(s.driver, s.desk.page);
    assert.equal(await epoch(), first);
    const { page } = s.desk;
    await s.driver.showExtensionPage(page, "options.html"); // an open popup asks again and again
    await page.waitForSelector("[data-testid=options]");
    await stop(s.driver);
    // It is due since ten minutes ago, as after a sleep.
    await page.evaluate(() => chrome.alarms.create("awake", { when: Date.now() - 600_000 }));
    await until("another network", 10_000, async () => {
      const { epoch: now } = await page.evaluate(() => chrome.storage.session.get("epoch")) as { epoch?: { id?: string } };
      return now?.id !== first || undefined;
    });
    const { scheduledTime } = await until("another alarm", 5000, () => page.evaluate(async () => (await chrome.alarms.get("awake")) ?? undefined));
    assert.ok(scheduledTime > Date.now(), "the next alarm is too late as well");
  });

  test(`a person's trust changes what is shown at once, for as long as they say, in ${engine}`, { timeout: 120_000 }, async (t) => {
    const profile = await Profile.make(t, engine);
    const s = await profile.session();
    await s.guest.page.goto(board);
    assert.equal(await level(s), "warning");
    const popup = await s.driver.extensionPage(`popup.html?tab=${s.guest.tab}`);
    assert.match(await words(popup, "unknown"), /not known to you/);
    assert.equal((await s.desk.toolbar(s.guest.tab)).badge, "1");

    await press(popup, "trust");
    assert.equal(await popup.$("[data-testid=trust-network]"), null, "nothing tells this network from others");
    await press(popup, "trust-epoch");
    assert.match(await words(popup, "trusted"), /trusted, as you told me/);
    assert.equal(await level(s), "notice");
    await until("badge without a number", 5000, async () => (await s.desk.toolbar(s.guest.tab)).badge === "" || undefined);
    await stop(s.driver);
    assert.equal(await level(s), "notice", "after a stop");

    await newNetwork(s.driver);
    assert.match(await words(popup, "unknown"), /not known to you/);
    assert.equal(await level(s), "notice", "the page came on the other network");
    await s.guest.page.bringToFront();
    await s.guest.page.reload();
    assert.equal(await level(s), "warning");

    await popup.bringToFront();
    await press(popup, "distrust");
    assert.match(await words(popup, "untrusted"), /untrusted, as you told me/);
    await press(popup, "take-back");
    assert.match(await words(popup, "unknown"), /not known to you/);
    await press(popup, "trust");
    await press(popup, "trust-everywhere");
    assert.match(await words(popup, "trusted"), /every network/);
    assert.equal(await level(s), "notice");
    await pause(written);
    await s.driver.close();

    const again = await profile.session();
    await again.guest.page.goto(board);
    assert.equal(await level(again), "notice", "after a restart, on every network");
    await newNetwork(again.driver);
    await again.guest.page.reload();
    assert.equal(await level(again), "notice", "on the next one too");
    await again.desk.forget({ everything: true });
    await again.guest.page.reload();
    assert.equal(await level(again), "warning", "once it is forgotten");
  });

  test(`the canary is asked for only where it is wanted, and tells of a change, in ${engine}`, { timeout: 120_000 }, async (t) => {
    const s = await session(t, engine);
    const sung = async (since: number): Promise<number> => (await asked(s.cafe, since)).asked.filter((a) => a.host === "canary.lab.test").length;
    const state = async (): Promise<string | undefined> => (await s.desk.view(s.guest.tab)).report?.verdict.state;
    const tour = "https://port.test/";
    await s.guest.page.goto(tour);
    await s.desk.settled(s.guest.tab, tour);
    await newNetwork(s.driver);
    const options = await s.driver.extensionPage("options.html");
    await options.waitForSelector("[data-testid=canary-on]");
    const { settings } = await s.desk.send<CanaryView>({ kind: "canary", ask: true });
    assert.deepEqual([settings.on, settings.url], [false, "http://detectportal.firefox.com/success.txt"]);
    await pause(1000);
    assert.equal((await asked(s.cafe)).asked.filter((a) => /canary|detectportal/.test(a.host)).length, 0, "it was asked for while it is off");

    // It comes back as it should.
    await s.desk.send<CanaryView>({ kind: "canary", settings: { on: true, url: whole, body: "success\n" } });
    await newNetwork(s.driver);
    const { id } = (await s.desk.view(s.guest.tab)).network;
    const got = await until("the canary", 8000, async () => (await s.desk.view(s.guest.tab)).network.canary?.got);
    assert.equal(got, "success\n");
    let { next } = await asked(s.cafe);
    assert.ok(await sung(0) > 0);
    await s.guest.page.reload();
    await s.desk.settled(s.guest.tab, tour);
    await stop(s.driver);
    assert.equal(await state(), "secure");
    await pause(500);
    assert.equal((await s.desk.view(s.guest.tab)).network.id, id);
    assert.equal(await sung(next), 0, "more than once on a network");

    // Somebody changed it.
    await options.bringToFront();
    const { last } = await s.desk.send<CanaryView>({ kind: "canary", settings: { on: true, url: changed, body: "success\n" }, ask: true });
    assert.deepEqual([last?.url, last?.status, last?.got?.includes("<script")], [changed, 200, true]);
    await until("suspicion", 5000, async () => (await state()) === "suspect" || undefined);
    const { report, incident, network } = await s.desk.view(s.guest.tab);
    assert.deepEqual(report?.findings.filter((f) => f.level === "danger").map((f) => f.check), ["altered-response"]);
    assert.deepEqual(incident?.pieces.map((p) => p.check), ["altered-response"]);
    assert.equal(network.trust, "untrusted");

    await t.test("and what it points at is set aside, with a reason", async () => {
      const popup = await s.driver.extensionPage(`popup.html?tab=${s.guest.tab}`);
      assert.match(await words(popup, "untrusted"), /somebody seems to be on it/);
      assert.equal(await popup.$("[data-testid=trust]"), null);
      await press(popup, "incident", "summary");
      await (await popup.waitForSelector("[data-testid=reason]"))?.type("It is my own test.");
      await press(popup, "dismiss");
      await popup.waitForSelector("[data-testid=raise]");
      assert.match(await words(popup, "unknown"), /not known to you/);
      assert.match(await popup.evaluate(() => document.querySelector("[data-testid=set-aside]")?.textContent ?? ""), /It is my own test\./);
      await press(popup, "raise");
      assert.match(await words(popup, "untrusted"), /somebody seems to be on it/);
    });

    // Off again: on no network.
    await s.desk.send<CanaryView>({ kind: "canary", settings: { on: false, url: changed, body: "success\n" } });
    ({ next } = await asked(s.cafe));
    await newNetwork(s.driver);
    await pause(1500);
    assert.equal(await sung(next), 0);
  });

  test(`a file comes to the page that it was asked for from, in ${engine}`, { timeout: 60_000 }, async (t) => {
    const s = await session(t, engine);
    const page = "https://files.lab.test/";
    await s.guest.page.goto(page);
    await s.desk.settled(s.guest.tab, page);
    await s.guest.page.click("#program");
    const files = await until("the file", 8000, async () => {
      const { visits } = await s.desk.stored();
      const open = (visits as { open: { visit: Visit } }[]).map((v) => v.open.visit);
      const found = open.filter((v) => v.navigation.hops?.[0]?.url === page).flatMap((v) => v.loads ?? []).filter((l) => l.destination === "main_frame");
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(files.map((l) => l.hops?.map((h) => [h.url, h.status])), [[[program, 200]]]);
    const { report } = await s.desk.view(s.guest.tab);
    assert.equal(report?.url, page);
  });
}

if (engines.includes("firefox")) {
  test("what Firefox tells of a connection, and of what a request went through", { timeout: 60_000 }, async (t) => {
    const proxy = createServer((_, answer) => { answer.setHeader("Content-Type", "text/html").end("<!doctype html><title>By a proxy</title><p>Hello."); });
    await new Promise<void>((resolve) => { proxy.listen(0, "127.0.0.1", resolve); });
    t.after(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const s = await session(t, "firefox", {
      prefs: { "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": port, "network.proxy.no_proxies_on": "" },
    });
    const visit = async (url: string): Promise<Visit> => {
      await s.guest.page.goto(url);
      await s.desk.settled(s.guest.tab, url);
      return until("the visit", 5000, async () => {
        const { visits } = await s.desk.stored();
        return (visits as { open: { visit: Visit } }[]).map((v) => v.open.visit).find((v) => v.navigation.hops?.[0]?.url === url);
      });
    };
    assert.equal((await visit(board)).navigation.hops?.[0]?.proxy, `http 127.0.0.1:${port}`);
    const { navigation, connections } = await visit("https://port.test/");
    assert.equal(navigation.hops?.[0]?.proxy, undefined);
    const [own] = connections ?? [];
    const { host, version, cipher, group, signature, bits, root = "", rootName, from = 0, until: end = 0 } = own ?? { host: "" };
    assert.deepEqual([host, version], ["port.test", "TLSv1.3"]);
    assert.match(cipher ?? "", /^TLS_/);
    assert.ok(group && signature && (bits ?? 0) >= 128, JSON.stringify(own));
    assert.match(root, /^[A-Za-z0-9+/]{43}=$/);
    assert.ok(rootName && rootName !== "", "no name of the root");
    assert.ok(from < Date.now() && Date.now() < end, "not valid now");
    assert.equal(own?.builtIn, s.driver.builtIn || undefined, "whether the café's own authority came with the browser");
  });

  test("Firefox's word on a login page that stands in the way", { timeout: 90_000 }, async (t) => {
    const s = await session(t, "firefox", {
      prefs: {
        "network.captive-portal-service.enabled": true,
        "network.captive-portal-service.minInterval": 1000,
        "captivedetect.canonicalURL": "http://portal.lab.test/canon",
        "captivedetect.canonicalContent": "clear",
      },
    });
    const portal = async () => (await s.desk.view(s.guest.tab)).network.portal;
    await until("word of the login page", 15_000, async () => ((await portal())?.at ?? 0) > 0 || undefined);
    assert.equal((await portal())?.opened, undefined);
    await s.guest.page.goto("http://portal.lab.test/agree");
    await until("word of its end", 20_000, async () => ((await portal())?.opened ?? 0) > 0 || undefined);
  });
}

/** The level of the finding about the page over plain HTTP. */
async function level({ desk, guest }: Pick<Session, "desk" | "guest">): Promise<string | undefined> {
  const { findings } = await desk.settled(guest.tab, board);
  return findings.find((f) => f.check === "insecure-page")?.level;
}

/** Presses one of the popup's buttons, or something in what it names. */
async function press(popup: Page, id: string, within = ""): Promise<void> {
  await popup.bringToFront();
  const button = await popup.waitForSelector(`[data-testid="${id}"] ${within}`, { timeout: 8000 });
  assert.ok(button, id);
  await button.click();
}

/** The popup's line on the network, once that is trusted as far as is wanted. */
async function words(popup: Page, trust: string): Promise<string> {
  const line = await popup.waitForSelector(`[data-testid="network"][data-trust="${trust}"]`, { timeout: 8000 });
  return (await line?.evaluate((e) => e.textContent)) ?? "";
}

