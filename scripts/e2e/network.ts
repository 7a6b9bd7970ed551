// Takes the computer to another network, as far as the extension can tell: its
// background hears that the computer went offline, and came online again.
import type { Page } from "puppeteer-core";
import type { Driver } from "./driver.js";
import { stop } from "./stop.js";

/** Within so many milliseconds after an epoch began nothing begins another: it is taken for the same cause (wasm/network). */
const settling = 10_000;

/** Begins a new network epoch. The browser itself stays online: only the background is told. It takes a page of the extension, and opens one if not given. */
export async function newNetwork(driver: Driver, open?: Page): Promise<void> {
  await onPage(driver, open, async (page) => {
    await settled(driver, page);
    for (const event of ["offline", "online"]) await tell(driver, event, page);
  });
}

/** Makes an epoch older that has only just begun, so that nobody needs to wait: where it is kept, and by a stop in the background too. */
export async function settled(driver: Driver, page: Page): Promise<void> {
  const aged = await page.evaluate(async (ms) => {
    const { epoch } = (await chrome.storage.session.get("epoch")) as { epoch?: { began?: number } };
    const began = epoch?.began ?? 0;
    if (Date.now() - began >= ms) return false;
    await chrome.storage.session.set({ epoch: { ...epoch, began: began - ms } });
    return true;
  }, settling);
  if (aged) await stop(driver);
}

/** Has the background's own global object dispatch an event, as the browser does; wakes it before. */
export async function tell(driver: Driver, event: string, open?: Page): Promise<void> {
  await onPage(driver, open, async (page) => {
    if (driver.engine === "firefox") {
      await page.evaluate(async (name) => {
        const background = await chrome.runtime.getBackgroundPage();
        background?.dispatchEvent(new Event(name));
      }, event);
      return;
    }
    await page.evaluate(() => chrome.runtime.sendMessage({ kind: "tab", tab: -1 }) as Promise<unknown>);
    const target = await driver.browser.waitForTarget((t) => t.type() === "service_worker" && t.url().startsWith(driver.origin), { timeout: 5000 });
    // A worker of puppeteer's stays attached, and what is attached does not start again after a stop.
    const line = await target.createCDPSession();
    await line.send("Runtime.evaluate", { expression: `dispatchEvent(new Event("${event}"))` });
    await line.detach();
  });
}

async function onPage(driver: Driver, open: Page | undefined, use: (page: Page) => Promise<void>): Promise<void> {
  const page = open ?? await driver.extensionPage("popup.html");
  try {
    await use(page);
  } finally {
    if (page !== open) await page.close();
  }
}

/** Has the browser ask for hosts' addresses again, as after a change of the network. */
export async function forgetNames(driver: Driver): Promise<void> {
  if (driver.engine === "firefox") {
    // It keeps a name for a moment even where it is to keep none, and an idle connection for longer.
    await driver.evaluateInFirefox('Services.dns.clearCache(true); Services.obs.notifyObservers(null, "net:prune-all-connections")');
    return;
  }
  const page = await driver.browser.newPage();
  try {
    await page.goto("chrome://net-internals/#dns");
    const button = await page.waitForSelector("#dns-view-clear-cache", { timeout: 5000 });
    await button?.evaluate((e) => { (e as HTMLElement).click(); });
  } finally {
    await page.close();
  }
}
