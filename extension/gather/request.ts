import type { RequestDetails } from "../browser.js";
import { documentHeaderNames, headerNames, type Header } from "../wire.js";
import type { Fact } from "./fact.js";

/** A header's value beyond this many characters is cut; the core refuses it then. */
const maxHeader = (64 << 10) + 1;

/** Addresses beyond this many characters are cut: they can be as long as a page likes. */
export const maxURL = 16 << 10;

/** Characters kept of a proxy's name. */
const maxHost = 255;

/** Makes a fact of a webRequest event; undefined for what no visit needs. */
export function fromRequest(event: string, d: RequestDetails): Fact | undefined {
  // Requests of no tab are the browser's and other extensions' own. Where a
  // document asks for another one, Chromium fetches it ahead of its time: if it
  // is wanted later, the browser tells of it again.
  if (d.tabId < 0 || (d.type === "main_frame" && d.documentId !== undefined)) return undefined;
  const prerender = d.documentLifecycle === "prerender";
  // A tab's own document: Chromium gives it another number on its way into the tab and out of it.
  const own = d.parentFrameId === -1 && !prerender;
  const about = {
    request: d.requestId, tab: d.tabId, frame: own ? 0 : d.frameId, destination: d.type, url: d.url.slice(0, maxURL), at: d.timeStamp,
    ...around(d), ...(prerender && { prerender: true }),
  };
  switch (event) {
    case "onBeforeRequest":
      return {
        kind: "asked", ...about,
        initiator: (d.initiator ?? d.documentUrl ?? d.originUrl ?? "").slice(0, maxURL),
        ...(d.documentId !== undefined && { document: d.documentId }),
        ...(d.documentUrl !== undefined && { documentURL: d.documentUrl }),
        ...(d.incognito !== undefined && { private: d.incognito }),
      };
    case "onErrorOccurred":
      return { kind: "failed", ...about, error: errorCode(d.error ?? ""), ...through(d) };
    default: {
      // Firefox shows its own redirects without a status, as nothing came back,
      // and those of other extensions with one that redirects nowhere (200).
      const within = event === "onBeforeRedirect" && (d.statusCode ?? 0) < 300;
      return {
        kind: "answered", ...about,
        done: (d.statusCode ?? 0) > 0 ? !within : event === "onCompleted",
        ...(d.statusCode !== undefined && !within && { status: d.statusCode }),
        ...(d.statusLine !== undefined && !within && { statusLine: d.statusLine.slice(0, 200) }),
        ...(d.responseHeaders && { headers: d.responseHeaders.flatMap((h) => toHeader(h, d.type)) }),
        ...(d.redirectUrl !== undefined && { next: d.redirectUrl.slice(0, maxURL) }),
        ...(d.ip && { address: d.ip }),
        ...(d.fromCache !== undefined && { cached: d.fromCache }),
        ...through(d),
      };
    }
  }
}

/** The proxy that a request was sent through: no name and no password. Of what came from the cache it tells nothing. */
function through({ proxyInfo: p, fromCache }: RequestDetails): { proxy?: string } {
  if (!p || p.type === "direct" || !p.host || fromCache) return {};
  const host = p.host.slice(0, maxHost);
  return { proxy: `${p.type.slice(0, 20)} ${host.includes(":") ? `[${host}]` : host}${p.port === undefined ? "" : `:${p.port}`}` };
}

/** The frame around that of an event. */
export function around({ parentFrameId: parent = -1 }: { parentFrameId?: number }): { parent?: number } {
  return parent < 0 ? {} : { parent };
}

function toHeader(h: { name: string; value?: string }, destination: string): Header[] {
  const name = h.name.toLowerCase();
  if (!headerNames.includes(name) && !(destination.endsWith("_frame") && documentHeaderNames.includes(name))) return [];
  // Firefox joins several fields of one name by line breaks.
  const values = (h.value ?? "").split("\n");
  return values.map((value) => ({ name, value: (name === "set-cookie" ? valueless(value) : value).slice(0, maxHeader) }));
}

/** A Set-Cookie field without the cookie's value: it is a secret, and only what is said about it is judged. */
function valueless(field: string): string {
  const end = field.indexOf(";");
  const pair = end < 0 ? field : field.slice(0, end);
  // A cookie without a name is all value.
  return `${pair.slice(0, Math.max(0, pair.indexOf("=")))}=${end < 0 ? "" : field.slice(end)}`;
}

/** The browser's code for a failure. Firefox gives most as a sentence in its user's language, which says nothing reliable. */
export function errorCode(text: string): string {
  return /^(net::|NS_|Error code )/.test(text) ? text.slice(0, 100) : "untranslated";
}
