// The toolbar: count, shape and title, each as the report says.
import { api } from "../browser.js";
import type { Report } from "../wire.js";

const sizes = [16, 32, 48] as const;

/** Shows a report in the toolbar of its tab; null where there is nothing to show. */
export async function showBadge(tab: number, report: Report | null): Promise<void> {
  const state = report?.verdict.state ?? "off";
  const icons = Object.fromEntries(sizes.map((s) => [s, `icons/${state}-${s}.png`]));
  const count = report && report.warnings > 0 ? String(report.warnings) : "";
  try {
    await Promise.all([
      api.action.setIcon({ tabId: tab, path: icons }),
      api.action.setBadgeText({ tabId: tab, text: count }),
      api.action.setBadgeBackgroundColor({ tabId: tab, color: state === "suspect" ? "#b81d24" : "#7a4b00" }),
      api.action.setTitle({ tabId: tab, title: `Midwatch: ${report?.verdict.sentence ?? "nothing seen on this page"}` }),
    ]);
  } catch {
    // The tab was closed meanwhile; its badge went with it.
  }
}
