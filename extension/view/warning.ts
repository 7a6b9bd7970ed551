// Tells of a danger where it is met: by a banner in the page, and by the browser's
// own notification where nobody looks at it. Once for each host on each network.
import { api } from "../browser.js";
import type { Open } from "../gather/open.js";
import { tellPage } from "../messages.js";
import { settings } from "../store/settings.js";
import { speaking } from "../speaking.js";
import type { Banner } from "../wire.js";
import { direction, language, say, t } from "../words.js";
import { inFront, notify } from "./notification.js";

/** What was told, as storage.session keeps it: in memory only. */
interface Told {
  /** Host and network of each banner and each notification. */
  banners: string[];
  notifications: string[];
  /** Visits whose page took the banner away. */
  lost: string[];
}

const key = "told";

/** Of each kind; the oldest leave. */
const most = 500;

export class Warnings {
  readonly #told: Promise<Told> = load();

  /** Tells of the danger on a page that a tab shows, unless that was done. */
  async raise({ visit, document }: Open, banner: Banner): Promise<void> {
    const tab = visit.tab ?? -1;
    const told = await this.#told;
    if (told.lost.includes(visit.id)) await showLost(tab);
    const about = `${visit.network.epoch} ${banner.host ?? ""}`;
    if (!told.banners.includes(about) && (await settings()).banner) {
      // Noted first: the same page is judged again meanwhile.
      note(told.banners, about);
      const place = { tab, frame: 0, ...(document !== undefined && { document }) };
      const shown = await tellPage(place, await inWords(banner)).catch(() => false);
      if (!shown) told.banners.splice(told.banners.indexOf(about), 1); // a browser's own page, or one that is gone
    }
    if (!told.notifications.includes(about) && !await inFront(tab)) await this.#notify(told, about, tab, banner);
    await save(told);
  }

  /** The page takes the banner away again and again: that is told where it cannot reach. */
  async lost({ visit }: Open, banner: Banner): Promise<void> {
    const told = await this.#told;
    if (told.lost.includes(visit.id)) return;
    note(told.lost, visit.id);
    const about = `${visit.network.epoch} ${banner.host ?? ""}`;
    if (!told.notifications.includes(about)) await this.#notify(told, about, visit.tab ?? -1, banner);
    await showLost(visit.tab ?? -1);
    await save(told);
  }

  /** What the popup says of it. */
  async notes({ visit }: Open): Promise<string[]> {
    if (!(await this.#told).lost.includes(visit.id)) return [];
    await speaking();
    return [t("banner_lost")];
  }

  /** Forgets what was told: it names hosts. */
  async forget(): Promise<void> {
    const told = await this.#told;
    Object.assign(told, { banners: [], notifications: [], lost: [] } satisfies Told);
    await save(told);
  }

  async #notify(told: Told, about: string, tab: number, { title = "", host = "", words }: Banner): Promise<void> {
    note(told.notifications, about);
    await speaking();
    const done = await notify(tab, say(words?.slice(0, 1), title), host);
    if (!done) told.notifications.splice(told.notifications.indexOf(about), 1);
  }
}

function note(list: string[], what: string): void {
  list.push(what);
  if (list.length > most) list.shift();
}

async function load(): Promise<Told> {
  const stored = (await api.storage.session.get(key))[key] as Partial<Record<keyof Told, unknown>> | undefined;
  const list = (v: unknown): string[] => (Array.isArray(v) ? v.filter((about) => typeof about === "string") : []);
  return { banners: list(stored?.banners), notifications: list(stored?.notifications), lost: list(stored?.lost) };
}

async function save(told: Told): Promise<void> {
  await api.storage.session.set({ [key]: told });
}

async function inWords({ host = "", title = "", sentence = "", advice = "", words }: Banner): Promise<Parameters<typeof tellPage<"banner">>[1]> {
  await speaking();
  const part = (n: number, english: string): string => say(words?.slice(n, n + 1), english);
  return {
    kind: "banner", host, lang: language(), dir: direction(), label: t("banner_label"),
    title: part(0, title), text: part(1, sentence), advice: part(2, advice), leave: t("banner_leave"), close: t("banner_close"),
  };
}

/** Says in the toolbar what the page does not let be seen. */
async function showLost(tab: number): Promise<void> {
  await speaking();
  await api.action.setTitle({ tabId: tab, title: t("toolbar_title", t("banner_lost")) }).catch(() => undefined);
}
