// What the person switched on and off. It is no memory of what was seen: neither
// a damaged database nor forgetting takes it away.
import { api } from "../browser.js";

/** A page whose body is known, asked for on each network to see whether somebody changes it. */
export interface CanarySettings {
  on: boolean;
  url: string;
  body: string;
}

/** The language (words.ts) and what needs a permission are kept apart: the permission is its own switch. */
export interface Settings {
  /** A banner in a page where there is danger. */
  banner: boolean;
  /** A question before a secret is sent in clear. */
  ask: boolean;
  canary: CanarySettings;
}

/** A canary that is well known: Mozilla keeps it for this. */
export const offered: CanarySettings = { on: false, url: "http://detectportal.firefox.com/success.txt", body: "success\n" };

/** What holds until somebody says otherwise. */
export const usual: Readonly<Settings> = { banner: true, ask: true, canary: offered };

/** Characters of an address and of a body that a person may set. */
export const maxURL = 2000;
export const maxBody = 2000;

/** Whether a canary can be used. Only what is not encrypted can be changed on its way. */
export function isCanarySettings(v: unknown): v is CanarySettings {
  if (typeof v !== "object" || v === null) return false;
  const { on, url, body } = v as Record<string, unknown>;
  return typeof on === "boolean" && typeof url === "string" && url.length <= maxURL && typeof body === "string" && body.length <= maxBody
    && URL.canParse(url) && new URL(url).protocol === "http:" && new URL(url).username === "" && new URL(url).password === "";
}

/** Each has a key of its own: two pages that keep one each do not undo the other's. */
const keys = ["banner", "ask", "canary"] as const satisfies readonly (keyof Settings)[];

/** What is set; the usual where nothing is, or what is there cannot be used. */
export async function settings(): Promise<Settings> {
  return fromStored(await api.storage.local.get([...keys]));
}

export function fromStored({ banner, ask, canary }: Record<string, unknown>): Settings {
  return {
    banner: typeof banner === "boolean" ? banner : usual.banner,
    ask: typeof ask === "boolean" ? ask : usual.ask,
    canary: isCanarySettings(canary) ? { on: canary.on, url: canary.url, body: canary.body } : usual.canary,
  };
}

export async function keepSettings(some: Partial<Settings>): Promise<void> {
  await api.storage.local.set(some);
}

/** Calls with what is set when somebody set something, until what it gives is called. */
export function onSettings(listener: (now: Settings) => void): () => void {
  const tell = (changes: object, area: string): void => {
    if (area === "local" && keys.some((key) => key in changes)) void settings().then(listener);
  };
  api.storage.onChanged.addListener(tell);
  return () => { api.storage.onChanged.removeListener(tell); };
}
