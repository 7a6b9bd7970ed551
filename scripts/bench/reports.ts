// Reports of made visits, by the product's own code.
import { inspect } from "../../extension/core.js";
import type { Known, Load, Visit } from "../../extension/wire.js";

/** One report is made again until it took this long, in milliseconds: clocks are coarse. */
const leastTime = 20;

const day = 86_400_000;
const at = 1_772_359_200_000;
const hosts = Array.from({ length: 20 }, (_, i) => `cdn${i}.example.net`);
const policy = [{ name: "strict-transport-security", value: "max-age=63072000; includeSubDomains" }];

const known = (host: string): Known => ({
  host, seenAt: at - day, firstSecure: at - 90 * day, lastSecure: at - day, publicAt: at - day, builtInAt: at - day,
  hsts: { maxAge: 63_072_000, includeSubDomains: true, expires: at + 700 * day, at: at - day, epoch: "before" },
  protocols: ["h2", "h3"], reach: "public", issuer: "CN=Authority R3", epochs: 9, recent: ["before", "before that"],
});

/** A visit with that many loads, on a network where things were noticed, and with all of its hosts known. */
function visitWith(loads: number): Visit {
  const load = (i: number): Load => ({
    destination: "image", initiator: "https://example.com/",
    hops: [{
      url: `https://${hosts[i % hosts.length] ?? ""}/assets/${i}/picture.png?size=large&v=${i}`, at: at + i,
      status: 200, statusLine: "HTTP/2.0 200 OK", done: true, address: "203.0.113.7", headers: policy,
    }],
  });
  const all = ["example.com", ...hosts];
  return {
    id: "v", source: "firefox", network: { epoch: "e", trust: "unknown" },
    navigation: { destination: "main_frame", hops: [{ url: "https://example.com/", at, status: 200, statusLine: "HTTP/2.0 200 OK", done: true, address: "203.0.113.5", headers: policy }] },
    loads: Array.from({ length: loads }, (_, i) => load(i)),
    pages: [{ url: "https://example.com/", protocol: "h2", bytes: 100_000 }],
    connections: all.map((host) => ({
      host, at, version: "TLSv1.3", issuer: "CN=Authority R3", builtIn: true, root: "root", rootName: "CN=Authority", hsts: true,
      cipher: "TLS_AES_128_GCM_SHA256", group: "x25519", signature: "ECDSA-P256-SHA256", bits: 128,
    })),
    epoch: { id: "e", began: at - day, trust: "unknown", sites: ["example.org", "example.net"], clocks: [{ site: "example.org", at: at - 1000, ahead: 10 }] },
    known: all.map(known),
  };
}

/** Milliseconds of a report of a visit with that many loads, from the visit to the report. */
export async function report(loads: number): Promise<number> {
  const visit = visitWith(loads);
  const begin = performance.now();
  let spent = 0;
  let count = 0;
  do {
    await inspect(visit);
    count++;
    spent = performance.now() - begin;
  } while (spent < leastTime);
  return spent / count;
}
