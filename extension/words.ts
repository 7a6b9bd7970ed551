// What Midwatch says, in the reader's language. The texts are in _locales, made
// from the Go catalogue; the browser's own i18n knows neither plurals nor a
// language that somebody chose, so that they are read here.
import { api } from "./browser.js";
import { languages, type MessageArgs, type MessageID } from "./messages.gen.js";
import type { Arg, Phrase } from "./wire.js";

export type Language = (typeof languages)[number];

/** Each language by its own name. */
export const languageNames: Record<Language, string> = {
  en: "English", de: "Deutsch", fr: "Français", es: "Español", "pt-BR": "Português (Brasil)", ja: "日本語", "zh-CN": "简体中文", ar: "العربية",
};

const key = "language";

let texts: Readonly<Record<string, { message: string } | undefined>> = {};
let spoken: Language = "en";

/** The language that is spoken now. */
export const language = (): Language => spoken;

export const direction = (): "ltr" | "rtl" => (spoken === "ar" ? "rtl" : "ltr");

export function isLanguage(v: unknown): v is Language {
  return (languages as readonly unknown[]).includes(v);
}

/** The language that a person chose; undefined for the browser's own. */
export async function chosenLanguage(): Promise<Language | undefined> {
  const chosen: unknown = (await api.storage.local.get(key))[key];
  return isLanguage(chosen) ? chosen : undefined;
}

export async function chooseLanguage(chosen: Language | undefined): Promise<void> {
  if (chosen) await api.storage.local.set({ [key]: chosen });
  else await api.storage.local.remove(key);
}

/** Calls when somebody chose another language. */
export function onLanguage(listener: () => void): void {
  api.storage.onChanged.addListener((changes, area) => { if (area === "local" && key in changes) listener(); });
}

/**
 * Of our languages the one that is nearest to what the browser speaks. Who reads
 * Traditional Chinese reads Simplified more easily than English, as who reads the
 * Portuguese of Portugal reads Brazil's.
 */
export function nearest(tag: string): Language {
  const lower = tag.toLowerCase().replaceAll("_", "-");
  const [base] = lower.split("-");
  return languages.find((l) => l.toLowerCase() === lower) ?? languages.find((l) => l.split("-")[0] === base) ?? "en";
}

/** Makes ready to speak, and tells a page in what language it is. */
export async function loadWords(): Promise<void> {
  const wanted = (await chosenLanguage().catch(() => undefined)) ?? nearest(api.i18n.getUILanguage());
  // English is what is written first: a language whose texts cannot be read must not cost all words.
  await use(wanted).catch(() => use("en"));
  if (typeof document === "undefined") return;
  document.documentElement.lang = spoken;
  document.documentElement.dir = direction();
}

async function use(language: Language): Promise<void> {
  const file = await fetch(api.runtime.getURL(`_locales/${language.replace("-", "_")}/messages.json`));
  useTexts(language, (await file.json()) as typeof texts);
}

export function useTexts(language: Language, all: typeof texts): void {
  spoken = language;
  texts = all;
  formats = undefined;
}

type Value = string | number | Date | { seconds: number } | readonly string[];

/** A message. */
export function t<ID extends MessageID>(id: ID, ...args: MessageArgs[ID]): string {
  return fill(id, args) ?? id;
}

/** A message whose ID is put together from a name of the core's: named("state", "secure"), named("check", "insecure-page", "why"). */
export function named(kind: string, name: string, part = ""): string | undefined {
  return fill([kind, name.replaceAll("-", "_"), ...(part === "" ? [] : [part])].join("_"), []);
}

/** What the core said; in its own English where it is of another version, and what it says is not known. */
export function say(phrases: readonly Phrase[] | undefined, english: string): string {
  const said = phrases?.map(({ id, args }) => fill(id, (args ?? []).map(valueOf)));
  return said === undefined || said.length === 0 || said.includes(undefined) ? english : said.join(spoken === "ja" || spoken === "zh-CN" ? "" : " ");
}

function valueOf({ kind, text, number, list }: Arg): Value {
  switch (kind) {
    case "number": return number ?? 0;
    case "day": return new Date(number ?? 0);
    case "span": return { seconds: number ?? 0 };
    case "list": return list ?? [];
    default: return text ?? "";
  }
}

function fill(id: string, args: readonly Value[]): string | undefined {
  const { plurals } = formatting();
  const n = args.find((a) => typeof a === "number");
  const text = Object.hasOwn(texts, id) ? texts[id] : n === undefined ? undefined : texts[`${id}_${plurals.select(n)}`] ?? texts[`${id}_other`];
  if (text === undefined) return undefined;
  const { message, placeholders } = text as { message: string; placeholders?: Record<string, { content: string } | undefined> };
  // From right to left, "https://" at the end of a word would have its marks before it.
  const written = direction() === "rtl" ? message.replace(/https?:\/\//g, "\u2068$&\u2069") : message;
  return written.replace(/\$\$|\$(\w+)\$/g, (all, name: string | undefined) => {
    if (name === undefined) return "$";
    const place = Number(placeholders?.[name.toLowerCase()]?.content.slice(1));
    const arg = args[place - 1];
    return arg === undefined ? all : format(arg);
  });
}

function format(value: Value): string {
  const { numbers, days, lists } = formatting();
  if (typeof value === "number") return numbers.format(value);
  if (typeof value === "string") return shown(shortened(value));
  if (value instanceof Date) return days.format(value);
  if ("seconds" in value) return span(value.seconds);
  return lists.format(value.map((text) => shown(shortened(text))));
}

let formats: { plurals: Intl.PluralRules; numbers: Intl.NumberFormat; days: Intl.DateTimeFormat; lists: Intl.ListFormat } | undefined;

function formatting(): NonNullable<typeof formats> {
  formats ??= {
    plurals: new Intl.PluralRules(spoken),
    numbers: new Intl.NumberFormat(spoken),
    days: new Intl.DateTimeFormat(spoken, { dateStyle: "medium", timeZone: "UTC" }),
    lists: new Intl.ListFormat(spoken),
  };
  return formats;
}

const year = 31_536_000, day = 86_400; // seconds

/** A length of time in the largest unit that tells it well; as the core's say.EnglishSpan. */
function span(seconds: number): string {
  const units = [["year", year, 2 * day], ["day", day, day], ["hour", 3600, 3600], ["minute", 60, 60]] as const;
  for (const [unit, size, slack] of units) {
    const n = Math.floor(seconds / size);
    if (n > 0 && seconds % size < n * slack) return inUnit(n, unit);
  }
  return inUnit(seconds, "second");
}

function inUnit(n: number, unit: string): string {
  return new Intl.NumberFormat(spoken, { style: "unit", unit, unitDisplay: "long" }).format(n);
}

/** Control characters, what turns the direction of writing, what is not seen at all, and halves of characters. */
const hiding = /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** What is written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Text that a page or a host wrote, so that it can neither hide nor turn around what stands beside it. */
export function shown(text: string): string {
  const plain = (closed(text) ? text : text.replace(/[\u2068\u2069]/g, "\ufffd")).replace(hiding, "\ufffd");
  return spoken === "ar" || rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** Whether each isolate is closed. Those stay: what is said within something else has them, and they turn nothing but what is in them. */
function closed(text: string): boolean {
  let open = 0;
  for (const [mark] of text.matchAll(/[\u2068\u2069]/g)) {
    open += mark === "\u2068" ? 1 : -1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** Characters of an address within a sentence. More than the longest host has. */
const longest = 300;

/** A long address without its middle. Its host stays whole: whose it is stands at the host's end. */
export function shortened(address: string, most = longest): string {
  if (address.length <= most) return address;
  const [authority = ""] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i.exec(address) ?? [];
  // What stands before an @ is no part of the host, and can be of any length.
  const name = authority.replace(/\/\/[^]*@/, "//…@");
  const host = name.length <= most ? name : "";
  const rest = address.slice(host === "" ? 0 : authority.length);
  const room = Math.max(20, most - host.length - 1);
  if (rest.length <= room) return host + rest;
  const end = Math.floor(room / 3);
  return `${host}${rest.slice(0, room - end)}…${rest.slice(-end)}`;
}
