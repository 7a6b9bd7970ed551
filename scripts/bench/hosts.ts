// Made hosts, and what is remembered of them.
import type { Known } from "../../extension/wire.js";

/** Hosts that a full memory holds. */
export const full = 20_000;

const name = (i: number): string => (i % 2 === 0 ? `site${i}.test` : `www.site${i - 1}.test`);

const day = 86_400_000;
const now = Date.UTC(2026, 0, 1);

/** A record with every field filled. */
export function knownHost(i: number): Known {
  const at = now - (i * 7919 % (300 * day));
  const epoch = (n: number): string => `${(i % 97).toString(16).padStart(8, "0")}-5c1e-4b7a-9d00-${n.toString(16).padStart(12, "0")}`;
  return {
    host: name(i), seenAt: at, firstSecure: at - 100 * day, lastSecure: at, upgradedAt: at - day, plainAt: at - 50 * day,
    hsts: { maxAge: 31_536_000, includeSubDomains: true, expires: at + 365 * day, at, epoch: epoch(0) },
    unsentAt: at - 3 * day, unsentEpoch: epoch(1), intermittent: true, protocols: ["h2", "h3", "http/1.1"], reach: "public",
    issuer: "CN=Made Issuing Authority R11,O=Made Trust Services,C=XX", key: `sha256/${i.toString(16).padStart(44, "0")}`,
    faultAt: at - 80 * day, faultEpoch: epoch(2), epochs: 12, recent: [3, 4, 5, 6, 7, 8, 9, 10].map(epoch),
  };
}

/** Ten hosts of a first visit, others in each round, and the domains above them. */
export function visitedHosts(round: number): string[] {
  const hosts = new Set<string>();
  for (let i = 0; i < 10; i++) {
    let host = name(((round * 10 + i) * 1234 + 1) % full | 1);
    while (host !== "" && !hosts.has(host)) {
      hosts.add(host);
      host = host.slice(host.indexOf(".") + 1 || host.length);
    }
  }
  return [...hosts];
}
