// Facts: what one browser event says, before anybody knows which visit it
// belongs to. Nothing here judges.
import type { Connection, Header, Page } from "../wire.js";

interface Placed {
  /** The frame around its frame; none around a tab's own document. */
  parent?: number;
  /** Chromium: it happens in a document that is prepared before anybody asked for it. */
  prerender?: boolean;
}

interface OfRequest extends Placed {
  request: string;
  tab: number;
  frame: number;
  destination: string;
  url: string;
  at: number;
}

/** A request is about to be made, or made again after a redirect. */
export interface Asked extends OfRequest {
  kind: "asked";
  initiator: string;
  /** Chromium: the document that asks. */
  document?: string;
  /** Firefox: the address of the document that asks. */
  documentURL?: string;
  private?: boolean;
}

/** Something came back for a request: a head, a redirect, its end. */
export interface Answered extends OfRequest {
  kind: "answered";
  /** The response's head is known. */
  done: boolean;
  status?: number;
  statusLine?: string;
  headers?: Header[];
  next?: string;
  address?: string;
  cached?: boolean;
  /** Firefox: what it was sent through: type, host and port. */
  proxy?: string;
}

/** A request failed. */
export interface Failed extends OfRequest {
  kind: "failed";
  error: string;
  proxy?: string;
}

/** The browser told of the encrypted connection that an answer came by. */
export interface Connected extends OfRequest {
  kind: "connected";
  connection: Connection;
}

interface OfFrame extends Placed {
  tab: number;
  frame: number;
  url: string;
  at: number;
}

/** A tab is about to go to an address, and nothing was asked for yet. */
export interface Begun extends OfFrame {
  kind: "begun";
}

/** A frame shows a new document. */
export interface Committed extends OfFrame {
  kind: "committed";
  document?: string;
  /** The browser says that the document before led here by itself. */
  client?: boolean;
  /** It was shown before: back, forward or reload. */
  again?: boolean;
}

/** A frame's navigation ended without a document. */
export interface Abandoned extends OfFrame {
  kind: "abandoned";
  error: string;
}

/** A document's text was read, or a part that was added to it. */
export interface Read extends OfFrame {
  kind: "read";
  document?: string;
  page: Page;
  part?: boolean;
}

/** A person did something in a frame: what follows may be theirs. */
export interface Touched extends OfFrame {
  kind: "touched";
}

export type Fact = Asked | Answered | Failed | Connected | Begun | Committed | Abandoned | Read | Touched;
