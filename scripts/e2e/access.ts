// Has the browser withhold sites from the extension, or give them again, as its own
// pages let people.
import type { Session } from "./session.js";

export async function withhold(s: Session): Promise<void> {
  if (s.driver.engine === "chromium") return hostAccess(s, "ON_CLICK");
  // Firefox counts those of the content script apart.
  await s.desk.page.evaluate(() => chrome.permissions.remove({ origins: ["<all_urls>", "http://*/*", "https://*/*"] }));
}

/** In Chromium only: Firefox asks. */
export function allow(s: Session): Promise<void> {
  return hostAccess(s, "ON_ALL_SITES");
}

interface DeveloperPrivate {
  updateExtensionConfiguration(update: { extensionId: string; hostAccess: string }): Promise<void>;
}

async function hostAccess({ driver }: Session, access: string): Promise<void> {
  const page = await driver.browser.newPage();
  await page.goto("chrome://extensions");
  await page.evaluate(async (extensionId, hostAccess) => {
    await (chrome as unknown as { developerPrivate: DeveloperPrivate }).developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess });
  }, new URL(driver.origin).host, access);
  await page.close();
}
