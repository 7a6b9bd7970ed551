// What the bench's page and its worker say to each other, and what is measured.

/** A page of the web. */
export interface Sample {
  name: string;
  /** The address that it is judged at. */
  url: string;
  html: string;
}

/** What can be timed over all samples. The last is done by the page, the others by the worker. */
export type Task =
  | "floor" | "floorSlices" | "ours" | "oursWhole" | "skipScan" | "xnet" | "htmlparser2" | "parse5Tokenizer" | "parse5Tree"
  | "inspection" | "cleanFloor" | "cleanInspection" | "domParser";

export type Request =
  /** Makes all ready for the passes below. */
  | { kind: "load" }
  /** Does a task over all samples, that many times. */
  | { kind: "pass"; task: Task; passes: number }
  /** What a task answers for each sample. */
  | { kind: "counts"; task: Task }
  /** How long each sample's whole inspection takes. */
  | { kind: "each" }
  /** The first page of a fresh worker. */
  | { kind: "first"; sample: Sample }
  /** How long a report takes of a visit with so many loads. */
  | { kind: "report"; loads: number }
  /** Makes a database with so many known hosts. */
  | { kind: "fill"; known: number }
  /** Opens it, as a worker does that starts. */
  | { kind: "open"; known: number; round: number }
  /** Loads the preload list and looks hosts up. */
  | { kind: "preload" };

/** Milliseconds for opening the database, the open visits, and the memory of a visit's hosts. */
export interface Opened {
  open: number;
  visits: number;
  hosts: number;
}

export interface Loaded {
  /** UTF-8 bytes of each sample. */
  bytes: number[];
  /** Places with an insecure reference that the whole inspection found in each. */
  references: number[];
}

/** Milliseconds until the core answered about an empty page, and then about the sample. */
export interface First {
  start: number;
  read: number;
}
