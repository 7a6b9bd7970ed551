// The only file that knows Chrome from Firefox.

/** The extension API. Firefox offers it with promises under both names. */
export const api = chrome;

export const source: "chromium" | "firefox" = chrome.runtime.getURL("").startsWith("moz-extension:") ? "firefox" : "chromium";

/** What webRequest tells beyond the types of Chrome's own API. */
export interface RequestDetails {
  requestId: string;
  url: string;
  tabId: number;
  frameId: number;
  parentFrameId?: number;
  type: string;
  timeStamp: number;
  documentId?: string;
  documentLifecycle?: string;
  initiator?: string;
  documentUrl?: string;
  originUrl?: string;
  incognito?: boolean;
  statusCode?: number;
  statusLine?: string;
  responseHeaders?: { name: string; value?: string }[];
  redirectUrl?: string;
  ip?: string | null;
  fromCache?: boolean;
  error?: string;
}

export interface NavigationDetails {
  tabId: number;
  frameId: number;
  parentFrameId?: number;
  url: string;
  timeStamp: number;
  documentId?: string;
  documentLifecycle?: string;
  error?: string;
}

interface Event<D> {
  addListener(listener: (details: D) => void, ...rest: unknown[]): void;
}

const everywhere = { urls: ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*"] };

/** Registers one listener for each webRequest event that makes a fact. */
export function onRequests(listener: (event: string, details: RequestDetails) => void): void {
  const events = chrome.webRequest as unknown as Record<string, Event<RequestDetails>>;
  for (const name of ["onBeforeRequest", "onHeadersReceived", "onBeforeRedirect", "onResponseStarted", "onCompleted", "onErrorOccurred"]) {
    // Firefox throws on a third argument that it does not know, undefined among them.
    const extra = name === "onBeforeRequest" || name === "onErrorOccurred" ? [] : [["responseHeaders"]];
    events[name]?.addListener((details) => { listener(name, details); }, everywhere, ...extra);
  }
}

export function onNavigations(listener: (event: string, details: NavigationDetails) => void): void {
  const events = chrome.webNavigation as unknown as Record<string, Event<NavigationDetails>>;
  for (const name of ["onCommitted", "onErrorOccurred"]) {
    events[name]?.addListener((details) => { listener(name, details); });
  }
}

/** An element's shadow tree, a closed one too: that is shown to extensions only. */
export function shadowRootOf(element: HTMLElement): ShadowRoot | null {
  if (source === "chromium") return chrome.dom.openOrClosedShadowRoot(element);
  return (element as unknown as { openOrClosedShadowRoot: ShadowRoot | null }).openOrClosedShadowRoot;
}
