// Events as the browsers were seen to tell them, and the visits they become.
import { deepEqual, equal, ok } from "node:assert/strict";
import test from "node:test";
import type { RequestDetails } from "../browser.js";
import type { Visit } from "../wire.js";
import type { Fact } from "./fact.js";
import { fromRequest } from "./request.js";
import { maxLoads, maxPages, type Open } from "./open.js";
import type { Tabs } from "./tabs.js";
import { newTabs, shown, tab, Telling, watch } from "./telling.js";

function hops(visit: Visit): string[] {
  return (visit.navigation.hops ?? []).map((h) => `${h.status ?? 0} ${h.url}${h.error === undefined ? "" : ` ${h.error}`}`);
}

test("a page becomes current when it is committed, with its parts", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://a.test/a.png", { type: "image", documentId: "D1", initiator: "https://a.test" });
  const visit = shown(watch("chromium", t.facts));
  deepEqual(hops(visit), ["200 https://a.test/"]);
  deepEqual(visit.loads?.map((l) => [l.destination, l.initiator, l.hops?.[0]?.done]), [["image", "https://a.test", true]]);
});

test("nothing of a page counts before it is shown", () => {
  const tabs = watch("chromium", new Telling().loaded("1", "https://a.test/").facts);
  equal(tabs.current.size, 0);
});

test("events that a woken Chromium delivers scrambled make the same visit", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://a.test/x.js", { type: "script", documentId: "D1" });
  deepEqual(shown(watch("chromium", t.facts.toReversed())), shown(watch("chromium", t.facts)));
});

test("a part that Chromium charges to the document before comes to its own", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://b.test/", { initiator: "https://a.test" })
    .loaded("3", "https://b.test/x.png", { type: "image", documentId: "D1", initiator: "https://b.test" })
    .navigation("onCommitted", "https://b.test/", { documentId: "D2" });
  deepEqual(shown(watch("chromium", t.facts)).loads?.map((l) => l.hops?.[0]?.url), ["https://b.test/x.png"]);
});

test("one that is redirected keeps its first hop, of the same site too", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/1")
    .navigation("onCommitted", "https://a.test/1", { documentId: "D1" })
    .loaded("2", "https://a.test/2", { initiator: "https://a.test" })
    .request("onBeforeRequest", "3", "https://a.test/x.png", { type: "image", documentId: "D1", initiator: "https://a.test" })
    .request("onBeforeRedirect", "3", "https://a.test/x.png", { type: "image", documentId: "D1", statusCode: 302, redirectUrl: "http://c.test/x.png" })
    .navigation("onCommitted", "https://a.test/2", { documentId: "D2" })
    .loaded("3", "http://c.test/x.png", { type: "image", documentId: "D2", initiator: "https://a.test" });
  deepEqual(shown(watch("chromium", t.facts)).loads?.map((l) => l.hops?.map((h) => `${h.status} ${h.url}`)), [["302 https://a.test/x.png", "200 http://c.test/x.png"]]);
});

test("what a request was sent through is told, but for name and password", () => {
  const proxyInfo = { type: "http", host: "proxy.test", port: 3128, username: "me", proxyAuthorizationHeader: "secret" };
  const through = (info: RequestDetails["proxyInfo"], more: Partial<RequestDetails> = {}): string | undefined => {
    const t = new Telling().request("onBeforeRequest", "1", "http://a.test/").request("onCompleted", "1", "http://a.test/", { statusCode: 200, proxyInfo: info ?? null, ...more })
      .navigation("onCommitted", "http://a.test/");
    return shown(watch("firefox", t.facts)).navigation.hops?.[0]?.proxy;
  };
  equal(through(proxyInfo), "http proxy.test:3128");
  equal(through({ type: "socks", host: "2001:db8::1", port: "1080" }), "socks [2001:db8::1]:1080");
  equal(through({ type: "direct", host: "a.test" }), undefined);
  equal(through(null), undefined);
  equal(through(proxyInfo, { fromCache: true }), undefined, "of what came from the cache");
  equal(through({ type: "http", host: "p".repeat(1000), port: 1 })?.length, 262);
  const t = new Telling().request("onBeforeRequest", "1", "http://a.test/").request("onErrorOccurred", "1", "http://a.test/", { error: "NS_ERROR_PROXY_CONNECTION_REFUSED", proxyInfo })
    .navigation("onErrorOccurred", "http://a.test/", { error: "Error code 2152398920" });
  equal(shown(watch("firefox", t.facts)).navigation.hops?.[0]?.proxy, "http proxy.test:3128", "of a request that failed");
});

function parts(visit: Visit): string[][] {
  return (visit.loads ?? []).map((l) => (l.hops ?? []).map((h) => `${h.status ?? 0} ${h.url}${h.error === undefined ? "" : ` ${h.error}`}`));
}

/** As Chromium numbers a document that is not shown yet, or not any more. */
const unshown = { frameId: 5, parentFrameId: -1 };

test("a part that is asked for before its document is shown, from a frame of another number, comes to its own", () => {
  const first = { ...unshown, type: "image", documentLifecycle: "", documentId: "D2", initiator: "https://b.test" };
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://b.test/")
    .request("onBeforeRequest", "3", "https://b.test/x.png", first)
    .navigation("onCommitted", "https://b.test/", { documentId: "D2" })
    .request("onHeadersReceived", "3", "https://b.test/x.png", { ...first, statusCode: 302 })
    .request("onBeforeRedirect", "3", "https://b.test/x.png", { ...first, statusCode: 302, redirectUrl: "http://c.test/x.png" })
    .loaded("3", "http://c.test/x.png", { type: "image", documentId: "D2", initiator: "https://b.test" });
  const tabs = watch("chromium", t.facts);
  deepEqual(parts(shown(tabs)), [["302 https://b.test/x.png", "200 http://c.test/x.png"]]);
  deepEqual([shown(tabs).loads?.[0]?.frame, tabs.takeLeft().map((o) => o.visit.loads)], [undefined, [undefined]]);
});

test("what a document sends as it is left is not the next one's", () => {
  for (const documentLifecycle of ["pending_deletion", "cached"]) {
    const left = { ...unshown, documentLifecycle, type: "ping", documentId: "D1", initiator: "https://a.test" };
    const t = new Telling()
      .loaded("1", "https://a.test/")
      .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
      .navigation("onCommitted", "https://a.test/frame", { frameId: 3, parentFrameId: 0, documentId: "F1" })
      .loaded("2", "https://a.test/2")
      .navigation("onCommitted", "https://a.test/2", { documentId: "D2" })
      .loaded("3", "http://a.test/beacon", left)
      .loaded("4", "http://a.test/frame-beacon", { ...left, frameId: 3, parentFrameId: 5, documentId: "F1" })
      .loaded("5", "https://c.test/")
      .loaded("6", "http://a.test/beacon", left)
      .loaded("7", "https://a.test/x.png", { type: "image", documentId: "D2", initiator: "https://a.test" })
      .navigation("onCommitted", "https://c.test/", { documentId: "D3" });
    const tabs = watch("chromium", t.facts);
    deepEqual(tabs.takeLeft().map((o) => parts(o.visit)), [[], [["200 https://a.test/x.png"]]]);
    deepEqual(parts(shown(tabs)), []);
  }
});

test("answers that are told long before their request are its own", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" });
  const before = t.facts.splice(0);
  const part = { type: "image", documentId: "D1", initiator: "https://a.test" };
  t.request("onBeforeRequest", "2", "https://a.test/x.png", part)
    .request("onBeforeRedirect", "2", "https://a.test/x.png", { ...part, statusCode: 302, redirectUrl: "https://b.test/x.png" })
    .request("onBeforeRequest", "2", "https://b.test/x.png", part)
    .request("onHeadersReceived", "2", "https://b.test/x.png", { ...part, statusCode: 200 })
    .request("onBeforeRequest", "3", "https://a.test/y.png", part)
    .request("onErrorOccurred", "3", "https://a.test/y.png", { ...part, error: "net::ERR_CONNECTION_RESET" });
  const asked = t.facts.filter((f) => f.kind === "asked");
  const tabs = newTabs("chromium");
  for (const told of [before, t.facts.filter((f) => f.kind !== "asked").toReversed(), asked]) watch("chromium", told, tabs);
  deepEqual(parts(shown(tabs)), [["302 https://a.test/x.png", "200 https://b.test/x.png"], ["0 https://a.test/y.png net::ERR_CONNECTION_RESET"]]);
});

test("those of a document too", () => {
  const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/", { documentId: "D1" });
  const [asked, ...rest] = t.facts;
  ok(asked);
  for (const told of [[rest.slice(0, -1), [asked], rest.slice(-1)], [rest, [asked]]]) {
    const tabs = newTabs("chromium");
    for (const facts of told) watch("chromium", facts, tabs);
    deepEqual([hops(shown(tabs)), shown(tabs).restored], [["200 https://a.test/"], undefined]);
  }
});

test("early answers are kept for a while, up to a number, and not those of what is forgotten or closed", () => {
  const part = { type: "image", documentId: "D1" };
  const given = (change: (t: Telling, tabs: Tabs) => void): number | undefined => {
    const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/", { documentId: "D1" });
    const tabs = watch("chromium", t.facts.splice(0));
    t.request("onHeadersReceived", "2", "https://b.test/x.png", { ...part, statusCode: 200 });
    watch("chromium", t.facts.splice(0), tabs);
    change(t, tabs);
    t.loaded("3", "https://a.test/").navigation("onCommitted", "https://a.test/", { documentId: "D3" })
      .request("onBeforeRequest", "2", "https://b.test/x.png", { ...part, documentId: "D3" });
    return shown(watch("chromium", t.facts, tabs)).loads?.[0]?.hops?.[0]?.status;
  };
  equal(given((t) => { t.at += 5000; }), 200);
  equal(given((t) => { t.at += 20_000; t.request("onHeadersReceived", "9", "https://c.test/", { ...part, statusCode: 200 }); }), undefined);
  equal(given((t) => { for (let i = 0; i < 1000; i++) t.request("onHeadersReceived", `p${i}`, "https://c.test/", { ...part, statusCode: 200 }); }), undefined);
  equal(given((_, tabs) => { tabs.forget(() => false, ({ url }) => url.includes("b.test")); }), undefined);
  equal(given((_, tabs) => { tabs.close(tab); }), undefined);
});

test("an answer to a part that Chromium charges to the document before, told once the next is shown, is not lost", () => {
  const first = { type: "image", documentId: "D1", initiator: "https://a.test" };
  const t = new Telling()
    .loaded("1", "https://a.test/1")
    .navigation("onCommitted", "https://a.test/1", { documentId: "D1" })
    .loaded("2", "https://a.test/2", { initiator: "https://a.test" })
    .request("onBeforeRequest", "3", "https://a.test/x.png", first)
    .navigation("onCommitted", "https://a.test/2", { documentId: "D2" })
    .request("onHeadersReceived", "3", "https://a.test/x.png", { ...first, statusCode: 302 })
    .request("onBeforeRedirect", "3", "https://a.test/x.png", { ...first, statusCode: 302, redirectUrl: "http://c.test/x.png" });
  const tabs = watch("chromium", t.facts.splice(0));
  const [left] = tabs.takeLeft();
  t.loaded("3", "http://c.test/x.png", { type: "image", documentId: "D2", initiator: "https://a.test" });
  deepEqual(parts(shown(watch("chromium", t.facts, tabs))), [["302 https://a.test/x.png", "200 http://c.test/x.png"]]);
  deepEqual(left && parts(left.visit), [["0 https://a.test/x.png"]], "a visit that was left was changed");
});

test("a redirect is one chain", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "http://a.test/")
    .request("onHeadersReceived", "1", "http://a.test/", { statusCode: 301, statusLine: "HTTP/1.1 301 Moved" })
    .request("onBeforeRedirect", "1", "http://a.test/", { statusCode: 301, redirectUrl: "https://a.test/" })
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/");
  const visit = shown(watch("chromium", t.facts));
  deepEqual(hops(visit), ["301 http://a.test/", "200 https://a.test/"]);
  equal(visit.navigation.hops?.[0]?.next, "https://a.test/");
});

test("Chromium's own redirect keeps the header that tells its reason", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "http://bank.test/")
    .request("onBeforeRedirect", "1", "http://bank.test/", {
      statusCode: 307, statusLine: "HTTP/1.1 307 Internal Redirect", redirectUrl: "https://bank.test/",
      responseHeaders: [{ name: "Non-Authoritative-Reason", value: "HSTS" }, { name: "Server", value: "x" }],
    })
    .loaded("1", "https://bank.test/")
    .navigation("onCommitted", "https://bank.test/");
  deepEqual(shown(watch("chromium", t.facts)).navigation.hops?.[0]?.headers, [{ name: "non-authoritative-reason", value: "HSTS" }]);
});

test("Firefox's own upgrade has no status", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "http://a.test/")
    .request("onBeforeRedirect", "1", "http://a.test/", { statusCode: 0, statusLine: "", redirectUrl: "https://a.test/" })
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/");
  const first = shown(watch("firefox", t.facts)).navigation.hops?.[0];
  deepEqual([first?.status, first?.done, first?.next], [undefined, undefined, "https://a.test/"]);
});

test("the browser's second try in clear goes on with the chain of its first", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "https://plain.example.org/")
    .request("onErrorOccurred", "1", "https://plain.example.org/", { error: "net::ERR_CONNECTION_CLOSED" })
    .loaded("2", "http://plain.example.org/")
    .navigation("onCommitted", "http://plain.example.org/");
  deepEqual(hops(shown(watch("chromium", t.facts))), [
    "0 https://plain.example.org/ net::ERR_CONNECTION_CLOSED", "200 http://plain.example.org/",
  ]);
});

test("a plain page that the visitor asks for later is no second try", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "https://a.test/")
    .request("onErrorOccurred", "1", "https://a.test/", { error: "net::ERR_CERT_DATE_INVALID" })
    .navigation("onErrorOccurred", "https://a.test/", { error: "net::ERR_CERT_DATE_INVALID" });
  t.at += 20_000;
  t.loaded("2", "http://a.test/").navigation("onCommitted", "http://a.test/");
  deepEqual(hops(shown(watch("chromium", t.facts))), ["200 http://a.test/"]);
});

test("Firefox's sentence for a bad certificate gives way to its number, and its commit is no success", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "https://a.test/")
    .request("onErrorOccurred", "1", "https://a.test/", { error: "Peer’s Certificate has expired." })
    .navigation("onErrorOccurred", "https://a.test/", { error: "Error code 2153390069" })
    .navigation("onCommitted", "https://a.test/");
  const visit = shown(watch("firefox", t.facts));
  deepEqual(hops(visit), ["0 https://a.test/ Error code 2153390069"]);
  equal(visit.restored, undefined);
});

test("Firefox's sentence for a failed part is not kept", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/")
    .request("onBeforeRequest", "2", "https://b.test/x.png", { type: "image" })
    .request("onErrorOccurred", "2", "https://b.test/x.png", { type: "image", error: "Peer’s Certificate has expired." });
  equal(shown(watch("firefox", t.facts)).loads?.[0]?.hops?.[0]?.error, "untranslated");
});

test("an aborted navigation leaves the page before", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/")
    .request("onBeforeRequest", "2", "https://b.test/file.zip")
    .navigation("onErrorOccurred", "https://b.test/file.zip", { error: "net::ERR_ABORTED" });
  deepEqual(hops(shown(watch("chromium", t.facts))), ["200 https://a.test/"]);
});

const program = { statusCode: 200, responseHeaders: [{ name: "Content-Type", value: "application/octet-stream" }, { name: "Content-Disposition", value: "attachment" }] };

/** A page, and on it a file that somebody asks for: as Chromium tells of one, or as Firefox does, which says less. */
function downloading(source: "chromium" | "firefox", initiator: string, where = tab): Fact[] {
  const t = new Telling()
    .loaded("1", "https://a.test/x")
    .navigation("onCommitted", "https://a.test/x", { documentId: "D1" });
  const of = { tabId: where };
  const asked = source === "chromium" ? { ...of, initiator: new URL(initiator).origin } : { ...of, originUrl: initiator };
  t.navigation("onBeforeNavigate", "https://f.test/away", of)
    .request("onBeforeRequest", "2", "https://f.test/away", asked)
    .request("onBeforeRedirect", "2", "https://f.test/away", { ...of, statusCode: 302, redirectUrl: "http://f.test/setup.exe" })
    .request("onBeforeRequest", "2", "http://f.test/setup.exe", asked)
    .request("onHeadersReceived", "2", "http://f.test/setup.exe", { ...of, ...program, ip: "203.0.113.5" })
    .request("onResponseStarted", "2", "http://f.test/setup.exe", { ...of, ...program });
  if (source === "chromium") t.navigation("onErrorOccurred", "http://f.test/setup.exe", { ...of, error: "net::ERR_ABORTED" });
  return t.request("onCompleted", "2", "http://f.test/setup.exe", { ...of, ...program }).facts;
}

const told = (visit: Visit): unknown[] => (visit.loads ?? []).map((l) => [l.destination, l.initiator, ...(l.hops ?? []).map((h) => `${h.status} ${h.url} ${h.done}${h.error ?? ""}`)]);

test("a file is a part of the page that is shown", () => {
  for (const source of ["chromium", "firefox"] as const) {
    const visit = shown(watch(source, downloading(source, "https://a.test/x")));
    equal(visit.navigation.hops?.[0]?.url, "https://a.test/x");
    const initiator = source === "chromium" ? "https://a.test" : "https://a.test/x";
    deepEqual(told(visit), [["main_frame", initiator, "302 https://f.test/away true", "200 http://f.test/setup.exe true"]], source);
  }
});

test("the visit that a file comes to is the one to be judged anew, once", () => {
  const tabs = newTabs("chromium");
  const changed = downloading("chromium", "https://a.test/x").map((fact) => [fact.kind, tabs.add(fact)] as const);
  const now = tabs.current.get(tab);
  deepEqual(changed.slice(-4).map(([kind, open]) => [kind, open === now]), [["answered", true], ["answered", false], ["abandoned", false], ["answered", false]]);
});

test("a file that is opened in a tab that shows nothing comes to the page that asked for it", () => {
  for (const source of ["chromium", "firefox"] as const) {
    const tabs = watch(source, downloading(source, "https://a.test/x", 9));
    equal(tabs.current.get(9), undefined);
    equal(told(shown(tabs)).length, 1, source);
  }
});

test("where no page asked, it is a visit of its own", () => {
  const tabs = watch("firefox", downloading("firefox", "https://elsewhere.test/", 9));
  equal(told(shown(tabs)).length, 0);
  const { visit, pending } = tabs.current.get(9) ?? {};
  ok(visit);
  deepEqual([visit.navigation.hops?.map((h) => h.url), told(visit).length, pending], [["about:blank"], 1, false]);
});

test("what is shown after all is no file, whatever the code of its navigation", () => {
  const kinds = ["text/html; charset=utf-8", "TEXT/HTML", "application/xhtml+xml", "image/svg+xml", "application/json", "application/pdf", "video/mp4", "", "nonsense"];
  for (const value of kinds) {
    const answer = { statusCode: 200, responseHeaders: value === "" ? [] : [{ name: "Content-Type", value }] };
    const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/")
      .request("onBeforeRequest", "2", "http://b.test/").request("onHeadersReceived", "2", "http://b.test/", answer)
      .navigation("onErrorOccurred", "http://b.test/", { error: "net::ERR_ABORTED" }).request("onErrorOccurred", "2", "http://b.test/", { error: "net::ERR_ABORTED" });
    equal(told(shown(watch("chromium", t.facts))).length, 0, value);
  }
  const kept: [string, string][] = [["content-disposition", "attachment; filename=a.html"], ["Content-Disposition", "ATTACHMENT"], ["content-type", "application/x-msdownload"], ["content-type", "application/zip; x=y"]];
  for (const [name, value] of kept) {
    const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/")
      .request("onBeforeRequest", "2", "http://b.test/").request("onHeadersReceived", "2", "http://b.test/", { statusCode: 200, responseHeaders: [{ name, value }] });
    equal(told(shown(watch("chromium", t.facts))).length, 1, value);
  }
  const inline = { statusCode: 200, responseHeaders: [{ name: "content-disposition", value: "inline; filename=x" }, { name: "content-type", value: "text/plain" }] };
  const missing = { ...program, statusCode: 404 };
  for (const answer of [inline, missing]) {
    const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/")
      .request("onBeforeRequest", "2", "http://b.test/").request("onHeadersReceived", "2", "http://b.test/", answer);
    equal(told(shown(watch("chromium", t.facts))).length, 0);
  }
});

test("a page shown without any request was restored", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://b.test/")
    .navigation("onCommitted", "https://b.test/", { documentId: "D2" })
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" });
  const visit = shown(watch("chromium", t.facts));
  deepEqual([visit.id, visit.restored, hops(visit)], ["v3", true, ["0 https://a.test/"]]);
});

test("a page of the browser's own has no visit", () => {
  const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/").navigation("onCommitted", "about:preferences");
  equal(watch("firefox", t.facts).current.size, 0);
});

test("a blocked frame, told by its navigation alone, is a load", () => {
  for (const error of ["net::ERR_ABORTED", "Error code 2153644038"]) {
    const t = new Telling()
      .loaded("1", "https://a.test/")
      .navigation("onCommitted", "https://a.test/")
      .navigation("onErrorOccurred", "http://b.test/frame.html", { frameId: 3, error });
    const [load, ...rest] = shown(watch("chromium", t.facts)).loads ?? [];
    deepEqual([rest.length, load?.destination, load?.frame, load?.hops?.[0]?.url, load?.hops?.[0]?.error], [0, "sub_frame", 3, "http://b.test/frame.html", error]);
  }
});

test("the plain address that Firefox refuses after a redirect is a hop of its own", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/")
    .request("onBeforeRequest", "2", "https://b.test/a.js", { type: "script" })
    .request("onBeforeRedirect", "2", "https://b.test/a.js", { type: "script", statusCode: 302, redirectUrl: "http://b.test/b.js" })
    .request("onErrorOccurred", "2", "http://b.test/b.js", { type: "script", error: "NS_ERROR_NET_ON_RECEIVING_FROM" });
  deepEqual(shown(watch("firefox", t.facts)).loads?.[0]?.hops?.map((h) => h.error), [undefined, "NS_ERROR_NET_ON_RECEIVING_FROM"]);
});

test("a text waits until its document is shown, and replaces the frame's earlier one", () => {
  const url = "https://a.test/";
  const t = new Telling().loaded("1", url);
  const text = (bytes: number): Fact => ({ kind: "read", tab, frame: 0, url, at: t.at++, document: "D1", page: { url, bytes } });
  t.facts.push(text(10));
  t.navigation("onCommitted", url, { documentId: "D1" });
  const tabs = watch("chromium", t.facts);
  deepEqual(shown(tabs).pages?.map((p) => p.bytes), [10]);
  watch("chromium", [text(20)], tabs);
  deepEqual(shown(tabs).pages?.map((p) => p.bytes), [20]);
});

test("a busy Firefox tells of a text before its document, and the document before its last requests", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "http://a.test/")
    .request("onHeadersReceived", "1", "http://a.test/", { statusCode: 301 })
    .request("onBeforeRedirect", "1", "http://a.test/", { statusCode: 301, redirectUrl: "https://a.test/" })
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" });
  const page = { url: "https://a.test/", bytes: 10 };
  const text: Fact = { kind: "read", tab, frame: 0, url: page.url, at: t.at, document: "D1", page };
  const [asked, ...rest] = t.facts;
  ok(asked);
  const tabs = newTabs("firefox");
  for (const told of [[text], [asked], rest.slice(-1), rest.slice(0, -1)]) watch("firefox", told, tabs);
  const visit = shown(tabs);
  deepEqual(hops(visit), ["301 http://a.test/", "200 https://a.test/"]);
  deepEqual([visit.restored, visit.pages], [undefined, [page]]);
  equal(tabs.pending.size, 0);
});

test("of the stored visits of a tab the last one is taken back", () => {
  const open = (id: string, at: number, pending = false): Open => ({
    visit: { id, source: "chromium", tab, network: { epoch: "e1", trust: "unknown" },
      navigation: { destination: "main_frame", hops: [{ url: `https://${id}.test/`, at }] } },
    pending, requests: {},
  });
  const tabs = newTabs("chromium");
  tabs.restore([open("new", 30), open("old", 10), open("never-shown", 20, true)]);
  equal(shown(tabs).id, "new");
  equal(tabs.pending.size, 0);
  deepEqual(tabs.takeLeft().map((o) => o.visit.id).sort(), ["never-shown", "old"]);
});

test("a page that never stops loading has a bounded visit", () => {
  const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/");
  for (let i = 0; i < maxLoads + 25; i++) t.request("onBeforeRequest", `p${i}`, `https://a.test/${i}.png`, { type: "image" });
  const visit = shown(watch("chromium", t.facts));
  deepEqual([visit.loads?.length, visit.omitted], [maxLoads, 25]);
});

test("addresses and frames without end are bounded too", () => {
  const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/");
  for (let i = 0; i < 600; i++) t.request("onBeforeRequest", `p${i}`, `https://a.test/${i}?${"x".repeat(20_000)}`, { type: "image" });
  for (let frame = 1; frame <= maxPages + 5; frame++) {
    t.facts.push({ kind: "read", tab, frame, url: "https://a.test/", at: t.at++, page: { frame, url: "https://a.test/" } });
  }
  const visit = shown(watch("chromium", t.facts));
  ok((visit.loads?.length ?? 0) < 300, `${visit.loads?.length ?? 0} loads kept`);
  equal((visit.loads?.length ?? 0) + (visit.omitted ?? 0), 600);
  deepEqual([visit.pages?.length, visit.omittedPages], [maxPages, 5]);
});

test("requests of no tab, and for documents that are only fetched ahead, make no fact", () => {
  const details: RequestDetails = { requestId: "1", url: "https://a.test/", tabId: tab, frameId: 0, type: "main_frame", timeStamp: 1 };
  ok(fromRequest("onBeforeRequest", details));
  equal(fromRequest("onBeforeRequest", { ...details, tabId: -1 }), undefined);
  equal(fromRequest("onBeforeRequest", { ...details, documentId: "D1" }), undefined);
});

/** As Chromium tells it: a page fetches another one ahead, which is then prepared in a frame 20 of its own. */
function preparing(): Telling {
  const own = { documentLifecycle: "prerender", frameId: 20, parentFrameId: -1 };
  const inside = { documentLifecycle: "prerender", frameId: 21, parentFrameId: 20 };
  return new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://a.test/next", { documentId: "D1" })
    .loaded("3", "https://a.test/next", own)
    .navigation("onCommitted", "https://a.test/next", { ...own, documentId: "D2" })
    .loaded("4", "https://a.test/next.png", { ...own, type: "image", documentId: "D2" })
    .loaded("5", "https://a.test/inset", { ...inside, type: "sub_frame" })
    .navigation("onCommitted", "https://a.test/inset", { ...inside, documentId: "D3" })
    .loaded("6", "https://a.test/inset.png", { ...inside, type: "image", documentId: "D3" })
    .loaded("8", "https://a.test/inner", { ...inside, frameId: 22, parentFrameId: 21, type: "sub_frame" });
}

test("a document that is prepared is not charged to the one that is shown", () => {
  const t = preparing();
  const tabs = newTabs("chromium");
  const given = new Set(t.facts.map((fact) => tabs.add(fact)?.visit.id));
  deepEqual([...given], ["v1", undefined], "it would be judged and stored");
  deepEqual([hops(shown(tabs)), shown(tabs).loads], [["200 https://a.test/"], undefined]);
  equal(tabs.pending.has(tab), false);
});

test("once it is shown it has all that was loaded for it", () => {
  const t = preparing();
  t.navigation("onCommitted", "https://a.test/next", { documentId: "D2" })
    .loaded("7", "https://a.test/late.png", { type: "image", documentId: "D2" });
  const tabs = watch("chromium", t.facts);
  const visit = shown(tabs);
  deepEqual([visit.tab, visit.restored, hops(visit)], [tab, undefined, ["200 https://a.test/next"]]);
  deepEqual(visit.loads?.map((l) => [l.hops?.[0]?.url, l.frame, l.parent]), [
    ["https://a.test/next.png", undefined, undefined], ["https://a.test/inset", 21, undefined], ["https://a.test/inset.png", 21, undefined],
    ["https://a.test/inner", 22, 21], ["https://a.test/late.png", undefined, undefined],
  ]);
  deepEqual([...tabs.current.keys(), ...tabs.pending.keys()], [tab]);
  deepEqual(tabs.takeLeft().map((o) => o.visit.id), ["v1"]);
});

test("what was on its way for it comes too", () => {
  const part = { documentLifecycle: "prerender", frameId: 20, parentFrameId: -1, type: "image", documentId: "D2", statusCode: 200 };
  const t = preparing();
  t.request("onBeforeRequest", "7", "https://a.test/late.png", part)
    .navigation("onCommitted", "https://a.test/next", { documentId: "D2" })
    .request("onHeadersReceived", "7", "https://a.test/late.png", part);
  equal(shown(watch("chromium", t.facts)).loads?.at(-1)?.hops?.[0]?.status, 200);
});

test("what was prepared in vain is forgotten", () => {
  const given = { documentLifecycle: "prerender", frameId: 20, parentFrameId: -1, error: "net::ERR_ABORTED" };
  const aborted = watch("chromium", preparing().navigation("onErrorOccurred", "https://a.test/next", given).facts);
  const left = watch("chromium", preparing().loaded("9", "https://b.test/").navigation("onCommitted", "https://b.test/", { documentId: "D9" }).facts);
  const closed = watch("chromium", preparing().facts);
  closed.close(tab);
  deepEqual([aborted, left, closed].map((tabs) => [...tabs.current.keys(), ...tabs.pending.keys()]), [[tab], [tab], []]);
  deepEqual(hops(shown(left)), ["200 https://b.test/"]);
});

test("the frame around a frame is told, unless that is the document itself", () => {
  const inside = { frameId: 6, parentFrameId: 5 };
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1", parentFrameId: -1 })
    .loaded("2", "https://b.test/", { type: "sub_frame", frameId: 5, parentFrameId: 0 })
    .loaded("3", "https://c.test/", { type: "sub_frame", ...inside })
    .navigation("onCommitted", "about:srcdoc", { ...inside, documentId: "F6" })
    .navigation("onErrorOccurred", "http://d.test/", { frameId: 7, parentFrameId: 6, error: "net::ERR_ABORTED" });
  t.facts.push({ kind: "read", tab, frame: 6, url: "about:srcdoc", at: t.at, document: "F6", page: { frame: 6, url: "about:srcdoc" } });
  const visit = shown(watch("chromium", t.facts));
  deepEqual(visit.loads?.map((l) => [l.frame, l.parent]), [[5, undefined], [6, 5], [7, 6]]);
  deepEqual(visit.pages?.map((p) => [p.frame, p.parent]), [[6, 5]]);
});

test("what is added to a document comes to its visit, wherever the address has gone", () => {
  const t = new Telling();
  const read = (document: string, bytes: number, part: boolean, frame = 0): Fact =>
    ({ kind: "read", tab, frame, url: "https://a.test/deep/er", at: t.at++, document, page: { url: "https://a.test/", frame, bytes }, ...(part && { part }) });
  t.loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/", { documentId: "D1" });
  t.navigation("onCommitted", "about:blank", { frameId: 5, parentFrameId: 0, documentId: "F1" });
  t.facts.push(read("D1", 10, false), read("D1", 5, true), read("D0", 1000, true), read("F1", 20, false, 5), read("F1", 2, true, 5));
  const tabs = watch("chromium", t.facts);
  deepEqual(shown(tabs).pages?.map((p) => [p.frame, p.bytes]), [[0, 15], [5, 22]]);

  // The frame goes on to another document, then the tab does: late texts are nobody's.
  t.facts.length = 0;
  t.navigation("onCommitted", "https://a.test/other", { frameId: 5, parentFrameId: 0, documentId: "F2" });
  t.facts.push(read("F1", 1000, true, 5));
  watch("chromium", t.facts, tabs);
  deepEqual(shown(tabs).pages?.map((p) => [p.frame, p.bytes]), [[0, 15], [5, 22]]);
  t.facts.length = 0;
  t.facts.push(read("F2", 30, false, 5));
  t.loaded("9", "https://b.test/").navigation("onCommitted", "https://b.test/", { documentId: "D9" });
  t.facts.push(read("D1", 1000, true), read("F2", 1000, true, 5), read("F2", 1000, false, 5));
  watch("chromium", t.facts, tabs);
  equal(shown(tabs).pages, undefined);
});

test("only headers that checks read are kept, equal ones apart, and clipped", () => {
  const fact = fromRequest("onHeadersReceived", {
    requestId: "1", url: "https://a.test/", tabId: tab, frameId: 0, type: "main_frame", timeStamp: 1, statusCode: 200,
    responseHeaders: [
      { name: "Strict-Transport-Security", value: "max-age=1\nmax-age=2" },
      { name: "Server", value: "x" },
      { name: "Content-Security-Policy", value: "x".repeat(1 << 20) },
    ],
  });
  ok(fact?.kind === "answered");
  deepEqual(fact.headers?.map((h) => [h.name, h.value.length]), [
    ["strict-transport-security", 9], ["strict-transport-security", 9], ["content-security-policy", (64 << 10) + 1],
  ]);
});

test("of a cookie all is kept but its value", () => {
  const fact = fromRequest("onHeadersReceived", {
    requestId: "1", url: "https://a.test/", tabId: tab, frameId: 0, type: "main_frame", timeStamp: 1, statusCode: 200,
    responseHeaders: [
      { name: "Set-Cookie", value: "id=secret=1; Secure; Path=/\nid2=secret" }, { name: "Set-Cookie", value: "secret; HttpOnly" }, { name: "Set-Cookie", value: "secret" },
    ],
  });
  ok(fact?.kind === "answered");
  deepEqual(fact.headers?.map((h) => h.value), ["id=; Secure; Path=/", "id2=", "=; HttpOnly", "="]);
});

test("an answer from elsewhere is that of a hop that Chromium made by itself", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "http://way.test/")
    .request("onBeforeRedirect", "1", "http://way.test/", { statusCode: 302, redirectUrl: "http://bank.test/" })
    .request("onBeforeRequest", "1", "http://bank.test/")
    .request("onHeadersReceived", "1", "https://bank.test/", { statusCode: 200, statusLine: "HTTP/1.1 200 OK" })
    .request("onCompleted", "1", "https://bank.test/", { statusCode: 200 })
    .navigation("onCommitted", "https://bank.test/");
  const visit = shown(watch("chromium", t.facts));
  deepEqual([hops(visit), visit.restored], [["302 http://way.test/", "0 http://bank.test/", "200 https://bank.test/"], undefined]);
  equal(visit.navigation.hops?.[1]?.done, undefined);
});

test("another extension's redirect, told by Firefox with a status, is no answer", () => {
  const t = new Telling()
    .request("onBeforeRequest", "1", "http://a.test/")
    .request("onBeforeRedirect", "1", "http://a.test/", { statusCode: 200, statusLine: "HTTP/1.1 200 ", redirectUrl: "https://b.test/" })
    .loaded("1", "https://b.test/")
    .navigation("onCommitted", "https://b.test/");
  const visit = shown(watch("firefox", t.facts));
  deepEqual([hops(visit), visit.navigation.hops?.[0]?.done], [["0 http://a.test/", "200 https://b.test/"], undefined]);
});

test("an address for another program leaves the page that is there", () => {
  for (const error of ["net::ERR_ABORTED", "Error code 2152398865"]) {
    const t = new Telling()
      .loaded("1", "https://a.test/")
      .navigation("onCommitted", "https://a.test/")
      .request("onBeforeRequest", "2", "https://a.test/mail")
      .request("onBeforeRedirect", "2", "https://a.test/mail", { statusCode: 302, redirectUrl: "mailto:x@a.test" })
      .navigation("onErrorOccurred", "https://a.test/mail", { error });
    deepEqual(hops(shown(watch("firefox", t.facts))), ["200 https://a.test/"]);
  }
});
