import type { NavigationDetails } from "../browser.js";
import type { Fact } from "./fact.js";
import { errorCode, maxURL } from "./request.js";

/** Makes a fact of a webNavigation event; undefined for what no visit needs. */
export function fromNavigation(event: string, d: NavigationDetails): Fact | undefined {
  if (d.tabId < 0 || (d.documentLifecycle !== undefined && d.documentLifecycle !== "active")) return undefined;
  const about = { tab: d.tabId, frame: d.frameId, url: d.url.slice(0, maxURL), at: d.timeStamp };
  if (event === "onErrorOccurred") return { kind: "abandoned", ...about, error: errorCode(d.error ?? "") };
  return { kind: "committed", ...about, ...(d.documentId !== undefined && { document: d.documentId }) };
}
