// The map of all messages: the only file on runtime messaging.
import { api } from "./browser.js";
import type { Forget } from "./store/forget.js";
import type { Entry, Wish } from "./store/ignored.js";
import { isCanarySettings, type CanarySettings } from "./store/settings.js";
import type { Upgraded } from "./upgrade.js";
import type { Canary, Epoch, Ignored, Incident, Report } from "./wire.js";

/** What the popup shows of one tab. */
export interface TabView {
  /** The report of the document that the tab shows; null when nothing was seen of it. */
  report: Report | null;
  /** What is known of the network that the computer is on. */
  network: Epoch;
  /** What was seen on it comes to this: somebody may be there. */
  incident?: Incident;
  /** Findings of this session by level, after merging. */
  session: { visits: number; notice: number; warning: number; danger: number };
  /** What the person chose not to be told of on the page's hosts. */
  ignored?: Ignored[];
  /** A plain sentence when Midwatch itself failed. */
  error?: string;
  /** The core does not start: nothing is judged. */
  broken?: boolean;
  /** What became of Midwatch's memory in this session, in plain sentences. */
  notes?: string[];
}

export const exportFormats = ["json", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The text of a document as the browser holds it now. */
export interface PageText {
  url: string;
  /** What its relative addresses are relative to. */
  base: string;
  text: string;
  at: number;
  /** Only what was added since the last text, or changed. */
  part?: boolean;
  /** More was added than is read. */
  truncated?: boolean;
  /** The ALPN name of the protocol that the document came by; with the whole text only. */
  protocol?: string;
}

/** Somebody did something in a document. */
export interface Gesture {
  url: string;
  at: number;
}

/** How far a person trusts the network: this one until it changes, this one whenever it is met, or every one. An empty trust takes back what they said. */
export interface Choice {
  trust: "trusted" | "untrusted" | "";
  scope: (typeof scopes)[number];
}

const scopes = ["epoch", "network", "everywhere"] as const;

/** An alarm that a person sets aside, and why; without a reason it stands again. */
export interface Dismissal {
  check: string;
  subject: string;
  reason: string;
}

/** How much is remembered. */
export interface Kept {
  hosts: number;
  findings: number;
}

export interface CanaryView {
  settings: CanarySettings;
  /** What last came back on this network. */
  last?: Canary;
}

interface Messages {
  /** From a content script: a document's text, or a part that was added to it. */
  page: { body: PageText; answer: null };
  gesture: { body: Gesture; answer: null };
  /** From an extension page. */
  tab: { body: { tab: number }; answer: TabView };
  /** Findings of this session, or of the last 30 days. */
  export: { body: { format: ExportFormat; earlier?: boolean }; answer: string };
  forget: { body: Forget; answer: null };
  kept: { body: object; answer: Kept };
  choose: { body: Choice; answer: null };
  dismiss: { body: Dismissal; answer: null };
  /** Not to be told of a check on a host, in an epoch or for good; or to be told again. */
  ignore: { body: Wish; answer: null };
  ignored: { body: object; answer: Entry[] };
  /** Go to the encrypted version of a tab's page. */
  upgrade: { body: { tab: number }; answer: Upgraded };
  /** Tells of the canary, after setting it or asking for it where that is wanted. */
  canary: { body: { settings?: CanarySettings; ask?: true }; answer: CanaryView };
}

type Kind = keyof Messages;
type Message<K extends Kind> = { kind: K } & Messages[K]["body"];

/** An error of ours as it crosses: never a finding. */
export interface Failure {
  error: string;
}

export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && Object.keys(answer).length === 1
    && typeof (answer as Failure).error === "string";
}

/** Where a page's message comes from. */
export interface Place {
  tab: number;
  frame: number;
  document?: string;
}

export type Handlers = {
  [K in Kind]: (message: Message<K>, place: Place) => Promise<Messages[K]["answer"]>;
};

/** Sends a message to the background, and throws what it answers as an error. */
export async function send<K extends Kind>(message: Message<K>): Promise<Messages[K]["answer"]> {
  const answer: unknown = await api.runtime.sendMessage(message);
  if (isFailure(answer)) throw new Error(answer.error);
  return answer as Messages[K]["answer"];
}

/** A page's text beyond this many characters is refused: the content script cuts it before. */
export const maxTextLength = 8 << 20;

/** An address beyond this many characters is refused, likewise: a document's own can be as long as all it holds (data:). */
export const maxAddressLength = 16 << 10;

/** More characters than any host's name has. */
const maxHostLength = 300;

/** Characters of the reason that a person gives. */
export const maxReason = 300;

/** What each kind of message has to look like. */
const wellFormed: { [K in Kind]: (m: Record<string, unknown>) => boolean } = {
  page: (m) => isText(m["url"], maxAddressLength) && isText(m["base"], maxAddressLength) && isText(m["text"], maxTextLength + 1)
    && typeof m["at"] === "number" && isFlag(m["part"]) && isFlag(m["truncated"]) && (m["protocol"] === undefined || isProtocol(m["protocol"])),
  gesture: (m) => isText(m["url"], maxAddressLength) && typeof m["at"] === "number",
  tab: (m) => Number.isInteger(m["tab"]),
  export: (m) => (exportFormats as readonly unknown[]).includes(m["format"]) && isFlag(m["earlier"]),
  forget: (m) => ["host", "since", "everything"].filter((what) => what in m).length === 1
    && (isHost(m["host"]) || Number.isFinite(m["since"]) || m["everything"] === true),
  kept: () => true,
  choose: (m) => ["trusted", "untrusted", ""].includes(m["trust"] as string) && (scopes as readonly unknown[]).includes(m["scope"]),
  dismiss: (m) => isText(m["check"], 100) && isText(m["subject"], maxAddressLength) && isText(m["reason"], maxReason),
  ignore: (m) => isText(m["check"], 100) && isHost(m["host"]) && (m["epoch"] === undefined || isText(m["epoch"], 100))
    && isFlag(m["private"]) && isFlag(m["undo"]),
  ignored: () => true,
  upgrade: (m) => Number.isInteger(m["tab"]),
  canary: (m) => (m["settings"] === undefined || isCanarySettings(m["settings"])) && (m["ask"] === undefined || m["ask"] === true),
};

function isHost(value: unknown): boolean {
  return isText(value, maxHostLength) && /^[a-z0-9._:[\]-]+$/.test(value as string);
}

function isText(value: unknown, most: number): boolean {
  return typeof value === "string" && value.length <= most;
}

/** An ALPN name as browsers give it: what a page's own server chose. */
export function isProtocol(value: unknown): value is string {
  return typeof value === "string" && /^[a-z0-9./-]{1,20}$/.test(value);
}

function isFlag(value: unknown): boolean {
  return value === undefined || typeof value === "boolean";
}

/** Checks who asks and what, and lets only the kinds through that the asker may send. */
export function listen(handlers: Handlers): void {
  const handle = (message: unknown, sender: chrome.runtime.MessageSender, reply: (answer: unknown) => void): boolean => {
    const refused = refusal(message, sender);
    if (refused !== undefined) {
      reply({ error: refused } satisfies Failure);
      return false;
    }
    const { kind } = message as { kind: Kind };
    const handler = handlers[kind] as (message: unknown, place: Place) => Promise<unknown>;
    const place: Place = {
      tab: sender.tab?.id ?? -1,
      frame: sender.frameId ?? 0,
      ...(sender.documentId !== undefined && { document: sender.documentId }),
    };
    handler(message, place).then(reply, (cause: unknown) => {
      reply({ error: cause instanceof Error ? cause.message : String(cause) } satisfies Failure);
    });
    return true; // the answer comes later
  };
  api.runtime.onMessage.addListener(handle);
}

function refusal(message: unknown, sender: chrome.runtime.MessageSender): string | undefined {
  if (sender.id !== api.runtime.id) return "messages: not from Midwatch";
  if (typeof message !== "object" || message === null) return "messages: not a message";
  const { kind } = message as { kind?: unknown };
  if (typeof kind !== "string" || !Object.hasOwn(wellFormed, kind)) return "messages: no such kind of message";
  // A page may take over its own content script; it gets no more than to tell of itself.
  const ownPage = sender.url?.startsWith(api.runtime.getURL("")) ?? false;
  const ofPages = kind === "page" || kind === "gesture";
  if (ownPage === ofPages) return `messages: ${kind} may not be sent from here`;
  // Only a document that is shown: one on its way into or out of the browser's memory has another frame's number.
  if (ofPages && (sender.documentLifecycle ?? "active") !== "active") return "messages: not from a page that is shown";
  if (!wellFormed[kind as Kind](message as Record<string, unknown>)) return `messages: malformed ${kind} message`;
  return undefined;
}
