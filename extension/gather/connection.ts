// What Firefox tells of an encrypted connection (webRequest.getSecurityInfo) as
// a fact, and which requests are worth asking it about. Chromium tells nothing.
import type { RequestDetails, SecurityInfo } from "../browser.js";
import type { Connection } from "../wire.js";
import type { Connected } from "./fact.js";
import { around, maxURL } from "./request.js";

/** Characters kept of a name in a certificate: whoever makes one may write a book into it. */
const maxName = 500;

/** Characters kept of the browser's own words. */
const maxWord = 60;

/** Hosts of one document that are asked about. */
export const maxHosts = 200;

/** Tabs whose hosts are remembered. */
const maxTabs = 1000;

/** Makes a fact of what was told of a request's connection; undefined where it was not encrypted. */
export function fromConnection(d: RequestDetails, info: SecurityInfo | undefined): Connected | undefined {
  if (!info || info.state === "insecure" || !URL.canParse(d.url)) return undefined;
  // Firefox gives no certificate of a chain that it found at fault.
  const leaf = info.certificates?.[0];
  const root = info.certificates?.at(-1);
  const fault = info.overridableErrorCategory ?? "";
  const key = keyOf(leaf);
  const rootKey = keyOf(root);
  const connection: Connection = {
    host: new URL(d.url).hostname, at: d.timeStamp,
    ...(info.protocolVersion && { version: info.protocolVersion.slice(0, 20) }),
    ...(leaf?.issuer && { issuer: leaf.issuer.slice(0, maxName) }),
    ...(key && { key }),
    ...(root?.isBuiltInRoot && { builtIn: true }),
    ...(rootKey && { root: rootKey }),
    ...(root?.subject && { rootName: root.subject.slice(0, maxName) }),
    ...(info.cipherSuite && { cipher: info.cipherSuite.slice(0, maxWord) }),
    ...(info.keaGroupName && { group: info.keaGroupName.slice(0, maxWord) }),
    ...(info.signatureSchemeName && { signature: info.signatureSchemeName.slice(0, maxWord) }),
    ...(isCount(info.secretKeyLength) && { bits: info.secretKeyLength }),
    ...(info.certificateTransparencyStatus && { transparency: info.certificateTransparencyStatus.slice(0, maxWord) }),
    ...(isTime(leaf?.validity?.start) && { from: leaf.validity.start }),
    ...(isTime(leaf?.validity?.end) && { until: leaf.validity.end }),
    // A connection without fault has no word for it; older ones said so.
    ...(fault !== "" && fault !== "trust_none" && fault !== "unset" && { fault: fault.slice(0, maxWord) }),
    ...(info.hsts && { hsts: true }),
  };
  return {
    kind: "connected", request: d.requestId, tab: d.tabId, frame: d.frameId, destination: d.type,
    url: d.url.slice(0, maxURL), at: d.timeStamp, ...around(d), connection,
  };
}

/** The SHA-256 of a certificate's key, in base64; empty where it is not told as one. */
function keyOf(certificate: { subjectPublicKeyInfoDigest?: { sha256?: string } } | undefined): string {
  const digest = certificate?.subjectPublicKeyInfoDigest?.sha256 ?? "";
  return /^[A-Za-z0-9+/]{43}=$/.test(digest) ? digest : "";
}

function isCount(n: unknown): n is number {
  return Number.isSafeInteger(n) && (n as number) > 0;
}

function isTime(n: unknown): n is number {
  return Number.isFinite(n) && n !== 0;
}

/** Chooses whose connections are asked about: those of all documents, and of parts one a host and document. */
export class Asking {
  readonly #hosts = new Map<number, Set<string>>();

  wants(d: RequestDetails): boolean {
    // What comes from the cache tells of the connection that it once came by.
    if (d.tabId < 0 || d.fromCache || !URL.canParse(d.url)) return false;
    const { host } = new URL(d.url);
    if (d.type === "main_frame") {
      if (this.#hosts.size >= maxTabs) this.#hosts.clear();
      this.#hosts.set(d.tabId, new Set());
    }
    const hosts = this.#hosts.get(d.tabId) ?? new Set();
    this.#hosts.set(d.tabId, hosts);
    if (hosts.size >= maxHosts || (hosts.has(host) && !d.type.endsWith("_frame"))) return false;
    hosts.add(host);
    return true;
  }
}
