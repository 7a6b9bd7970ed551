import type { NavigationDetails } from "../browser.js";
import type { Fact } from "./fact.js";
import { around, errorCode, maxURL } from "./request.js";

/** Makes a fact of a webNavigation event; undefined for what no visit needs. */
export function fromNavigation(event: string, d: NavigationDetails): Fact | undefined {
  const lifecycle = d.documentLifecycle ?? "active";
  if (d.tabId < 0 || (lifecycle !== "active" && lifecycle !== "prerender")) return undefined;
  const about = {
    tab: d.tabId, frame: d.frameId, url: d.url.slice(0, maxURL), at: d.timeStamp,
    ...around(d), ...(lifecycle === "prerender" && { prerender: true }),
  };
  if (event === "onBeforeNavigate") return (d.parentFrameId ?? -1) < 0 ? { kind: "begun", ...about } : undefined;
  if (event === "onErrorOccurred") return { kind: "abandoned", ...about, error: errorCode(d.error ?? "") };
  const qualifiers = d.transitionQualifiers ?? [];
  return {
    kind: "committed", ...about,
    ...(d.documentId !== undefined && { document: d.documentId }),
    ...(qualifiers.includes("client_redirect") && { client: true }),
    ...((d.transitionType === "reload" || qualifiers.includes("forward_back")) && { again: true }),
  };
}
