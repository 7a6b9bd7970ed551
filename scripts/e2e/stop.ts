// Has the browser stop the extension's background, as it does by itself after a
// quiet while.
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import type { Driver } from "./driver.js";
import { until } from "./session.js";

const idle = 1500; // ms of quiet after which Firefox is told to stop the background

/** Preferences that a browser whose background is to be stopped needs. */
export const stoppable = { "extensions.background.idle.timeout": idle };

/** Stops the background, and sees to it that it did. page is one of the extension's. */
export async function stop(driver: Driver, page: Page): Promise<void> {
  if (driver.engine === "firefox") {
    // Asking for its contexts does not wake the background; a message would.
    await until("end of the event page", idle + 6000, () =>
      page.evaluate(async () => {
        const backgrounds = await chrome.runtime.getContexts({ contextTypes: ["BACKGROUND"] });
        return backgrounds.length === 0 ? true : undefined;
      }),
    );
    return;
  }
  const isWorker = (type: string, url: string) => type === "service_worker" && url.startsWith(driver.origin);
  const target = await driver.browser.waitForTarget((x) => isWorker(x.type(), x.url()), { timeout: 5000 });
  const worker = await target.worker();
  assert.ok(worker);
  await worker.close();
  await until("end of the worker", 3000, async () =>
    driver.browser.targets().includes(target) ? undefined : true,
  );
}
