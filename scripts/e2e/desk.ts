// A page of the extension from which the tests talk to its background, as the
// popup does.
import type { Page } from "puppeteer-core";
import type { Finding, Report } from "../../extension/wire.js";
import type { ExportFormat, Failure, TabView } from "../../extension/messages.js";
import type { Forget } from "../../extension/store/forget.js";
import type { Expect } from "./cafe.js";
import type { Driver } from "./driver.js";

const stable = { chromium: 600, firefox: 1000 }; // ms without change until a report counts as final; Firefox tells late why a page failed
const patience = 40_000; // ms until it has to be, on a busy machine
const welcoming = 5000; // ms until the welcome page has opened
const popupWidth = 360; // px, as popup.css asks for

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export class Desk {
  private constructor(
    readonly driver: Driver,
    readonly page: Page,
  ) {}

  static async open(driver: Driver): Promise<Desk> {
    return new Desk(driver, await driver.extensionPage("popup.html"));
  }

  /** Waits for the tab that welcomes whoever installed Midwatch: it comes to the front, and is not to do so later. */
  async welcomed(): Promise<void> {
    const open = (): Promise<boolean> => this.page.evaluate(async () => (await chrome.tabs.query({ url: chrome.runtime.getURL("welcome.html") })).length > 0);
    for (const end = Date.now() + welcoming; Date.now() < end && !(await open()); await pause(50));
  }

  /** Sends a message to the background and gives its answer, or throws its refusal. */
  async send<T>(message: unknown): Promise<T> {
    const answer = await this.page.evaluate((m) => chrome.runtime.sendMessage(m) as Promise<unknown>, message);
    if (isFailure(answer)) throw new Error(answer.error);
    return answer as T;
  }

  /** The tab that a page lives in: it shows url, and no other tab does. */
  async tabShowing(url: string): Promise<number> {
    for (const end = Date.now() + patience; Date.now() < end; await pause(100)) {
      const ids = await this.page.evaluate(async (wanted) => {
        const tabs = await chrome.tabs.query({});
        return tabs.filter((t) => t.url === wanted).map((t) => t.id);
      }, url);
      if (ids.length === 1 && ids[0] !== undefined) return ids[0];
    }
    throw new Error(`no tab, or more than one, shows ${url}`);
  }

  view(tab: number): Promise<TabView> {
    return this.send<TabView>({ kind: "tab", tab });
  }

  /** Waits until the tab's report is about url and no longer changes. */
  async settled(tab: number, url: string, quiet = stable[this.driver.engine]): Promise<Report> {
    let last = "";
    let since = 0;
    let view: TabView | undefined;
    for (const end = Date.now() + patience; Date.now() < end; await pause(100)) {
      view = await this.view(tab);
      if (view.error !== undefined) throw new Error(`Midwatch says: ${view.error}`);
      if (view.report === null || bare(view.report.url) !== bare(url)) continue;
      const now = JSON.stringify(view.report);
      if (now !== last) {
        last = now;
        since = Date.now();
      } else if (Date.now() - since >= quiet) {
        return view.report;
      }
    }
    throw new Error(`no final report about ${url}; the last was about ${view?.report?.url ?? "nothing"}`);
  }

  /** What the toolbar shows for a tab: the badge's text, and the icon's title. */
  toolbar(tab: number): Promise<{ badge: string; title: string }> {
    return this.page.evaluate(
      async (tabId) => ({
        badge: await chrome.action.getBadgeText({ tabId }),
        title: await chrome.action.getTitle({ tabId }),
      }),
      tab,
    );
  }

  export(format: ExportFormat, earlier = false): Promise<string> {
    return this.send<string>({ kind: "export", format, earlier });
  }

  async forget(what: Forget): Promise<void> {
    await this.send({ kind: "forget", ...what });
  }

  /** What the extension has stored: all, or what has one name. */
  stored(only?: string): Promise<Record<string, unknown[]>> {
    return this.page.evaluate(async (only) => {
      const wait = <T>(r: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          r.onsuccess = () => resolve(r.result);
          r.onerror = () => reject(r.error);
        });
      const db = await wait(indexedDB.open("midwatch"));
      const all: Record<string, unknown[]> = {};
      for (const name of only === undefined ? db.objectStoreNames : [only]) {
        all[name] = (await wait(db.transaction(name).objectStore(name).getAll())) as unknown[];
      }
      db.close();
      return all;
    }, only);
  }

  /** A picture of the popup, as it stands for a tab. */
  async picture(tab: number, dark: boolean, file: `${string}.png`): Promise<void> {
    const page = await this.driver.browser.newPage();
    try {
      await page.setViewport({ width: popupWidth, height: 600, deviceScaleFactor: 2 });
      if (this.driver.engine === "chromium") {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
      }
      await this.driver.showExtensionPage(page, `popup.html?tab=${tab}`);
      await pause(300); // until it has its answer and has drawn it
      await page.screenshot({ path: file, fullPage: true });
    } finally {
      await page.close();
    }
  }
}

/** Findings as a scenario expects them. */
export function summary(findings: Finding[]): Expect {
  const order = ["notice", "warning", "danger"];
  const worst: Expect = {};
  for (const f of findings) {
    if (order.indexOf(f.level) > order.indexOf(worst[f.check] ?? "")) worst[f.check] = f.level;
  }
  return worst;
}

/** As the background words an error of its own; it always answers so, never by silence. */
export function isFailure(answer: unknown): answer is Failure {
  if (typeof answer !== "object" || answer === null) return false;
  return Object.keys(answer).length === 1 && typeof (answer as Failure).error === "string";
}

function bare(url: string): string {
  return url.replace(/#.*$/, "");
}
