// Has the browser stop the extension's background, as it does by itself after a
// quiet while.
import type { CDPSession } from "puppeteer-core";
import type { Driver } from "./driver.js";

/** Firefox's own way to stop an idle background; it names the extension by its ID. */
const terminate = `WebExtensionPolicy.getByID("midwatch@midwatch.example").extension
  .terminateBackground({ disableResetIdleForTest: true })`;

/** Stops the background if it runs. A page of the extension has to be open. */
export async function stop(driver: Driver): Promise<void> {
  if (driver.engine === "firefox") await driver.evaluateInFirefox(terminate);
  else await (await workersOf(driver)).send("ServiceWorker.stopAllWorkers");
}

const sessions = new WeakMap<Driver, CDPSession>();

/** A line to Chromium on which the extension's workers can be stopped. */
async function workersOf(driver: Driver): Promise<CDPSession> {
  const open = sessions.get(driver);
  if (open !== undefined) return open;
  const target = await driver.browser.waitForTarget((t) => t.type() === "page" && t.url().startsWith(driver.origin), { timeout: 20_000 });
  const session = await target.createCDPSession();
  await session.send("ServiceWorker.enable");
  sessions.set(driver, session);
  return session;
}
