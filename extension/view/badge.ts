// The toolbar: count, shape and title, each as the report says.
import { api } from "../browser.js";
import type { Report } from "../wire.js";
import { say, t } from "../words.js";

const sizes = [16, 32, 48] as const;

/** What the title says where there is nothing to show; where Midwatch may not see sites, that. */
const nothing = (access: boolean): string => t(access ? "toolbar_off" : "toolbar_withheld");

/** Shows the same in every tab that showBadge was not called for. */
export async function showElsewhere(access: boolean): Promise<void> {
  await api.action.setTitle({ title: nothing(access) });
}

/** Shows a report in the toolbar of its tab; null where there is nothing to show. */
export async function showBadge(tab: number, report: Report | null, access: boolean): Promise<void> {
  const state = report?.verdict.state ?? "off";
  const icons = Object.fromEntries(sizes.map((s) => [s, `icons/${state}-${s}.png`]));
  const count = report && report.warnings > 0 ? String(report.warnings) : "";
  try {
    await Promise.all([
      api.action.setIcon({ tabId: tab, path: icons }),
      api.action.setBadgeText({ tabId: tab, text: count }),
      api.action.setBadgeBackgroundColor({ tabId: tab, color: state === "suspect" ? "#b81d24" : "#7a4b00" }),
      api.action.setTitle({ tabId: tab, title: report ? t("toolbar_title", say(report.verdict.words, report.verdict.sentence)) : nothing(access) }),
    ]);
  } catch {
    // The tab was closed meanwhile; its badge went with it.
  }
}
