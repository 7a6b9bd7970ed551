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
  /** Firefox: what the request was sent through. */
  proxyInfo?: { type: string; host?: string; port?: number | string } | null;
}

export interface NavigationDetails {
  tabId: number;
  frameId: number;
  parentFrameId?: number;
  url: string;
  timeStamp: number;
  documentId?: string;
  documentLifecycle?: string;
  transitionType?: string;
  transitionQualifiers?: string[];
  error?: string;
}

/** What Firefox tells of an encrypted connection (webRequest.getSecurityInfo), as far as it is read. */
export interface SecurityInfo {
  state: string;
  protocolVersion?: string;
  cipherSuite?: string;
  keaGroupName?: string;
  signatureSchemeName?: string;
  secretKeyLength?: number;
  certificateTransparencyStatus?: string;
  overridableErrorCategory?: string;
  hsts?: boolean;
  /** The server's own first, then who signed it, and so on to the root. */
  certificates?: Certificate[];
}

interface Certificate {
  subject?: string;
  issuer: string;
  /** In milliseconds. */
  validity?: { start?: number; end?: number };
  isBuiltInRoot?: boolean;
  subjectPublicKeyInfoDigest?: { sha256?: string };
}

interface Event<D> {
  addListener(listener: (details: D) => void, ...rest: unknown[]): void;
}

/** Documents, and what can change one. Of pictures, fonts and media Firefox is not asked: there are many, and each would wait. */
const changing = ["main_frame", "sub_frame", "script", "stylesheet", "object", "xmlhttprequest", "websocket"];

const everywhere = { urls: ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*"] };

/** Registers one listener for each webRequest event that makes a fact. */
export function onRequests(listener: (event: string, details: RequestDetails) => void): void {
  const events = chrome.webRequest as unknown as Record<string, Event<RequestDetails>>;
  for (const name of ["onBeforeRequest", "onHeadersReceived", "onBeforeRedirect", "onResponseStarted", "onCompleted", "onErrorOccurred"]) {
    // Firefox throws on a third argument that it does not know, undefined among
    // them. Chromium hides Set-Cookie from who does not ask for extraHeaders.
    const headers = source === "chromium" ? ["responseHeaders", "extraHeaders"] : ["responseHeaders"];
    const extra = name === "onBeforeRequest" || name === "onErrorOccurred" ? [] : [headers];
    events[name]?.addListener((details) => { listener(name, details); }, everywhere, ...extra);
  }
}

export function onNavigations(listener: (event: string, details: NavigationDetails) => void): void {
  const events = chrome.webNavigation as unknown as Record<string, Event<NavigationDetails>>;
  for (const name of ["onBeforeNavigate", "onCommitted", "onErrorOccurred"]) {
    events[name]?.addListener((details) => { listener(name, details); });
  }
}

/**
 * Tells of the encrypted connections that are wanted, in Firefox; Chromium tells
 * nobody. Firefox answers only while it waits for a listener of the kind that
 * could block. This one never does: it asks, and lets go at once.
 */
export function onConnections(wanted: (details: RequestDetails) => boolean, listener: (details: RequestDetails, info: SecurityInfo | undefined) => void): void {
  if (source !== "firefox") return;
  const firefox = chrome.webRequest as unknown as {
    onHeadersReceived: Event<RequestDetails>;
    getSecurityInfo(requestId: string, options: { certificateChain: boolean }): Promise<SecurityInfo | undefined>;
  };
  firefox.onHeadersReceived.addListener((details) => {
    if (!wanted(details)) return;
    // A request that is gone by now has nothing to tell.
    firefox.getSecurityInfo(details.requestId, { certificateChain: true }).then((info) => { listener(details, info); }, () => undefined);
  }, { urls: ["https://*/*", "wss://*/*"], types: changing }, ["blocking"]);
}

/** Firefox's watch over login pages that stand in the way. */
interface CaptivePortal {
  getState(): Promise<string>;
  onStateChanged: { addListener(listener: (details: { state: string }) => void): void };
}

/**
 * Tells what the browser tells of the network: that it is gone or there again; of
 * what kind the connection is, where that is told at all (how fast it is says
 * nothing of which it is); and in Firefox what became of a login page. All of it
 * is told at the start too, since nothing wakes a background for the first two.
 */
export function onNetwork(listener: (event: "online" | "offline" | "connection" | "portal", state: string) => void): void {
  for (const event of ["online", "offline"] as const) globalThis.addEventListener(event, () => { listener(event, ""); });
  listener(navigator.onLine ? "online" : "offline", "");
  const { connection } = navigator as { connection?: EventTarget & { type?: string } };
  const tell = (): void => { if (connection?.type !== undefined) listener("connection", connection.type); };
  connection?.addEventListener("change", tell);
  tell();
  const portal = (chrome as unknown as { captivePortal?: CaptivePortal }).captivePortal;
  portal?.onStateChanged.addListener(({ state }) => { listener("portal", state); });
  portal?.getState().then((state) => { listener("portal", state); }, () => undefined);
}

/** An element's shadow tree, a closed one too: that is shown to extensions only. */
export function shadowRootOf(element: HTMLElement): ShadowRoot | null {
  if (source === "chromium") return chrome.dom.openOrClosedShadowRoot(element);
  return (element as unknown as { openOrClosedShadowRoot: ShadowRoot | null }).openOrClosedShadowRoot;
}

/** Opens the browser's own page for keyboard shortcuts; undefined in a Firefox that has no way there. */
export function shortcutSettings(): (() => Promise<unknown>) | undefined {
  if (source === "chromium") return () => chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
  const { openShortcutSettings } = chrome.commands as unknown as { openShortcutSettings?: () => Promise<void> };
  return openShortcutSettings && (() => openShortcutSettings());
}

/** Whether somebody else set Midwatch up in this browser, by policy. It needs no permission to ask of oneself. */
export async function managed(): Promise<boolean> {
  const { installType } = await chrome.management.getSelf();
  return installType === "admin";
}
