// What came before a navigation's first request, as the browsers were seen to
// tell it.
import { deepEqual, equal, ok } from "node:assert/strict";
import test from "node:test";
import type { NavigationDetails } from "../browser.js";
import type { Source, Visit } from "../wire.js";
import type { Fact } from "./fact.js";
import { maxLed } from "./lead.js";
import type { Open } from "./open.js";
import { newTabs, shown, tab, Telling, watch } from "./telling.js";

const refresh = "http://b.test/";

interface Leading extends Partial<NavigationDetails> {
  wait?: number;
  from?: string;
  to?: string;
  initiator?: string;
  text?: boolean;
  touch?: boolean;
}

/** A document, its text, and the request for the next one, after some milliseconds. */
function leading(source: Source, about: Leading = {}): Telling {
  const { wait = 50, from = "https://a.test/", to = "http://b.test/", text = false, touch = false, ...rest } = about;
  const { initiator = source === "firefox" ? from : "https://a.test", ...committed } = rest;
  const t = new Telling()
    .navigation("onBeforeNavigate", from)
    .loaded("1", from)
    .navigation("onCommitted", from, { documentId: "D1" });
  if (text) t.text("D1", { url: from, refresh });
  t.at += wait;
  if (touch) t.touched();
  return t.navigation("onBeforeNavigate", to)
    .loaded("2", to, source === "firefox" ? { originUrl: initiator } : { initiator })
    .navigation("onCommitted", to, { documentId: "D2", ...committed });
}

const client = { transitionQualifiers: ["client_redirect"] };

function hops(visit: Visit): string[] {
  return (visit.navigation.hops ?? []).map((h) => [h.status ?? 0, h.url, ...(h.client ? ["client"] : []), ...(h.refresh === undefined ? [] : [h.refresh]), ...(h.error === undefined ? [] : [h.error])].join(" "));
}

const chain = (source: Source, t: Telling): string[] => hops(shown(watch(source, t.facts)));

const led = ["200 https://a.test/ client", "200 http://b.test/"];
const notLed = ["200 http://b.test/"];

test("the document that led on stands before the next one, and stays as it was", () => {
  for (const source of ["chromium", "firefox"] as const) {
    const tabs = newTabs(source);
    const t = leading(source, { text: true, ...client });
    watch(source, t.facts, tabs);
    deepEqual(hops(shown(tabs)), [`200 https://a.test/ client ${refresh}`, "200 http://b.test/"]);
    const [left] = tabs.takeLeft();
    ok(left);
    deepEqual(hops(left.visit), ["200 https://a.test/"]);
  }
});

test("a script leads on before anybody touched its document, though no browser says so", () => {
  deepEqual(chain("firefox", leading("firefox")), led);
  deepEqual(chain("chromium", leading("chromium")), led);
  deepEqual(chain("firefox", leading("firefox", { touch: true })), notLed);
  deepEqual(chain("chromium", leading("chromium", { touch: true })), notLed);
  deepEqual(chain("chromium", leading("chromium", { touch: true, ...client })), notLed, "a click on what replaces the address");
});

test("what somebody did in the document before, told late, is not charged to the next", () => {
  const { facts } = leading("firefox");
  const tabs = watch("firefox", facts.slice(0, -5));
  tabs.add({ kind: "touched", tab, frame: 0, url: "", at: 500 });
  watch("firefox", facts.slice(-5), tabs);
  deepEqual(hops(shown(tabs)), led);
});

test("a refresh leads on whatever somebody did meanwhile", () => {
  deepEqual(chain("firefox", leading("firefox", { touch: true, ...client })), led);
  deepEqual(chain("chromium", leading("chromium", { touch: true, text: true, ...client }))[0], `200 https://a.test/ client ${refresh}`);
});

test("what somebody types, a document elsewhere, the way back and a reload lead nowhere", () => {
  for (const source of ["chromium", "firefox"] as const) {
    for (const other of [
      { initiator: "" }, { initiator: "https://elsewhere.test/" },
      { transitionQualifiers: ["client_redirect", "forward_back"] }, { transitionType: "reload", ...client },
      { wait: 6000, ...client },
    ]) deepEqual(chain(source, leading(source, other)), notLed, JSON.stringify(other));
    const again = leading(source, { to: "https://a.test/#part", ...client });
    deepEqual(chain(source, again), ["200 https://a.test/#part"], "to itself");
  }
});

test("a document that failed, or that the browser had in its memory, led nowhere", () => {
  const restored = new Telling().navigation("onCommitted", "https://a.test/")
    .loaded("2", "http://b.test/", { initiator: "https://a.test" }).navigation("onCommitted", "http://b.test/", client);
  deepEqual(chain("chromium", restored), notLed);
  const failed = new Telling()
    .request("onBeforeRequest", "1", "https://a.test/")
    .navigation("onErrorOccurred", "https://a.test/", { error: "net::ERR_CERT_DATE_INVALID" })
    .loaded("2", "http://b.test/", { initiator: "https://a.test" }).navigation("onCommitted", "http://b.test/", client);
  deepEqual(chain("chromium", failed), notLed);
});

test("chains join, and a ring of documents has a bounded one", () => {
  const t = new Telling().request("onBeforeRequest", "r", "https://a.test/old")
    .request("onBeforeRedirect", "r", "https://a.test/old", { statusCode: 302, redirectUrl: "https://a.test/0" })
    .loaded("r", "https://a.test/0").navigation("onCommitted", "https://a.test/0", { documentId: "D0" });
  const step = (n: number): void => {
    t.loaded(`r${n}`, `https://a.test/${n}`, { originUrl: `https://a.test/${n - 1}` }).navigation("onCommitted", `https://a.test/${n}`, { documentId: `D${n}` });
  };
  step(1);
  step(2);
  deepEqual(chain("firefox", t), ["302 https://a.test/old", "200 https://a.test/0 client", "200 https://a.test/1 client", "200 https://a.test/2"]);
  for (let n = 3; n < 100; n++) step(n);
  const visit = shown(watch("firefox", t.facts));
  equal(visit.navigation.hops?.length, maxLed);
  equal(visit.navigation.hops[0]?.url, `https://a.test/${100 - maxLed}`);
});

test("a visit begins with its own navigation, however it was led to", () => {
  const tabs = watch("chromium", leading("chromium", { from: "https://a.test/", ...client }).facts);
  const now = tabs.current.get(tab);
  const [before] = tabs.takeLeft();
  ok(now && before);
  for (const stored of [[now, before], [before, now]]) {
    const again = newTabs("chromium");
    again.restore(structuredClone(stored));
    equal(shown(again).id, now.visit.id);
  }
});

test("the memory of hosts before the next document is what it was before the first", () => {
  const tabs = newTabs("chromium");
  const t = leading("chromium", client);
  const [first, rest] = [t.facts.slice(0, -5), t.facts.slice(-5)];
  watch("chromium", first, tabs);
  const before = tabs.current.get(tab);
  ok(before);
  before.known = { "a.test": null, test: null, "parts.test": null };
  watch("chromium", rest, tabs);
  deepEqual(tabs.current.get(tab)?.known, { "a.test": null, test: null });
});

test("a text that comes late tells of the refresh all the same", () => {
  const t = leading("chromium", client);
  t.text("D1", { url: "https://a.test/", refresh });
  deepEqual(chain("chromium", t)[0], `200 https://a.test/ client ${refresh}`);
});

test("a busy Firefox tells of the next document before its request", () => {
  const t = leading("firefox");
  const tabs = newTabs("firefox");
  const last = t.facts.slice(-4);
  for (const told of [t.facts.slice(0, -4), last.slice(-1), last.slice(0, -1)]) watch("firefox", told, tabs);
  deepEqual(hops(shown(tabs)), led);
});

/** As Chromium tells it: it asks for the twin of the plain address that the navigation began with. */
function firstTried(more: (t: Telling) => Telling, details = {}): Telling {
  return more(new Telling().navigation("onBeforeNavigate", "http://a.test/#part", details));
}

const arrives = (t: Telling): Telling => t.loaded("1", "https://a.test/#part").navigation("onCommitted", "https://a.test/#part", { documentId: "D1" });

test("the plain address that Chromium tried over HTTPS at once is a hop", () => {
  const t = firstTried(arrives);
  const visit = shown(watch("chromium", t.facts));
  deepEqual(hops(visit), ["0 http://a.test/#part", "200 https://a.test/#part"]);
  deepEqual(visit.navigation.hops?.[0], { url: "http://a.test/#part", at: 1000 });
  const late = newTabs("chromium");
  const [begun, asked, ...rest] = t.facts;
  ok(begun && asked);
  for (const fact of [asked, begun, ...rest]) late.add(fact);
  deepEqual(hops(shown(late)), hops(visit), "told late by a woken worker");
});

test("and what it goes back to belongs to the same chain", () => {
  const t = firstTried((u) => u
    .request("onBeforeRequest", "1", "https://a.test/#part")
    .request("onErrorOccurred", "1", "https://a.test/#part", { error: "net::ERR_CONNECTION_CLOSED" })
    .loaded("2", "http://a.test/#part")
    .navigation("onCommitted", "http://a.test/#part"));
  deepEqual(chain("chromium", t), ["0 http://a.test/#part", "0 https://a.test/#part net::ERR_CONNECTION_CLOSED", "200 http://a.test/#part"]);
});

test("an address of which nothing was asked leaves no hop with the next", () => {
  const given = firstTried((u) => arrives(u.navigation("onErrorOccurred", "http://a.test/#part", { error: "net::ERR_ABORTED" }).navigation("onBeforeNavigate", "https://a.test/#part")));
  deepEqual(chain("chromium", given), ["200 https://a.test/#part"]);
  const plain = firstTried((u) => u.loaded("1", "http://a.test/#part").navigation("onCommitted", "http://a.test/#part"));
  deepEqual(chain("chromium", plain), ["200 http://a.test/#part"]);
  plain.loaded("2", "https://a.test/#part").navigation("onCommitted", "https://a.test/#part");
  deepEqual(chain("chromium", plain), ["200 https://a.test/#part"], "the next, whose begin is not told");
  const frame = arrives(new Telling().navigation("onBeforeNavigate", "http://a.test/#part", { frameId: 3, parentFrameId: 0 }));
  deepEqual(chain("chromium", frame), ["200 https://a.test/#part"]);
  const old = new Telling().navigation("onBeforeNavigate", "http://a.test/#part");
  old.at += 20_000;
  deepEqual(chain("chromium", arrives(old)), ["200 https://a.test/#part"]);
});

test("what is prepared unasked may be tried over HTTPS too", () => {
  const own = { documentLifecycle: "prerender", frameId: 20, parentFrameId: -1 };
  const t = new Telling().loaded("1", "https://start.test/").navigation("onCommitted", "https://start.test/", { documentId: "D1" })
    .navigation("onBeforeNavigate", "http://a.test/", own)
    .loaded("2", "https://a.test/", { ...own, initiator: "https://start.test" })
    .navigation("onCommitted", "https://a.test/", { ...own, documentId: "D2" });
  t.at += 100;
  const before = t.facts.length;
  t.touched().navigation("onCommitted", "https://a.test/", { documentId: "D2" });
  deepEqual(chain("chromium", t), ["0 http://a.test/", "200 https://a.test/"]);
  t.facts.splice(before, 1); // shown by a script
  deepEqual(chain("chromium", t), ["200 https://start.test/ client", "0 http://a.test/", "200 https://a.test/"]);
});

test("facts of both kinds are bounded", () => {
  const long = `https://a.test/?${"x".repeat(20_000)}`;
  const t = new Telling().navigation("onBeforeNavigate", long);
  const [begun] = t.facts as Extract<Fact, { kind: "begun" }>[];
  ok((begun?.url.length ?? 0) <= 16 << 10);
  const open: Open | undefined = watch("chromium", leading("chromium", { from: long, initiator: "https://a.test", ...client }).facts).current.get(tab);
  ok((open?.size ?? 0) > 16_000, "what stands before counts");
});
