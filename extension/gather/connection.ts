// What Firefox tells of an encrypted connection (webRequest.getSecurityInfo) as
// a fact, and which requests are worth asking it about. Chromium tells nothing.
import type { RequestDetails, SecurityInfo } from "../browser.js";
import type { Connection } from "../wire.js";
import type { Connected } from "./fact.js";
import { around, maxURL } from "./request.js";

/** Characters kept of an issuer's name: whoever makes a certificate may write a book into it. */
const maxIssuer = 500;

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
  const key = leaf?.subjectPublicKeyInfoDigest?.sha256 ?? "";
  const connection: Connection = {
    host: new URL(d.url).hostname, at: d.timeStamp,
    ...(info.protocolVersion && { version: info.protocolVersion.slice(0, 20) }),
    ...(leaf?.issuer && { issuer: leaf.issuer.slice(0, maxIssuer) }),
    ...(/^[A-Za-z0-9+/]{43}=$/.test(key) && { key }),
    ...(root?.isBuiltInRoot && { builtIn: true }),
    // A connection without fault has no word for it; older ones said so.
    ...(fault !== "" && fault !== "trust_none" && fault !== "unset" && { fault: fault.slice(0, 60) }),
    ...(info.hsts && { hsts: true }),
  };
  return {
    kind: "connected", request: d.requestId, tab: d.tabId, frame: d.frameId, destination: d.type,
    url: d.url.slice(0, maxURL), at: d.timeStamp, ...around(d), connection,
  };
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
