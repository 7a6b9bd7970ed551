// What was read back is taken as it is, or not at all.
import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { isFinding, isKnown, isVisit, type Known, type Visit } from "../wire.js";
import { isNamedEpoch, isOpen, isStoredFinding, isStoredVisit, knownOfVersion1 } from "./shape.js";

const known: Known = { host: "a.test", seenAt: 5, hsts: { maxAge: 60, expires: 70 }, protocols: ["h2"] };
const visit: Visit = { id: "v", source: "firefox", navigation: { destination: "main_frame", hops: [{ url: "http://a.test/" }] }, network: { epoch: "e", trust: "unknown" }, known: [known] };

test("a record of the right shape is taken", () => {
  equal(isKnown(known), true);
  equal(isVisit(visit), true);
  equal(isOpen({ visit, pending: false, requests: { 1: -1 }, known: { "a.test": known, test: null }, frames: { 3: { document: "d" } }, facts: 4, judged: 3 }), true);
});

test("a damaged one is not, whatever the damage", () => {
  for (const bad of [
    undefined, null, 7, "known", [], {}, { ...known, host: 7 }, { ...known, hsts: undefined }, { ...known, hsts: { maxAge: "60" } },
    { ...known, seenAt: NaN }, { ...known, protocols: "h2" }, { ...known, protocols: [1] }, { ...known, epochs: 1.5 },
  ]) equal(isKnown(bad), false, JSON.stringify(bad));
  equal(isVisit({ ...visit, network: { epoch: "e", trust: "perhaps" } }), false);
  equal(isVisit({ ...visit, navigation: { destination: "main_frame", hops: [{}] } }), false);
  equal(isVisit({ ...visit, known: [{ host: 1 }] }), false);
  for (const bad of [{ visit, pending: false }, { visit, pending: "no", requests: {} }, { visit: {}, pending: true, requests: {} }, { visit, pending: true, requests: {}, known: { a: 1 } }]) {
    equal(isOpen(bad), false, JSON.stringify(bad));
    equal(isStoredVisit({ session: "s", open: bad }), false);
  }
  equal(isFinding({ check: "insecure-page" }), false);
  equal(isStoredFinding({ visit: "v", session: "s", finding: {} }), false);
});

test("an epoch's record is one that has a name", () => {
  equal(isNamedEpoch({ id: "e1", trust: "trusted", faults: [{ host: "a.test" }], marks: [{ signature: "s", trust: "trusted" }] }), true);
  for (const bad of [{}, { id: "" }, { id: 7 }, { id: "e1", trust: "perhaps" }, { id: "e1", faults: 7 }, { id: "e1", alarms: [null] }, [], null]) {
    equal(isNamedEpoch(bad), false, JSON.stringify(bad));
  }
});

test("a host of version 1 keeps what was known of it", () => {
  deepEqual(knownOfVersion1({ host: "a.test", secureAt: 5000, hsts: { maxAge: 60, includeSubDomains: true, expires: 65_000 } }), {
    host: "a.test", seenAt: 5000, firstSecure: 5000, lastSecure: 5000, hsts: { maxAge: 60, expires: 65_000, at: 5000, includeSubDomains: true },
  });
  deepEqual(knownOfVersion1({ host: "b.test", secureAt: 5000, hsts: {} }), { host: "b.test", seenAt: 5000, firstSecure: 5000, lastSecure: 5000, hsts: {} });
  deepEqual([null, {}, { host: 7, hsts: {} }, { host: "c.test" }].map(knownOfVersion1), [undefined, undefined, undefined, undefined]);
});
