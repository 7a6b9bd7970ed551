// What browsers tell of the network, and what of an epoch changes how pages are judged.
import { deepEqual, equal, notEqual } from "node:assert/strict";
import test from "node:test";
import type { Epoch } from "../wire.js";
import { bearing, fromNetwork } from "./network.js";

test("each event is a change", () => {
  deepEqual(fromNetwork("online", "", 5), { kind: "online", at: 5 });
  deepEqual(fromNetwork("offline", "", 5), { kind: "offline", at: 5 });
  deepEqual(fromNetwork("portal", "locked_portal", 5), { kind: "portal", at: 5, state: "locked_portal" });
  deepEqual(fromNetwork("connection", "wifi", 5), { kind: "connection", at: 5, state: "wifi" });
  equal(fromNetwork("connection", "", 5), undefined);
  equal(fromNetwork("battery", "low", 5), undefined);
  equal(fromNetwork("portal", "x".repeat(1000), 5)?.state?.length, 40);
});

test("pages are judged anew by a word on the network, not by what only adds up", () => {
  const epoch: Epoch = { id: "e", trust: "unknown", alarms: [{ check: "https-stripped", subject: "a.test", at: 1 }] };
  const same: Epoch[] = [
    { ...epoch, at: 9 }, { ...epoch, sites: ["a.test"] }, { ...epoch, clocks: [{ site: "a.test", ahead: 5 }] }, { ...epoch, faults: [{ host: "a.test" }] },
    { ...epoch, alarms: [{ check: "https-stripped", subject: "a.test", at: 7 }] },
  ];
  for (const e of same) equal(bearing(e), bearing(epoch), JSON.stringify(e));
  const other: Epoch[] = [
    { ...epoch, id: "f" }, { ...epoch, trust: "trusted" }, { ...epoch, choice: "untrusted" }, { ...epoch, alarms: [] }, { ...epoch, portal: { at: 1 } },
    { ...epoch, alarms: [{ check: "https-stripped", subject: "a.test", at: 1, dismissed: "mine" }] }, { ...epoch, canary: { at: 1 } }, { ...epoch, offline: true },
  ];
  for (const e of other) notEqual(bearing(e), bearing(epoch), JSON.stringify(e));
});
