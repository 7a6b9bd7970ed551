// Every surface that people see, in each of its states, and how it comes to that by
// a real cause. surfaces.test.ts looks at all of them.
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { allow, withhold } from "./access.js";
import type { Scenario } from "./cafe.js";
import { tell } from "./network.js";
import { type Session, until } from "./session.js";
import { stop } from "./stop.js";
import { enter, enterNetwork, walk } from "./walk.js";

export interface Place extends Session {
  /** The folder that the browser has the extension from: a copy, which may be broken. */
  extension: string;
}

export interface State {
  surface: string;
  state: string;
  /** It stands in the visited page, in a closed shadow tree of the element that is to be seen. */
  inPage?: true;
  /** Brings it about, and gives the page of the extension to open; undefined for what stands in the visited page. */
  reach: (s: Place) => Promise<string | undefined>;
  /** What has to be seen then. */
  seen: string;
  /** What a person does there before it is looked at. */
  act?: (page: Page) => Promise<void>;
  /** What is wrong with it beside what is looked for everywhere. */
  check?: (page: Page) => Promise<string[]>;
  /** Sets right again what comes after it. */
  leave?: (s: Place, page: Page) => Promise<void>;
}

const id = (name: string): string => `[data-testid="${name}"]`;
const why = (name: string): string => `${id("nothing")}[data-why="${name}"]`;
const verdict = (state: string): string => `${id("popup")}[data-state="${state}"][data-early="false"] ${id("verdict")}`;

const unfold = (page: Page): Promise<void> => page.$$eval("details", (all) => { for (const e of all) e.open = true; });
const press = (name: string) => (page: Page): Promise<void> => page.click(id(name));

const popup = ({ guest }: Place): string => `popup.html?tab=${guest.tab}`;

/** The popup over a page of the café's. */
const over = (url: string) => async (s: Place): Promise<string> => {
  await s.guest.page.goto(url);
  await s.desk.settled(s.guest.tab, new URL(url).href);
  return popup(s);
};

/** The popup at the end of one of the café's scenarios. */
const after = (name: string) => async (s: Place): Promise<string> => {
  const scenario = [...s.cafe.scenarios, ...s.cafe.attacks].find((each: Scenario) => each.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  await walk(s.desk, s.guest, s.cafe, scenario);
  return popup(s);
};

async function report(s: Place): Promise<string> {
  await over(`https://${hostile}/`)(s);
  return "report.html";
}

const page = (name: string) => (): Promise<string> => Promise.resolve(`${name}.html`);

/** A login that Midwatch warns of in the page, and that it asks about before it is sent. */
const login = "http://secrets.lab.test/login";
const inPage = ":root > div"; // the page has no such of its own

/** The banner stands there once for a host and a network. */
async function banner(s: Place): Promise<undefined> {
  await another(s);
  await s.guest.page.bringToFront();
  await s.guest.page.goto(login);
}

async function question(s: Place): Promise<undefined> {
  const { page } = s.guest;
  await banner(s);
  await page.waitForSelector(inPage, { timeout: 5000 });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await page.waitForSelector(inPage, { hidden: true, timeout: 5000 });
  await page.type("input[name=p]", "hush-hush");
  await page.click("#go");
}

/** Where sites are withheld; Firefox asks before it gives them again, Chromium has a menu. */
async function giveBack(s: Place, page: Page, button: string): Promise<void> {
  if (s.driver.engine === "chromium") return allow(s);
  await page.bringToFront();
  await page.click(id(button));
  await until("access", 5000, async () => (await s.desk.page.evaluate(() => chrome.permissions.contains({ origins: ["<all_urls>"] }))) || undefined);
}

async function another(s: Place): Promise<void> {
  await s.guest.page.goto(s.cafe.tour);
  await enterNetwork(s.desk, s.cafe);
}

const board = "http://board.harbour.test/", club = "http://rowing.club.test/";

/** A site whose every word is meant for whoever shows it (scripts/demo/hostile.go). */
const hostile = "xn--80ak6aa92e.test";
const long = `/%3Cb%20class=hostile%3E/${"a".repeat(10_000)}?😀&\u202emoc.elpmaxe#<b class=hostile>`;

/** What sites say is shown as text: it makes no element, turns no direction, and looks like no other name. */
function textOnly(page: Page): Promise<string[]> {
  return page.evaluate((host) => {
    const wrong: string[] = [];
    const made = document.querySelectorAll(".hostile, b[class], script:not([src$='.js']), img:not([src^='icons/']), iframe, object, [onerror]");
    for (const e of made) wrong.push(`made of what a site says: ${e.outerHTML.slice(0, 80)}`);
    for (const e of document.querySelectorAll<HTMLElement>("li")) {
      if (e.offsetHeight > 600 && e.querySelector("li") === null) wrong.push(`one entry is ${e.offsetHeight} px high: ${e.innerText.slice(0, 60)}`);
    }
    const said = document.body.innerText;
    if (!said.includes(host)) wrong.push(`${host} is not to be seen`);
    if (/[\u0400-\u04ff]/.test(said)) wrong.push("a name is shown in letters that look like others");
    // Arabic dates have such marks of their own.
    const marks = document.documentElement.dir === "rtl" ? /[\u202a-\u202e\u2066\u2067]/ : /[\u200e\u200f\u202a-\u202e\u2066\u2067]/;
    if (marks.test(said)) wrong.push("a mark turns what stands after it");
    return wrong;
  }, hostile);
}

export const states: State[] = [
  { surface: "report", state: "empty", reach: page("report"), seen: id("empty") },
  { surface: "welcome", state: "usual", reach: page("welcome"), seen: id("welcome") },
  { surface: "options", state: "usual", reach: page("options"), seen: id("kept") },
  { surface: "options", state: "sure", reach: page("options"), seen: id("kept"), act: press("forget-everything") },
  {
    surface: "options", state: "ignored", seen: id("ignored"),
    reach: async ({ desk }) => {
      await desk.send({ kind: "ignore", check: "insecure-page", host: "board.harbour.test" });
      return "options.html";
    },
  },
  {
    surface: "popup", state: "ignored", seen: id("ignored-here"), act: unfold,
    reach: async (s) => {
      await s.desk.send({ kind: "ignore", check: "insecure-page", host: "board.harbour.test" });
      return over(board)(s);
    },
    leave: async (s, page) => {
      await page.bringToFront();
      await page.click(id("undo"));
      await until("undone", 3000, async () => (await page.$(id("ignored-here"))) === null || undefined);
      await another(s);
    },
  },
  {
    surface: "popup", state: "internal", seen: why("internal"),
    reach: async (s) => {
      await s.guest.page.goto("about:blank");
      return popup(s);
    },
    leave: async ({ guest, cafe }) => { await guest.page.goto(cafe.tour); },
  },
  { surface: "popup", state: "secure", reach: over("https://bank.example.com/"), seen: verdict("secure") },
  { surface: "popup", state: "notice", reach: over("https://builders.forum.test/"), seen: verdict("secure"), act: unfold },
  { surface: "popup", state: "exposed", reach: over(board), seen: verdict("exposed"), act: unfold },
  { surface: "popup", state: "danger", reach: over(club), seen: verdict("exposed"), act: press("ignore") },
  { surface: "popup", state: "chain", reach: after("detour"), seen: verdict("exposed"), act: unfold },
  { surface: "popup", state: "mixed", reach: after("mixed-script-image"), seen: verdict("secure"), act: unfold },
  { surface: "popup", state: "hostile", reach: over(`https://${hostile}/`), seen: verdict("exposed"), act: unfold, check: textOnly },
  { surface: "popup", state: "hostile-address", reach: over(`http://${hostile}${long}`), seen: verdict("exposed"), act: unfold, check: textOnly },
  { surface: "popup", state: "trusting", reach: over(board), seen: verdict("exposed"), act: press("trust") },
  {
    surface: "popup", state: "trusted", seen: `${id("network")}[data-trust="trusted"]`,
    reach: async (s) => {
      await s.desk.send({ kind: "choose", trust: "trusted", scope: "epoch" });
      return over(board)(s);
    },
    leave: another,
  },
  { surface: "popup", state: "suspect", reach: after("strip"), seen: verdict("suspect"), act: unfold, leave: another },
  { surface: "popup", state: "certificate", reach: after("intercept"), seen: verdict("suspect"), act: unfold, leave: another },
  { surface: "popup", state: "portal", reach: after("portal"), seen: id("popup"), act: unfold, leave: another },
  {
    surface: "popup", state: "private", seen: id("private"),
    reach: async ({ desk }) => {
      const tab = await desk.page.evaluate(async (url) => (await chrome.windows.create({ incognito: true, url }))?.tabs?.[0]?.id, board);
      if (tab === undefined) throw new Error("no private window");
      await desk.settled(tab, board);
      return `popup.html?tab=${tab}`;
    },
  },
  { surface: "banner", state: "danger", inPage: true, reach: banner, seen: inPage },
  { surface: "question", state: "password", inPage: true, reach: question, seen: inPage, leave: ({ guest }) => guest.page.keyboard.press("Escape") },
  { surface: "report", state: "usual", reach: report, seen: id("row"), check: textOnly },
  {
    surface: "report", state: "open", reach: report, seen: id("row"), check: textOnly,
    act: async (page) => {
      await page.click(`${id("row")} button`);
      await page.waitForSelector(`${id("detail")} ${id("finding")}`);
    },
  },
  {
    surface: "popup", state: "offline", seen: `${id("popup")}[data-early="false"] ${id("network")}`,
    reach: async (s) => {
      await another(s);
      await tell(s.driver, "offline", s.desk.page);
      return popup(s);
    },
    leave: async (s) => { await tell(s.driver, "online", s.desk.page); },
  },
  {
    surface: "popup", state: "withheld", seen: why("access"),
    reach: async (s) => {
      await withhold(s);
      return popup(s);
    },
  },
  { surface: "welcome", state: "withheld", reach: page("welcome"), seen: id("withheld"), leave: (s, page) => giveBack(s, page, "allow") },
  {
    // The last one: the core does not come back.
    surface: "popup", state: "broken", seen: why("broken"),
    reach: async (s) => {
      // A tab of its own: nothing is known of that.
      Object.assign(s.guest, await enter(s.driver, s.desk, s.cafe));
      await stop(s.driver);
      rmSync(join(s.extension, "core.wasm"));
      await s.guest.page.goto(board);
      return popup(s);
    },
  },
];
