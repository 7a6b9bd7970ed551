// What Firefox was seen to tell of connections, and what is kept of it.
import { deepEqual, equal } from "node:assert/strict";
import test from "node:test";
import type { RequestDetails, SecurityInfo } from "../browser.js";
import { Asking, fromConnection, maxHosts } from "./connection.js";
import { maxConnections } from "./open.js";
import { newTabs, shown, tab, Telling, watch } from "./telling.js";

const key = "qoIPjpox8xmWJjNbZgKuhuPSIDe6CX1Rda6yVp782AA=";
const clean: SecurityInfo = {
  state: "secure", protocolVersion: "TLSv1.3", hsts: false,
  certificates: [
    { issuer: 'CN="Somebody, worth nothing"', isBuiltInRoot: false, subjectPublicKeyInfoDigest: { sha256: key } },
    { issuer: 'CN="Somebody, worth nothing"', isBuiltInRoot: false, subjectPublicKeyInfoDigest: { sha256: key } },
  ],
};
// Of a chain at fault Firefox gives no certificate.
const accepted: SecurityInfo = { state: "secure", protocolVersion: "TLSv1.3", overridableErrorCategory: "trust_error", certificates: [], hsts: false };

function details(url: string, more: Partial<RequestDetails> = {}): RequestDetails {
  return { requestId: "1", url, tabId: tab, frameId: 0, type: "main_frame", timeStamp: 5, ...more };
}

test("a connection is told in few words", () => {
  deepEqual(fromConnection(details("https://a.test/x"), clean)?.connection, { host: "a.test", at: 5, version: "TLSv1.3", issuer: 'CN="Somebody, worth nothing"', key, root: key });
  const [leaf, root] = clean.certificates ?? [];
  const builtIn = { ...clean, hsts: true, certificates: [...(leaf ? [leaf] : []), { issuer: "CN=Root", ...root, isBuiltInRoot: true }] };
  deepEqual(fromConnection(details("https://a.test:8443/"), builtIn)?.connection,
    { host: "a.test", at: 5, version: "TLSv1.3", issuer: 'CN="Somebody, worth nothing"', key, builtIn: true, root: key, hsts: true });
});

test("what the handshake agreed on and the certificate says is told as the browser says it", () => {
  const rootKey = "r" + key.slice(1);
  const full: SecurityInfo = {
    state: "secure", protocolVersion: "TLSv1.2", cipherSuite: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", keaGroupName: "x25519",
    signatureSchemeName: "ECDSA-P256-SHA256", secretKeyLength: 128, certificateTransparencyStatus: "policy_compliant",
    certificates: [
      { subject: "CN=a.test", issuer: "CN=Between", validity: { start: 1000, end: 9000 }, subjectPublicKeyInfoDigest: { sha256: key } },
      { subject: "CN=Between", issuer: "CN=Root", subjectPublicKeyInfoDigest: { sha256: key } },
      { subject: "CN=Root", issuer: "CN=Root", isBuiltInRoot: false, validity: { start: 1, end: 2 }, subjectPublicKeyInfoDigest: { sha256: rootKey } },
    ],
  };
  deepEqual(fromConnection(details("https://a.test/"), full)?.connection, {
    host: "a.test", at: 5, version: "TLSv1.2", issuer: "CN=Between", key, root: rootKey, rootName: "CN=Root",
    cipher: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", group: "x25519", signature: "ECDSA-P256-SHA256", bits: 128,
    transparency: "policy_compliant", from: 1000, until: 9000,
  });
});

test("a fault that somebody accepted is told, though no certificate is", () => {
  deepEqual(fromConnection(details("https://a.test/"), accepted)?.connection, { host: "a.test", at: 5, version: "TLSv1.3", fault: "trust_error" });
  for (const none of ["trust_none", "unset"]) equal(fromConnection(details("https://a.test/"), { ...clean, overridableErrorCategory: none })?.connection.fault, undefined);
});

test("where nothing is told, or nothing was encrypted, there is no fact", () => {
  equal(fromConnection(details("https://a.test/"), undefined), undefined);
  equal(fromConnection(details("http://a.test/"), { state: "insecure" }), undefined);
});

test("what somebody wrote into a certificate is bounded", () => {
  const book = { ...clean, certificates: [{ issuer: "x".repeat(100_000), subjectPublicKeyInfoDigest: { sha256: "y".repeat(100_000) } }], overridableErrorCategory: "z".repeat(1000) };
  const { issuer, key: none, fault } = fromConnection(details("https://a.test/"), book)?.connection ?? {};
  deepEqual([issuer?.length, none, fault?.length], [500, undefined, 60]);
  const long = "x".repeat(1000);
  const odd: SecurityInfo = {
    state: "secure", cipherSuite: long, keaGroupName: long, signatureSchemeName: long, secretKeyLength: NaN, certificateTransparencyStatus: long,
    certificates: [{ subject: long, issuer: long, validity: { start: NaN, end: Infinity }, subjectPublicKeyInfoDigest: { sha256: long } }],
  };
  const told = fromConnection(details("https://a.test/"), odd)?.connection;
  deepEqual([told?.cipher?.length, told?.group?.length, told?.signature?.length, told?.transparency?.length, told?.rootName?.length], [60, 60, 60, 60, 500]);
  deepEqual([told?.bits, told?.from, told?.until, told?.root], [undefined, undefined, undefined, undefined]);
});

test("every document is asked about, and of its parts one a host", () => {
  const asking = new Asking();
  const wants = (url: string, more: Partial<RequestDetails> = {}): boolean => asking.wants(details(url, more));
  const part = { type: "script" };
  deepEqual([wants("https://a.test/"), wants("https://a.test/1", part), wants("https://b.test/1", part), wants("https://b.test/2", part)], [true, false, true, false]);
  deepEqual([wants("https://a.test/f", { type: "sub_frame" }), wants("https://b.test/f", { type: "sub_frame" })], [true, true]);
  deepEqual([wants("https://b.test/", { fromCache: true, type: "sub_frame" }), wants("https://c.test/", { tabId: -1 })], [false, false]);
  equal(wants("https://b.test/", { ...part, tabId: tab + 1 }), true, "another tab");
  deepEqual([wants("https://a.test/again"), wants("https://b.test/3", part)], [true, true]);
  let asked = 0;
  for (let i = 0; i < 1000; i++) if (wants(`https://h${i}.test/`, part)) asked++;
  equal(asked, maxHosts - 2);
});

test("what is told late comes to its visit, one connection a host", () => {
  const t = new Telling()
    .loaded("1", "https://a.test/")
    .navigation("onCommitted", "https://a.test/", { documentId: "D1" })
    .loaded("2", "https://a.test/x.js", { type: "script" })
    .loaded("3", "https://b.test/x.js", { type: "script" });
  const tabs = watch("firefox", t.facts);
  const told = (requestId: string, url: string, info: SecurityInfo, type = "script"): void => {
    const fact = fromConnection(details(url, { requestId, type }), info);
    if (fact) tabs.add(fact);
  };
  const old = { ...clean, protocolVersion: "TLSv1.2" };
  told("2", "https://a.test/x.js", old);
  told("3", "https://b.test/x.js", old);
  told("1", "https://a.test/", clean, "main_frame");
  told("3", "https://b.test/x.js", clean);
  told("9", "https://c.test/", clean);
  deepEqual(shown(tabs).connections?.map((c) => [c.host, c.version]), [["a.test", "TLSv1.3"], ["b.test", "TLSv1.2"]]);
  told("2", "https://a.test/x.js", accepted);
  told("1", "https://a.test/", clean, "main_frame");
  deepEqual(shown(tabs).connections?.map((c) => c.fault), ["trust_error", undefined]);
});

test("connections without end are bounded", () => {
  const t = new Telling().loaded("1", "https://a.test/").navigation("onCommitted", "https://a.test/");
  const tabs = watch("firefox", t.facts, newTabs("firefox"));
  for (let i = 0; i < maxConnections + 50; i++) {
    const fact = fromConnection(details(`https://h${i}.test/`), clean);
    if (fact) tabs.add(fact);
  }
  equal(shown(tabs).connections?.length, maxConnections);
});
