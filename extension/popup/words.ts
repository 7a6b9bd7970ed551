// The popup's own words. What a finding says comes from the core.
import type { Choice } from "../messages.js";
import type { Cause, Epoch, Level, Outcome, Strength } from "../wire.js";

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

/** How far a piece of evidence shows that somebody is there. */
export const strengthName: Record<Strength, string> = {
  weak: "Weak: this often has an innocent cause",
  strong: "Strong: this rarely has an innocent cause",
  conclusive: "Conclusive: this has no innocent cause",
};

/** What the popup says of a network, and which word of the person's they can take back. */
export function networkWords(e: Epoch): { alarmed: boolean; words: string; takeBack?: Choice["scope"] } {
  if (e.trust === "untrusted" && (e.alarms ?? []).some((a) => (a.dismissed ?? "") === "")) {
    return { alarmed: true, words: "Network: somebody seems to be on it. I judge it as untrusted, until it changes or you set aside what points at them." };
  }
  const own = e.choice ?? "";
  if (e.trust === "untrusted") {
    return { alarmed: false, words: "Network: untrusted, as you told me.", takeBack: own !== "" ? "epoch" : "network" };
  }
  if (e.trust === "trusted") {
    if (own !== "") return { alarmed: false, words: "Network: trusted, as you told me, until it changes.", takeBack: "epoch" };
    return e.everywhere
      ? { alarmed: false, words: "Network: trusted, as you trust every network that you use.", takeBack: "everywhere" }
      : { alarmed: false, words: "Network: trusted, as you told me for always.", takeBack: "network" };
  }
  return { alarmed: false, words: `Network: ${e.offline ? "none, your computer is offline" : "not known to you"}. I judge it as untrusted.` };
}

export function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}
