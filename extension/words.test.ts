// What is said in each language, and what pages and hosts write beside it.
import { deepEqual, equal, ok } from "node:assert/strict";
import { before, beforeEach, test } from "node:test";

let words: typeof import("./words.js");
let files: Record<string, object> = {};
let uiLanguage = "en-US";
const stored: Record<string, unknown> = {};

before(async () => {
  const local = {
    get: (key: string) => Promise.resolve(key in stored ? { [key]: stored[key] } : {}),
    set: (some: object) => Promise.resolve(void Object.assign(stored, some)),
    remove: (key: string) => Promise.resolve(void Reflect.deleteProperty(stored, key)),
  };
  const runtime = { getURL: (path: string) => `chrome-extension://midwatch/${path}` };
  const i18n = { getUILanguage: () => uiLanguage };
  const fetch = (url: string) => {
    const file = files[/_locales\/(\w+)\//.exec(url)?.[1] ?? ""];
    return file ? Promise.resolve(Response.json(file)) : Promise.reject(new TypeError("no such file"));
  };
  Object.assign(globalThis, { chrome: { runtime, i18n, storage: { local } }, fetch });
  words = await import("./words.js");
});

beforeEach(() => { words.useTexts("en", texts("a page", "pages")); });

const count = { count: { content: "$1" } };
const message = (text: string, placeholders: object = count): { message: string } => ({ message: text, placeholders } as { message: string });

/** Texts with a plural, by its forms in the language; parts_more stands for any message with a number. */
function texts(...forms: string[]): Record<string, { message: string }> {
  const names = { 1: ["other"], 2: ["one", "other"], 3: ["one", "many", "other"], 6: ["zero", "one", "two", "few", "many", "other"] }[forms.length] ?? [];
  return Object.fromEntries(forms.map((form, i) => [`parts_more_${names[i] ?? ""}`, message(form)]));
}

test("a plural has the form that its language has for the number", () => {
  const form = (n: number): string => words.t("parts_more", n);
  deepEqual([0, 1, 2].map(form), ["pages", "a page", "pages"]);
  words.useTexts("fr", texts("one", "many", "other"));
  deepEqual([0, 1, 2, 999_999, 1_000_000].map(form), ["one", "one", "other", "other", "many"]);
  words.useTexts("ar", texts("zero", "one", "two", "few", "many", "other"));
  deepEqual([0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(form), ["zero", "one", "two", "few", "few", "many", "many", "other", "other", "few"]);
  words.useTexts("ja", texts("other"));
  deepEqual([0, 1, 2].map(form), ["other", "other", "other"]);
});

test("a form that is missing is said by the one for all numbers, a message that is missing by its name", () => {
  words.useTexts("fr", texts("one", "other"));
  equal(words.t("parts_more", 1_000_000), "other");
  equal(words.t("looking"), "looking");
  equal(words.named("check", "no-such-check", "title"), undefined);
  equal(words.named("constructor", ""), undefined);
});

test("numbers are written as the language writes them", () => {
  words.useTexts("de", texts("$COUNT$ Seite", "$COUNT$ Seiten"));
  equal(words.t("parts_more", 12_345), "12.345 Seiten");
  words.useTexts("en", { parts_more_other: message("$COUNT$ of $$5 and $OTHER$") });
  equal(words.t("parts_more", 7), "7 of $5 and $OTHER$");
});

const places = { a: { content: "$1" } };
const said = (kind: "day" | "span" | "list" | "number" | "text" | "", value: { number?: number; list?: string[]; text?: string }): string =>
  words.say([{ id: "x", args: [{ kind, ...value } as never] }], "English");

test("days, lengths of time and lists are written as the language writes them", () => {
  words.useTexts("en", { x: message("$A$", places) });
  equal(said("day", { number: Date.UTC(2026, 0, 2, 23, 59) }), "Jan 2, 2026");
  // As the core's own English (wasm/say).
  const spans: [number, string][] = [[31_536_000, "1 year"], [2 * 31_536_000, "2 years"], [15_552_000, "180 days"], [86_400, "1 day"], [3600, "1 hour"], [300, "5 minutes"], [1, "1 second"], [0, "0 seconds"]];
  for (const [seconds, want] of spans) equal(said("span", { number: seconds }), want);
  equal(said("list", { list: ["a.test", "b.test", "c.test"] }), "a.test, b.test, and c.test");
  equal(said("list", {}), "");
  words.useTexts("de", { x: message("$A$", places) });
  equal(said("day", { number: Date.UTC(2026, 0, 2) }), "02.01.2026");
  equal(said("span", { number: 15_552_000 }), "180 Tage");
  equal(said("list", { list: ["a.test", "b.test"] }), "a.test und b.test");
});

test("what the core says of which a part is not known is said in the core's English, all of it", () => {
  words.useTexts("de", { x: message("Ja: $A$", places) });
  const known = { id: "x", args: [{ kind: "", text: "a.test" } as never] };
  equal(words.say([known, known], "Yes."), "Ja: a.test Ja: a.test");
  equal(words.say([known, { id: "y" }], "Yes. And no."), "Yes. And no.");
  equal(words.say([known, { id: "__proto__" }], "Yes."), "Yes.");
  equal(words.say([], "Yes."), "Yes.");
  equal(words.say(undefined, "Yes."), "Yes.");
  words.useTexts("ja", { x: message("はい。", {}) });
  equal(words.say([known, known], "Yes."), "はい。はい。");
});

test("the nearest language is found", () => {
  const near: Record<string, string> = {
    en: "en", "en-GB": "en", de: "de", "de-AT": "de", fr_CA: "fr", "es-419": "es", pt: "pt-BR", "pt-PT": "pt-BR", "PT-br": "pt-BR", ja: "ja",
    zh: "zh-CN", "zh-TW": "zh-CN", "zh-Hant-HK": "zh-CN", "zh_Hans_CN": "zh-CN", "ar-EG": "ar", nl: "en", "": "en", "arc": "en",
  };
  deepEqual(Object.fromEntries(Object.keys(near).map((tag) => [tag, words.nearest(tag)])), near);
});

test("the chosen language is spoken, else the browser's, else English", async () => {
  files = { en: { x: { message: "Yes" } }, ar: { x: { message: "نعم" } }, de: { x: { message: "Ja" } } };
  const now = async (): Promise<[string, string, string]> => {
    await words.loadWords();
    return [words.language(), words.direction(), words.say([{ id: "x" }], "?")];
  };
  uiLanguage = "de-CH";
  deepEqual(await now(), ["de", "ltr", "Ja"]);
  await words.chooseLanguage("ar");
  deepEqual(await now(), ["ar", "rtl", "نعم"]);
  await words.chooseLanguage("fr"); // its texts cannot be read
  deepEqual(await now(), ["en", "ltr", "Yes"]);
  stored["language"] = "tlh";
  deepEqual(await now(), ["de", "ltr", "Ja"]);
  await words.chooseLanguage(undefined);
  deepEqual(await now(), ["de", "ltr", "Ja"]);
});

test("text of pages neither hides nor turns around what stands beside it", () => {
  for (const hiding of ["\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u061c", "\u200b", "\u2060", "\u00ad", "\ufeff", "\u0000", "\n", "\u0085", "\u2028", "\ud83d", "\u{e0041}"]) {
    equal(words.shown(`a${hiding}b`), "a\ufffdb", JSON.stringify(hiding));
  }
  equal(words.shown("xn--80ak6aa92e.com"), "xn--80ak6aa92e.com");
  equal(words.shown("👩‍👩‍👧 café 日本"), "👩‍👩‍👧 café 日本");
  for (const open of ["a\u2068b", "a\u2069b", "\u2069a\u2068b"]) equal(words.shown(open), open.replace(/[\u2068\u2069]/g, "\ufffd"));
  for (const rtl of ["שלום.test", "مثال.test", "\u{1e900}.test"]) equal(words.shown(rtl), `\u2068${rtl}\u2069`);
  words.useTexts("ar", { x: message("$A$", places) });
  equal(words.shown("a.test/b"), "\u2068a.test/b\u2069");
  // What is said within something else.
  equal(said("", { text: said("", { text: "a.test" }) }), "\u2068\u2068a.test\u2069\u2069");
  equal(said("", { text: "a\u202eb" }), "\u2068a\ufffdb\u2069");
  // The marks of an address stay behind its letters.
  words.useTexts("ar", { yes: message("اكتب https:// في أوله") });
  equal(words.say([{ id: "yes" }], ""), "اكتب \u2068https://\u2069 في أوله");
});

test("of a long address the middle is left out, and the host stays whole", () => {
  equal(words.shortened("http://a.test/"), "http://a.test/");
  const long = words.shortened(`https://a.test/${"b".repeat(10_000)}/end`);
  ok(long.startsWith("https://a.test/bbb") && long.endsWith("b/end") && long.includes("b…b"), long);
  equal(long.length, 300);
  const host = `www.bank.test.${"a.".repeat(100)}evil.test`;
  ok(words.shortened(`https://${host}/${"b".repeat(10_000)}`).startsWith(`https://${host}/b`));
  equal(words.shortened(`https://${"www.bank.test".repeat(1000)}@evil.test/`), "https://…@evil.test/");
  const data = words.shortened(`data:text/html,${"<p>".repeat(5000)}`);
  ok(data.startsWith("data:text/html,<p>") && data.length === 300, data);
  ok(words.shortened(`https://${"a".repeat(20_000)}`).length <= 300);
  words.useTexts("en", { x: message("See $A$.", places) });
  // An emoji that is cut in two leaves no half.
  const cut = said("", { text: `http://a.test/${"👻".repeat(5000)}` });
  ok(cut.length < 320 && !/\p{Cs}/u.test(cut), cut);
});
