// The popup's own words. What a finding says comes from the core.
import type { Cause, Level, Outcome } from "../wire.js";

export const levelName: Record<Level, string> = {
  notice: "Worth knowing",
  warning: "You are exposed",
  danger: "Act now",
};

export const outcomeName: Record<Outcome, string> = {
  blocked: "Blocked",
  upgraded: "Upgraded",
  loaded: "Loaded in clear",
  covered: "Covered from now on",
  passed: "Passed in clear",
};

/** Why a step of a chain was followed by the next one. */
export const causeName: Record<Cause, string> = {
  server: "the server sent you on",
  hsts: "your browser knew to encrypt, and asked nobody",
  "https-first": "your browser tries HTTPS first",
  "upgrade-insecure-requests": "the page had your browser use HTTPS",
  "mixed-content-upgrade": "your browser switched a part of an encrypted page to HTTPS",
  extension: "something in your browser sent you on",
  fallback: "that failed, and your browser went on in clear",
  "meta-refresh": "the page itself told your browser to go on",
  script: "the page itself went on, by a script",
};

export function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}
