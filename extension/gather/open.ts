// A visit while it goes on: what it holds, and how much it may.
import type { Connection, Header, Hop, Known, Load, Visit } from "../wire.js";
import type { Read } from "./fact.js";
import { grown } from "./grown.js";

/** Loads kept of one visit; more are only counted. */
export const maxLoads = 5000;

/** Characters of addresses and headers kept of one visit: a page can make them as long as it likes. */
const maxSize = 4 << 20;

/** Documents of one visit whose text is kept account of; of more it is only told that there were more. */
export const maxPages = 50;

/** Hosts of one visit whose connections are kept. */
export const maxConnections = 200;

/** Frames of one visit whose documents are told apart. */
const maxFrames = 200;

interface Frame {
  document: string;
  /** The frame around it, unless that is the visit's own document. */
  parent?: number;
}

/** A visit with what is needed to go on with it after the worker was stopped. */
export interface Open {
  visit: Visit;
  /** A pending visit's document is not shown yet. */
  pending: boolean;
  /** Chromium's and Firefox's name for the document, once it is shown. */
  document?: string;
  /** The document that each frame shows, as far as it was told. */
  frames?: Record<number, Frame>;
  /** The documents that the tab showed before: their last texts may come late. */
  before?: string[];
  /** Where each request of the browser stands: in loads, or −1 for the navigation. */
  requests: Record<string, number>;
  /** Characters of addresses and headers kept. */
  size?: number;
  /** When the document came to be shown. */
  shownAt?: number;
  /** Somebody did something with the document, so that it may not be what it does by itself. */
  touched?: boolean;
  /** When the navigation last failed. */
  failedAt?: number;
  /** What was known of each host when the visit first met it; null where nothing was. */
  known?: Record<string, Known | null>;
  /** The browser session that it belongs to. */
  session?: string;
  /** Facts added so far. */
  facts?: number;
  /** Facts that its findings stand for, as they are written. */
  judged?: number;
}

export function loadOf(open: Open, request: string): Load | undefined {
  const at = open.requests[request];
  if (at === undefined) return undefined;
  return at < 0 ? open.visit.navigation : open.visit.loads?.[at];
}

/** Hops kept of one chain: browsers give up after twenty redirects. */
const maxHops = 50;

export function addHop(open: Open, load: Load, hop: Hop): void {
  const hops = (load.hops ??= []);
  if (hops.length < maxHops && fits(open, hop.url.length)) hops.push(hop);
  else omit(open);
}

export function addLoad(open: Open, load: Load, request?: string): void {
  const loads = (open.visit.loads ??= []);
  if (loads.length >= maxLoads || !fits(open, load.hops?.[0]?.url.length ?? 0)) {
    omit(open);
    return;
  }
  if (request !== undefined) open.requests[request] = loads.length;
  loads.push(load);
}

/** Keeps what a document's text names: a part with what was read of the document before, a whole in its place. */
export function addPage(open: Open, { frame, document, page, part }: Read): void {
  const pages = (open.visit.pages ??= []);
  const at = pages.findIndex((p) => (p.frame ?? 0) === frame);
  const had = pages[at];
  const shows = open.frames?.[frame]?.document;
  if (part && shows !== undefined && document !== shows) return; // its frame shows another document by now
  if (document !== undefined) noteFrame(open, frame, document);
  const parent = open.frames?.[frame]?.parent;
  const now = { ...(part && had ? grown(had, page) : page), ...(parent && { parent }) };
  if (had) pages[at] = now;
  else if (pages.length < maxPages) pages.push(now);
  else if (!part) open.visit.omittedPages = (open.visit.omittedPages ?? 0) + 1;
}

export function noteFrame(open: Open, frame: number, document: string, parent?: number): void {
  const frames = (open.frames ??= {});
  if (frame !== 0 && (frame in frames || Object.keys(frames).length < maxFrames)) frames[frame] = { ...frames[frame], document, ...(parent && { parent }) };
}

/** All documents of a visit: its own and those of its frames. */
export function documents(open: Open): string[] {
  return [...(open.document === undefined ? [] : [open.document]), ...Object.values(open.frames ?? {}).map((f) => f.document)];
}

/** Keeps what was told of a host's connection. The document's own counts more than those of its parts, and a fault more than none. */
export function addConnection(open: Open, connection: Connection, own: boolean): void {
  const all = (open.visit.connections ??= []);
  const at = all.findIndex((c) => c.host === connection.host);
  const had = all[at];
  if (!had) {
    if (all.length < maxConnections) all.push(connection);
  } else if (connection.fault !== undefined || (own && had.fault === undefined)) {
    all[at] = connection;
  }
}

/** Takes room for more characters, if there is any. */
export function fits(open: Open, characters: number): boolean {
  const size = (open.size ?? 0) + characters;
  if (size > maxSize) return false;
  open.size = size;
  return true;
}

/** Counts what a visit has no room for: the report tells of it. */
function omit(open: Open): void {
  open.visit.omitted = (open.visit.omitted ?? 0) + 1;
}

export function addHeaders(open: Open, hop: Hop, headers: Header[]): void {
  if (headers.length === 0) return;
  // Browsers tell the same head up to three times.
  if (fits(open, length(headers) - length(hop.headers ?? []))) hop.headers = headers;
  else omit(open);
}

function length(headers: Header[]): number {
  return headers.reduce((sum, h) => sum + h.value.length, 0);
}

/** Whether a text is that of a visit's document, or of a frame in it. */
export function isAbout(fact: Read, open: Open): boolean {
  if (fact.frame !== 0) return fact.document === undefined || !open.before?.includes(fact.document);
  if (fact.document !== undefined && open.document !== undefined) return fact.document === open.document;
  return bare(fact.url) === bare(address(open));
}

export function begun(open: Open): number {
  return ownHops(open)[0]?.at ?? 0;
}

/** The hops of a visit's own navigation, without those of documents that led to it. */
export function ownHops(open: Open): Hop[] {
  const hops = open.visit.navigation.hops ?? [];
  return hops.slice(hops.findLastIndex((h) => h.client) + 1);
}

/** The address of a visit's document. */
export function address(open: Open): string {
  return open.visit.navigation.hops?.at(-1)?.url ?? "";
}

export function bare(url: string): string {
  const at = url.indexOf("#");
  return at < 0 ? url : url.slice(0, at);
}
