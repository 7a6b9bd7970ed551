// How the browser says that a person likes to see things: light or dark, and in
// colours of their own. Nothing moves, as they asked for that too.
import type { CDPSession, Page } from "puppeteer-core";
import type { Driver } from "./driver.js";

export type Scheme = "light" | "dark";

/** Firefox hears of it by these; in Chromium each page is told. */
export const still = { "ui.prefersReducedMotion": 1 };

const sessions = new WeakMap<Page, CDPSession>();

export async function show(driver: Driver, page: Page, scheme: Scheme, forced = false): Promise<void> {
  if (driver.engine === "firefox") {
    await driver.evaluateInFirefox(`Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", ${scheme === "dark" ? 0 : 1});
      Services.prefs.setIntPref("browser.display.document_color_use", ${forced ? 2 : 1})`);
  } else {
    const session = sessions.get(page) ?? (await page.createCDPSession());
    sessions.set(page, session);
    await session.send("Emulation.setEmulatedMedia", {
      features: [
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
        { name: "forced-colors", value: forced ? "active" : "none" },
      ],
    });
  }
  await page.waitForFunction(
    (want, forced) => matchMedia(`(prefers-color-scheme: ${want}) and (forced-colors: ${forced})`).matches || forced === "active",
    { timeout: 3000, polling: 20 },
    scheme,
    forced ? "active" : "none",
  );
}
