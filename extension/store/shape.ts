// What was read back is looked at before it is used: it may have been damaged,
// or written by another version.
import type { Open } from "../gather/open.js";
import { isEpoch, isFinding, isKnown, isVisit, type Epoch, type Known } from "../wire.js";
import type { StoredFinding, StoredVisit } from "./database.js";

export function isStoredVisit(v: unknown): v is StoredVisit {
  return isRecord(v) && typeof v["session"] === "string" && isOpen(v["open"]);
}

export function isStoredFinding(v: unknown): v is StoredFinding {
  return isRecord(v) && typeof v["visit"] === "string" && typeof v["session"] === "string" && isFinding(v["finding"]);
}

export function isOpen(v: unknown): v is Open {
  return isRecord(v) && isVisit(v["visit"]) && typeof v["pending"] === "boolean"
    && every(v["requests"], Number.isSafeInteger)
    && (v["frames"] === undefined || every(v["frames"], (f) => isRecord(f) && typeof f["document"] === "string"))
    && (v["before"] === undefined || (Array.isArray(v["before"]) && v["before"].every((d) => typeof d === "string")))
    && (v["known"] === undefined || every(v["known"], (k) => k === null || isKnown(k)))
    && [v["size"], v["failedAt"], v["facts"], v["judged"]].every((n) => n === undefined || Number.isFinite(n));
}

/** Whether a record of an epoch says which. */
export function isNamedEpoch(v: unknown): v is Epoch & { id: string } {
  return isEpoch(v) && (v.id ?? "") !== "";
}

/** A host's record as version 1 kept it, in today's form; nothing if it has not that shape. */
export function knownOfVersion1(v: unknown): Known | undefined {
  if (!isRecord(v) || !isRecord(v["hsts"])) return undefined;
  const { host, secureAt } = v;
  const { maxAge, includeSubDomains, expires } = v["hsts"];
  const noted = typeof maxAge === "number" && typeof expires === "number" && expires > 0;
  const seen = typeof secureAt === "number" ? secureAt : 0;
  const now: unknown = {
    host,
    seenAt: seen,
    ...(seen > 0 && { firstSecure: seen, lastSecure: seen }),
    hsts: noted ? { maxAge, expires, at: expires - maxAge * 1000, ...(includeSubDomains === true && { includeSubDomains }) } : {},
  };
  return isKnown(now) ? now : undefined;
}

function every(v: unknown, is: (e: unknown) => boolean): boolean {
  return isRecord(v) && Object.values(v).every(is);
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === "object" && v !== null && !Array.isArray(v);
}
