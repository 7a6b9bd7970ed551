// What names a host, and what only looks alike.
import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { Open } from "../gather/open.js";
import type { Epoch, Finding } from "../wire.js";
import { goneBy, naming, stripKnown, withoutForgotten } from "./forget.js";

test("a text names a host, or one below it, wherever it stands in it", () => {
  const names = naming("example.com");
  const named = [
    "example.com", "EXAMPLE.com", "www.example.com", "https://example.com/", "http://a.b.example.com:8080/x", "example.com.",
    "https://other.test/?next=https://example.com/", "https://other.test/?next=https%3A%2F%2Fexample.com%2F", "CN=example.com,O=x",
    "http://user@example.com", "a > http://example.com/ > b",
  ];
  const others = ["", "example.org", "notexample.com", "my-example.com", "example.com.evil.test", "example.community", "https://other.test/example-com", "exampleXcom"];
  deepEqual([named.filter((t) => !names(t)), others.filter(names)], [[], []]);
});

test("an IPv6 address is a name like another", () => {
  const names = naming("[2001:db8::1]");
  equal(names("http://[2001:db8::1]/"), true);
  equal(names("http://[2001:db8::11]/"), false);
});

const finding: Finding = {
  check: "insecure-page", level: "warning", verdict: "exposed", subject: "http://a.test/", url: "http://a.test/", time: 1000,
  network: { epoch: "e1", trust: "unknown" }, evidence: [], count: 1, title: "", explanation: "", advice: "", reference: "",
};

test("a finding names a host in its subject, its address, its evidence and its chain", () => {
  const gone = goneBy({ host: "b.test" }).finding;
  equal(gone(finding), false);
  for (const more of [
    { subject: "b.test" }, { url: "https://b.test/" }, { evidence: [{ url: "http://b.test/x.js" }] },
    { evidence: [{ url: "http://a.test/", chain: [{ url: "https://www.b.test/" }] }] },
  ]) equal(gone({ ...finding, ...more }), true, JSON.stringify(more));
});

const open: Open = {
  visit: {
    id: "v1", source: "chromium", navigation: { destination: "main_frame", hops: [{ url: "http://a.test/", at: 1000 }] },
    loads: [{ destination: "image", hops: [{ url: "http://c.test/x.png", at: 3000 }] }], network: { epoch: "e1", trust: "unknown" },
  },
  pending: false, requests: {}, known: { "a.test": { host: "a.test", seenAt: 500, hsts: {} }, "test": null },
};

test("a visit is of a host that it has to do with, and of the time of each request", () => {
  deepEqual(["a.test", "c.test", "b.test", "test"].map((host) => goneBy({ host }).open(open)), [true, true, false, true]);
  deepEqual([900, 3000, 3001].map((since) => goneBy({ since }).open(open)), [true, true, false]);
  equal(goneBy({ everything: true }).open(open), true);
});

test("a visit that stays is told no longer of what is forgotten", () => {
  const stays = structuredClone(open);
  equal(stripKnown(stays, goneBy({ since: 501 }).known), false);
  equal(stripKnown(stays, goneBy({ since: 500 }).known), true);
  deepEqual(stays.known, { "a.test": null, "test": null });
});

const epoch: Epoch = {
  id: "e1", trust: "untrusted", choice: "trusted", everywhere: true,
  portal: { host: "login.a.test", at: 10 },
  proxy: { mode: "fixed", address: "proxy.a.test:3128" }, used: [{ mode: "request", address: "b.test:1" }], proxies: [{ mode: "pac", address: "http://a.test/x.pac" }],
  faults: [{ host: "www.a.test", at: 10 }, { host: "b.test", at: 20 }],
  roots: [{ key: "k", name: "CN=Some Box", sites: ["a.test", "b.test"], epochs: ["e1"] }, { key: "l", name: "CN=a.test", sites: [] }],
  sites: ["a.test", "b.test"], clocks: [{ site: "a.test", at: 10 }, { site: "b.test", at: 20 }],
  canary: { url: "http://a.test/", at: 10 },
  alarms: [{ check: "https-stripped", subject: "www.a.test", at: 10 }, { check: "https-stripped", subject: "b.test", at: 20 }],
  marks: [{ signature: "|fixed proxy.a.test:3128|", trust: "trusted" }, { signature: "|pac x|", trust: "trusted" }],
};

test("an epoch's record keeps no word of a host that is forgotten", () => {
  const left = withoutForgotten(epoch, { host: "a.test" });
  equal(JSON.stringify(left).includes("a.test"), false, JSON.stringify(left));
  deepEqual([left.id, left.trust, left.choice, left.everywhere, left.portal?.at], ["e1", "untrusted", "trusted", true, 10]);
  deepEqual([left.faults, left.sites, left.roots?.map((r) => r.sites), left.alarms?.length, left.marks?.length, left.used?.length],
    [[{ host: "b.test", at: 20 }], ["b.test"], [["b.test"]], 1, 1, 1]);
  // Of a host below its site, the site goes too: it may stand for no other.
  deepEqual(withoutForgotten(epoch, { host: "www.a.test" }).sites, ["b.test"]);
  deepEqual(withoutForgotten(epoch, { host: "test.example" }), { ...epoch });
});

test("nor of a time that is forgotten", () => {
  const left = withoutForgotten(epoch, { since: 15 });
  deepEqual([left.faults?.length, left.clocks?.length, left.alarms?.length, left.canary?.at, left.portal?.host], [1, 1, 1, 10, "login.a.test"]);
  deepEqual([left.sites, left.roots?.map((r) => r.sites)], [[], [[], []]]);
  deepEqual([withoutForgotten(epoch, { since: 5 }).canary, withoutForgotten(epoch, { since: 5 }).portal?.host], [undefined, ""]);
});

test("a visit is not one with a host because the record of its network names it", () => {
  const visit = { id: "v", source: "firefox" as const, navigation: { destination: "main_frame", hops: [{ url: "https://b.test/" }] }, network: { epoch: "e1", trust: "unknown" as const }, epoch };
  const open: Open = { visit, pending: false, requests: {} };
  const { open: gone, known } = goneBy({ host: "a.test" });
  equal(gone(open), false);
  equal(stripKnown(open, known), true);
  equal(open.visit.epoch, undefined);
});
