// Who may say what to the background.
import { deepEqual, equal, ok } from "node:assert/strict";
import { before, test } from "node:test";
import type { Handlers } from "./messages.js";

const home = "chrome-extension://midwatch/";
const page = { id: "midwatch", url: "https://evil.test/", frameId: 0, tab: { id: 7 } };
const popup = { id: "midwatch", url: `${home}popup.html` };

type Listener = (message: unknown, sender: object, reply: (answer: unknown) => void) => boolean;
let listener: Listener | undefined;
const heard: string[] = [];
let maxAddressLength = 0;
let maxTextLength = 0;

before(async () => {
  const runtime = {
    id: "midwatch",
    getURL: (path: string) => home + path,
    onMessage: { addListener: (l: Listener) => { listener = l; } },
  };
  Object.assign(globalThis, { chrome: { runtime } });
  const messages = await import("./messages.js");
  const { listen } = messages;
  ({ maxAddressLength, maxTextLength } = messages);
  const handlers: Handlers = {
    page: () => { heard.push("page"); return Promise.resolve(null); },
    gesture: () => { heard.push("gesture"); return Promise.resolve(null); },
    tab: () => { heard.push("tab"); return Promise.reject(new Error("no such tab")); },
    export: ({ format, earlier }) => { heard.push("export"); return Promise.resolve(`as ${format}${earlier ? ", all" : ""}`); },
    forget: () => { heard.push("forget"); return Promise.resolve(null); },
    kept: () => { heard.push("kept"); return Promise.resolve({ hosts: 2, findings: 1 }); },
    choose: ({ trust, scope }) => { heard.push(`choose ${trust} ${scope}`); return Promise.resolve(null); },
    dismiss: () => { heard.push("dismiss"); return Promise.resolve(null); },
    ignore: () => { heard.push("ignore"); return Promise.resolve(null); },
    ignored: () => { heard.push("ignored"); return Promise.resolve([]); },
    upgrade: ({ tab }) => { heard.push(`upgrade ${tab}`); return Promise.resolve("went"); },
    canary: ({ settings }) => { heard.push("canary"); return Promise.resolve({ settings: settings ?? { on: false, url: "", body: "" } }); },
  };
  listen(handlers);
});

function say(message: unknown, sender: object): Promise<unknown> {
  return new Promise((resolve) => { ok(listener); listener(message, sender, resolve); });
}

const text = { kind: "page", url: "https://evil.test/", base: "https://evil.test/", text: "<p>", at: 1 };

test("each message reaches its handler from those who may send it", async () => {
  equal(await say(text, page), null);
  equal(await say({ ...text, part: true, truncated: true }, { ...page, documentLifecycle: "active" }), null);
  equal(await say({ ...text, protocol: "h2" }, page), null);
  equal(await say({ kind: "gesture", url: "https://evil.test/", at: 1 }, page), null);
  equal(await say({ kind: "export", format: "json" }, popup), "as json");
  equal(await say({ kind: "export", format: "csv" }, { ...popup, tab: { id: 9 } }), "as csv");
  equal(await say({ kind: "export", format: "csv", earlier: true }, popup), "as csv, all");
  for (const what of [{ host: "www.a.test" }, { host: "[::1]" }, { since: 1 }, { everything: true }]) {
    equal(await say({ kind: "forget", ...what }, popup), null);
  }
});

test("how much is remembered is told", async () => {
  deepEqual(await say({ kind: "kept" }, popup), { hosts: 2, findings: 1 });
  ok("error" in (await say({ kind: "kept" }, page) as object));
});

test("a person's word on the network reaches its handler", async () => {
  for (const trust of ["trusted", "untrusted", ""]) {
    for (const scope of ["epoch", "network", "everywhere"]) equal(await say({ kind: "choose", trust, scope }, popup), null);
  }
  for (const reason of ["It is my own test.", ""]) equal(await say({ kind: "dismiss", check: "https-stripped", subject: "a.test", reason }, popup), null);
  const settings = { on: true, url: "http://canary.test/", body: "sings\n" };
  deepEqual(await say({ kind: "canary", settings, ask: true }, popup), { settings });
  ok(await say({ kind: "canary" }, popup));
});

test("an error of a handler crosses as data", async () => {
  deepEqual(await say({ kind: "tab", tab: 7 }, popup), { error: "no such tab" });
});

test("anything else is answered with an error, and nothing happens", async () => {
  const refused: [string, unknown, object][] = [
    ["a page that wants the export", { kind: "export", format: "json" }, page],
    ["a page that wants a tab", { kind: "tab", tab: 7 }, page],
    ["a page of another extension's id", text, { ...page, id: "other" }],
    ["an extension page that pretends to be a document", text, popup],
    ["an address that only begins like ours", { kind: "tab", tab: 7 }, { ...popup, url: "chrome-extension://midwatch.evil.test/" }],
    ["an unknown kind", { kind: "remember" }, popup],
    ["a page that wants all forgotten", { kind: "forget", everything: true }, page],
    ["nothing to forget", { kind: "forget" }, popup],
    ["two things to forget", { kind: "forget", since: 1, everything: true }, popup],
    ["a host that is none", { kind: "forget", host: "a b" }, popup],
    ["a host without a name", { kind: "forget", host: "" }, popup],
    ["a time that is none", { kind: "forget", since: NaN }, popup],
    ["an everything that is not", { kind: "forget", everything: false }, popup],
    ["earlier sessions, perhaps", { kind: "export", format: "json", earlier: "yes" }, popup],
    ["a kind that every object has", { kind: "toString" }, popup],
    ["an unknown format", { kind: "export", format: "exe" }, popup],
    ["a format from the prototype", { kind: "export", format: "constructor" }, popup],
    ["a tab that is no number", { kind: "tab", tab: "7" }, popup],
    ["a text that is no text", { ...text, text: 7 }, page],
    ["a text that is longer than any", { ...text, text: "x".repeat(maxTextLength + 2) }, page],
    ["an address without end", { ...text, url: `data:,${"x".repeat(maxAddressLength)}` }, page],
    ["a base without end", { ...text, base: `data:,${"x".repeat(maxAddressLength)}` }, page],
    ["no base", { ...text, base: undefined }, page],
    ["a part that is neither yes nor no", { ...text, part: 1 }, page],
    ["a protocol without end", { ...text, protocol: "h".repeat(21) }, page],
    ["a protocol that is a sentence", { ...text, protocol: "h2 and more" }, page],
    ["an extension page that pretends that a person did something", { kind: "gesture", url: "https://evil.test/", at: 1 }, popup],
    ["a gesture of no time", { kind: "gesture", url: "https://evil.test/", at: "now" }, page],
    ["a page on its way out", text, { ...page, documentLifecycle: "cached" }],
    ["a page that is not shown yet", text, { ...page, documentLifecycle: "prerender" }],
    ["a page that trusts the network", { kind: "choose", trust: "trusted", scope: "everywhere" }, page],
    ["a trust that is none", { kind: "choose", trust: "unknown", scope: "epoch" }, popup],
    ["a trust in what is not there", { kind: "choose", trust: "trusted", scope: "world" }, popup],
    ["a page that sets an alarm aside", { kind: "dismiss", check: "https-stripped", subject: "a.test", reason: "mine" }, page],
    ["a reason without end", { kind: "dismiss", check: "https-stripped", subject: "a.test", reason: "x".repeat(1000) }, popup],
    ["an alarm without a name", { kind: "dismiss", subject: "a.test", reason: "mine" }, popup],
    ["a page that wants the canary", { kind: "canary" }, page],
    ["a canary that is encrypted", { kind: "canary", settings: { on: true, url: "https://canary.test/", body: "" } }, popup],
    ["a canary of nowhere", { kind: "canary", settings: { on: true, url: "canary", body: "" } }, popup],
    ["a canary that gives a password away", { kind: "canary", settings: { on: true, url: "http://me:secret@canary.test/", body: "" } }, popup],
    ["a canary that is perhaps on", { kind: "canary", settings: { on: 1, url: "http://canary.test/", body: "" } }, popup],
    ["a canary that says too much", { kind: "canary", settings: { on: true, url: "http://canary.test/", body: "x".repeat(2001) } }, popup],
    ["an order that is none", { kind: "canary", ask: "now" }, popup],
    ["no message", null, popup],
    ["a string", "export", popup],
  ];
  heard.length = 0;
  for (const [name, message, sender] of refused) {
    const answer = (await say(message, sender)) as { error?: unknown };
    equal(typeof answer.error, "string", name);
  }
  deepEqual(heard, []);
});
