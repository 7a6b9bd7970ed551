// The map of all messages: the only file on runtime messaging.
import { api, source } from "./browser.js";
import type { Forget } from "./store/forget.js";
import type { Entry, Wish } from "./store/ignored.js";
import { isCanarySettings, type CanarySettings } from "./store/settings.js";
import type { Upgraded } from "./upgrade.js";
import type { Canary, Epoch, ExportFinding, Ignored, Incident, Overview, Redaction, Report } from "./wire.js";

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

/** What the report shows: findings of this session or of the last 30 days, those of private windows only where asked for. */
export interface Scope {
  earlier?: boolean;
  private?: boolean;
}

export interface OverviewView {
  /** Null where it is the same as in the answer that was last given. */
  overview: Overview | null;
  /** Names this answer. */
  version: string;
}

/** Which finding of a report is meant. */
export interface Named {
  check: string;
  subject: string;
  epoch: string;
  hidden?: boolean;
}

export interface ExportWish extends Scope {
  format: ExportFormat;
  redact?: Redaction;
}

export const redactions = ["queries", "paths", "hosts"] as const satisfies readonly Redaction[];

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

/** A form that somebody is about to send, with its fields and without what was typed. */
export interface Sending {
  /** The document's own name for this question. */
  id: string;
  url: string;
  base: string;
  action: string;
  markup: string;
}

/** What becomes of it: it is sent, unless there is a question; that is asked there, or in the document around all frames. */
export interface Decision {
  question?: QuestionText;
  asked?: true;
}

/** An answer to a question about a form in a frame, on its way there. */
export interface Reply {
  id: string;
  frame: number;
  send: boolean;
}

/** Texts in the reader's language, for a page: nothing is looked up there. */
interface Spoken {
  lang: string;
  dir: "ltr" | "rtl";
  /** Who speaks. */
  label: string;
  title: string;
  text: string;
}

export interface BannerText extends Spoken {
  /** Of the document that it is about. */
  host: string;
  advice: string;
  leave: string;
  close: string;
}

export interface QuestionText extends Spoken {
  keep: string;
  send: string;
}

interface Messages {
  /** From a content script: a document's text, or a part that was added to it. */
  page: { body: PageText; answer: null };
  gesture: { body: Gesture; answer: null };
  sending: { body: Sending; answer: Decision };
  reply: { body: Reply; answer: null };
  /** Somebody wants to get away from the page that showed a banner. */
  leave: { body: object; answer: null };
  /** The page keeps taking the banner away. */
  lost: { body: object; answer: null };
  /** From an extension page. */
  tab: { body: { tab: number }; answer: TabView };
  /** Findings of this session, or of the last 30 days. */
  export: { body: ExportWish; answer: string };
  /** What all findings come to; since names the answer that there is already. */
  overview: { body: Scope & { since?: string }; answer: OverviewView };
  /** One finding with its evidence; null when it is not kept any more. */
  finding: { body: Scope & Named; answer: ExportFinding | null };
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

/** What the background says to a document. */
interface PageMessages {
  /** Answers whether it is shown. */
  banner: { body: BannerText; answer: boolean };
  ask: { body: { id: string; frame: number; question: QuestionText }; answer: null };
  answered: { body: { id: string; send: boolean }; answer: null };
}

type PageKind = keyof PageMessages;
type PageMessage<K extends PageKind> = { kind: K } & PageMessages[K]["body"];

export type PageHandlers = { [K in PageKind]: (message: PageMessage<K>) => PageMessages[K]["answer"] };

/** Says something to the document that a frame shows. Where it cannot hear, that is an error. */
export async function tellPage<K extends PageKind>({ tab, frame, document }: Place, message: PageMessage<K>): Promise<PageMessages[K]["answer"]> {
  // A name is of use in Chromium only: Firefox takes none here.
  const to = source === "chromium" && document !== undefined ? { documentId: document } : { frameId: frame };
  return api.tabs.sendMessage<PageMessage<K>, PageMessages[K]["answer"]>(tab, message, to);
}

/** Hears what the background says, in a document. Nobody else is heard: a page cannot send such messages, and documents do not hear one another. */
export function hear(handlers: PageHandlers): void {
  api.runtime.onMessage.addListener((message: unknown, sender: chrome.runtime.MessageSender, reply: (answer: unknown) => void) => {
    if (sender.id !== api.runtime.id || sender.tab !== undefined || typeof message !== "object" || message === null) return;
    const { kind } = message as { kind?: unknown };
    if (typeof kind !== "string" || !Object.hasOwn(handlers, kind)) return;
    reply((handlers[kind as PageKind] as (message: unknown) => unknown)(message));
  });
}

/** A page's text beyond this many characters is refused: the content script cuts it before. */
export const maxTextLength = 8 << 20;

/** An address beyond this many characters is refused, likewise: a document's own can be as long as all it holds (data:). */
export const maxAddressLength = 16 << 10;

/** A form's markup beyond this many characters is cut. */
export const maxMarkup = 128 << 10;

/** More characters than any host's name has. */
const maxHostLength = 300;

/** Characters of the reason that a person gives. */
export const maxReason = 300;

/** What each kind of message has to look like. */
const wellFormed: { [K in Kind]: (m: Record<string, unknown>) => boolean } = {
  page: (m) => isText(m["url"], maxAddressLength) && isText(m["base"], maxAddressLength) && isText(m["text"], maxTextLength + 1)
    && typeof m["at"] === "number" && isFlag(m["part"]) && isFlag(m["truncated"]) && (m["protocol"] === undefined || isProtocol(m["protocol"])),
  gesture: (m) => isText(m["url"], maxAddressLength) && typeof m["at"] === "number",
  sending: (m) => isID(m["id"]) && ["url", "base", "action"].every((name) => isText(m[name], maxAddressLength)) && isText(m["markup"], maxMarkup),
  reply: (m) => isID(m["id"]) && Number.isInteger(m["frame"]) && typeof m["send"] === "boolean",
  leave: () => true,
  lost: () => true,
  tab: (m) => Number.isInteger(m["tab"]),
  export: (m) => (exportFormats as readonly unknown[]).includes(m["format"]) && isScope(m)
    && (m["redact"] === undefined || (redactions as readonly unknown[]).includes(m["redact"])),
  overview: (m) => isScope(m) && (m["since"] === undefined || isText(m["since"], maxAddressLength)),
  finding: (m) => isScope(m) && isText(m["check"], 100) && isText(m["subject"], maxAddressLength) && isText(m["epoch"], 100) && isFlag(m["hidden"]),
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

/** Four random numbers. */
function isID(value: unknown): boolean {
  return typeof value === "string" && /^\d{1,10}(-\d{1,10}){3}$/.test(value);
}

function isScope(m: Record<string, unknown>): boolean {
  return isFlag(m["earlier"]) && isFlag(m["private"]);
}

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

/** What a page's own content script may send. */
const ofPages: readonly string[] = ["page", "gesture", "sending", "reply", "leave", "lost"] satisfies Kind[];

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
  const fromPage = ofPages.includes(kind);
  if (ownPage === fromPage) return `messages: ${kind} may not be sent from here`;
  // Only a document that is shown: one on its way into or out of the browser's memory has another frame's number.
  if (fromPage && (sender.documentLifecycle ?? "active") !== "active") return "messages: not from a page that is shown";
  if (!wellFormed[kind as Kind](message as Record<string, unknown>)) return `messages: malformed ${kind} message`;
  return undefined;
}
