// Has the extension take what follows for another network.
import type { Desk } from "./desk.js";

/** Firefox goes offline and comes back, as far as all its pages can tell. Connections end by it. */
const reconnect = "Services.io.offline = true; Services.io.offline = false";

/** Begins a new network epoch, as coming online does. */
export async function newNetwork(desk: Desk): Promise<void> {
  const { driver } = desk;
  await desk.view(-1); // wakes the background
  if (driver.engine === "firefox") {
    await driver.evaluateInFirefox(reconnect);
  } else {
    const target = await driver.browser.waitForTarget((t) => t.type() === "service_worker" && t.url().startsWith(driver.origin), { timeout: 5000 });
    const worker = await target.worker();
    if (worker === null) throw new Error("the extension's worker cannot be reached");
    await worker.evaluate(() => { globalThis.dispatchEvent(new Event("online")); });
  }
  await desk.view(-1); // the answer comes after what was told before
}
