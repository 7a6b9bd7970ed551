// What the person switched on. It is no memory of what was seen: neither a
// damaged database nor forgetting takes it away.
import { api } from "../browser.js";

/** A page whose body is known, asked for on each network to see whether somebody changes it. */
export interface CanarySettings {
  on: boolean;
  url: string;
  body: string;
}

/** One that is well known: Mozilla keeps it for this. */
export const offered: CanarySettings = { on: false, url: "http://detectportal.firefox.com/success.txt", body: "success\n" };

/** Characters of an address and of a body that a person may set. */
export const maxURL = 2000;
export const maxBody = 2000;

const key = "canary";

/** Whether settings can be used. Only what is not encrypted can be changed on its way. */
export function isCanarySettings(v: unknown): v is CanarySettings {
  if (typeof v !== "object" || v === null) return false;
  const { on, url, body } = v as Record<string, unknown>;
  return typeof on === "boolean" && typeof url === "string" && url.length <= maxURL && typeof body === "string" && body.length <= maxBody
    && URL.canParse(url) && new URL(url).protocol === "http:" && new URL(url).username === "" && new URL(url).password === "";
}

export async function canarySettings(): Promise<CanarySettings> {
  const stored: unknown = (await api.storage.local.get(key))[key];
  return isCanarySettings(stored) ? stored : offered;
}

export async function keepCanarySettings({ on, url, body }: CanarySettings): Promise<void> {
  await api.storage.local.set({ [key]: { on, url, body } satisfies CanarySettings });
}
