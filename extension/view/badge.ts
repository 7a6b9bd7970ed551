// The toolbar: count, shape and title, each as the report says. What a tab's icon
// shows is kept in memory, so that it can be drawn again.
import { api } from "../browser.js";
import { speaking } from "../speaking.js";
import type { Report, Verdict } from "../wire.js";
import { say, t } from "../words.js";

const sizes = [16, 32, 48] as const;
const key = (tab: number): string => `badge:${tab}`;

interface Badge {
  verdict: Verdict;
  warnings: number;
}

/** Shows a report in the toolbar of its tab; null where there is nothing to show. */
export async function showBadge(tab: number, report: Report | null): Promise<void> {
  await Promise.all([keep(tab, report).catch(() => undefined), draw(tab, report)]);
}

async function keep(tab: number, report: Report | null): Promise<void> {
  if (report === null) await api.storage.session.remove(key(tab));
  else await api.storage.session.set({ [key(tab)]: { verdict: report.verdict, warnings: report.warnings } satisfies Badge });
}

/** A tab that is gone shows nothing any more. */
export async function dropBadge(tab: number): Promise<void> {
  await api.storage.session.remove(key(tab));
}

/** Draws again what tabs' icons do not show: after a stop, or in another language. */
export async function redrawBadges(): Promise<void> {
  const tabs = (await api.tabs.query({})).flatMap(({ id }) => id ?? []);
  const kept: Record<string, unknown> = await api.storage.session.get(tabs.map(key));
  await speaking();
  for (const tab of tabs) {
    const badge = kept[key(tab)] as Badge | undefined;
    const shown = await api.action.getTitle({ tabId: tab }).catch(() => undefined);
    if (shown !== title(badge)) await draw(tab, badge);
  }
  // Of tabs that come later too.
  await api.action.setTitle({ title: title(null) });
}

function title(badge: Badge | null | undefined): string {
  return badge ? t("toolbar_title", say(badge.verdict.words, badge.verdict.sentence)) : t(withheld ? "toolbar_withheld" : "toolbar_off");
}

/** Sites are withheld: where there is nothing to show, the title says so. */
let withheld = false;

/** Says from now on that sites are withheld, or no longer. What is shown already is for redrawBadges. */
export function showWithheld(now: boolean): void {
  withheld = now;
}

async function draw(tab: number, badge: Badge | null | undefined): Promise<void> {
  await speaking();
  const state = badge?.verdict.state ?? "off";
  const icons = Object.fromEntries(sizes.map((s) => [s, `icons/${state}-${s}.png`]));
  const count = badge && badge.warnings > 0 ? String(badge.warnings) : "";
  try {
    await Promise.all([
      api.action.setIcon({ tabId: tab, path: icons }),
      api.action.setBadgeText({ tabId: tab, text: count }),
      api.action.setBadgeBackgroundColor({ tabId: tab, color: state === "suspect" ? "#b81d24" : "#7a4b00" }),
      api.action.setTitle({ tabId: tab, title: title(badge) }),
    ]);
  } catch {
    // The tab was closed meanwhile; its badge went with it.
  }
}
