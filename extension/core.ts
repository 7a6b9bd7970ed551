// Loads the core and speaks with it. Bulk crosses through its linear memory;
// wasm/main.go tells the protocol.
import { api } from "./browser.js";
import {
  decodeEpoch, decodeExportDocument, decodeMemory, decodeOverview, decodePage, decodeQuestion, decodeReport, encodeBasis, encodeDocument,
  encodeExportRequest, encodeMemory, encodeNetworking, encodeSubmission, encodeVisit, type Basis, type Document, type Epoch, type ExportDocument,
  type ExportRequest, type Known, type Memory, type Networking, type Overview, type Page, type Question, type Report, type Submission, type Visit,
} from "./wire.js";

/** A page's text is read up to this many bytes of UTF-8. */
const maxText = 8 << 20;

interface Exports {
  mem: WebAssembly.Memory;
  reserve(n: number): number;
  output(): number;
  inspect(n: number): number;
  usePreload(n: number): number;
  submission(n: number): number;
  remember(n: number): number;
  network(n: number): number;
  beginPage(n: number): number;
  pageRoom(n: number): number;
  pageText(n: number): number;
  endPage(cut: number): number;
  collect(n: number): number;
  exportDocument(n: number): number;
  exportCSV(n: number): number;
  overview(n: number): number;
}

interface Go {
  importObject: WebAssembly.Imports;
  exit: (code: number) => void;
  run(instance: WebAssembly.Instance): Promise<void>;
}

declare global {
  var Go: new () => Go;
  var midwatchReady: (() => void) | undefined;
}

/** An error that the core answered with: it is well, the message was not. */
export class CoreError extends Error {}

let compiled: Promise<WebAssembly.Module> | undefined;
let running: Promise<Exports> | undefined;

/** Tests, which have no extension around them, bring their own module. */
export function useModule(module: Promise<WebAssembly.Module>): void {
  compiled = module;
  running = undefined;
}

function start(): Promise<Exports> {
  compiled ??= WebAssembly.compileStreaming(fetch(api.runtime.getURL("core.wasm")));
  running ??= compiled.then(instantiate);
  running.catch(() => { running = compiled = undefined; });
  return running;
}

/** Starts the core before anybody waits for it, and lets the browser compile what reads pages. */
export async function warmUp(): Promise<void> {
  await readPage({ url: "about:blank" }, "<p class=a style='color:red'><a href=/>x</a><script>a</script>");
}

async function instantiate(module: WebAssembly.Module): Promise<Exports> {
  const go = new globalThis.Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  return new Promise((resolve, reject) => {
    globalThis.midwatchReady = () => { resolve(instance.exports as unknown as Exports); };
    go.exit = (code) => { running = undefined; reject(new Error(`the core ended with status ${code}`)); };
    go.run(instance).catch(reject);
  });
}

/** Runs a verb. A core that broke is replaced by a new instance, once. */
async function ask<T>(verb: (core: Exports) => T): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const core = await start();
    try {
      return verb(core);
    } catch (error) {
      if (error instanceof CoreError || attempt > 0) throw error;
      running = undefined;
    }
  }
}

function put(core: Exports, ...parts: Uint8Array[]): void {
  const length = parts.reduce((sum, p) => sum + p.length, 0);
  let at = room(core, length);
  for (const p of parts) {
    new Uint8Array(core.mem.buffer, at, p.length).set(p);
    at += p.length;
  }
}

function room(core: Exports, n: number): number {
  const at = core.reserve(n);
  if (at === 0) throw new CoreError("core: the message is too large");
  return at;
}

function answer<T>(core: Exports, length: number, decode: (b: Uint8Array) => T): T {
  // The view is taken anew each time: memory that grew has a new buffer.
  const bytes = new Uint8Array(core.mem.buffer, core.output(), Math.abs(length));
  if (length < 0) throw new CoreError(text(bytes));
  return decode(bytes);
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const text = (b: Uint8Array): string => decoder.decode(b);

/** Judges a visit. The preload list is loaded when a visit first needs it, and given again to a core that replaced one that broke. */
export async function inspect(visit: Visit): Promise<Report> {
  const message = encodeVisit(visit);
  const judge = (): Promise<Report> => ask((core) => {
    put(core, message);
    return answer(core, core.inspect(message.length), decodeReport);
  });
  const report = await judge();
  if (report.needsPreload !== true) return report;
  try {
    await usePreload();
  } catch {
    preload = undefined;
    return report; // it says itself what could not be checked
  }
  return judge();
}

let preload: Promise<Uint8Array> | undefined;

/** Gives the core the HSTS preload list that is packed with the extension. */
async function usePreload(): Promise<void> {
  preload ??= fetch(api.runtime.getURL("preload.bin")).then(async (file) => {
    if (!file.ok) throw new Error(`preload.bin: status ${file.status}`);
    return new Uint8Array(await file.arrayBuffer());
  });
  const list = await preload;
  await ask((core) => {
    put(core, list);
    answer(core, core.usePreload(list.length), none);
  });
}

/** What is to be asked before a form is sent; without a host nothing is. */
export function judgeSubmission(submission: Submission): Promise<Question> {
  const message = encodeSubmission(submission);
  return ask((core) => {
    put(core, message);
    return answer(core, core.submission(message.length), decodeQuestion);
  });
}

/** The records of hosts as they are to be kept after what was seen of them. */
export function remember(memory: Memory): Promise<Known[]> {
  const message = encodeMemory(memory);
  return ask((core) => {
    put(core, message);
    return answer(core, core.remember(message.length), decodeMemory).known;
  });
}

/** The network epoch as it is after what was told of it. */
export function nextEpoch(networking: Networking): Promise<Epoch> {
  const message = encodeNetworking(networking);
  return ask((core) => {
    put(core, message);
    return answer(core, core.network(message.length), decodeEpoch);
  });
}

/**
 * Reads what a document's text names. Of a text beyond 8 MiB only the beginning
 * is read, and the page says so. It goes in piece by piece: one is read while it
 * is still in the processor's cache, and the core's memory stays small.
 */
export function readPage(document: Document, html: string): Promise<Page> {
  const message = encodeDocument(document);
  return ask((core) => {
    put(core, message);
    answer(core, core.beginPage(message.length), none);
    let at = 0;
    for (let left = maxText; at < html.length && left > 3;) {
      const piece = html.slice(at, pieceEnd(html, at));
      const room = Math.min(piece.length * 3, left);
      const address = core.pageRoom(room);
      if (address === 0) throw new CoreError("core: no room for the page's text");
      const { read, written } = encoder.encodeInto(piece, new Uint8Array(core.mem.buffer, address, room));
      answer(core, core.pageText(written), none);
      at += read;
      left -= written;
    }
    return answer(core, core.endPage(at < html.length ? 1 : 0), decodePage);
  });
}

/** A piece of a text ends after so many UTF-16 units, but never inside a pair of them. */
const pieceLength = 1 << 17;

function pieceEnd(text: string, from: number): number {
  const end = from + pieceLength;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
}

const none = (): void => undefined;

export function exportDocument(request: ExportRequest): Promise<ExportDocument> {
  return ask((core) => answer(core, core.exportDocument(putRequest(core, request)), decodeExportDocument));
}

export function exportCSV(request: ExportRequest): Promise<string> {
  return ask((core) => answer(core, core.exportCSV(putRequest(core, request)), text));
}

/** What many findings come to. */
export function overview({ export: request, epoch }: Basis): Promise<Overview> {
  return ask((core) => {
    collect(core, request);
    const message = encodeBasis({ export: { ...request, findings: [] }, ...(epoch && { epoch }) });
    put(core, message);
    return answer(core, core.overview(message.length), decodeOverview);
  });
}

/** Findings of one message: the core bounds the size of each, so that they fit. */
const findingsAtOnce = 200;

/** Hands over the findings, as many at once as fit. */
function collect(core: Exports, { findings, ...request }: ExportRequest): void {
  for (let at = 0; at < findings.length; at += findingsAtOnce) {
    const some = encodeExportRequest({ ...request, findings: findings.slice(at, at + findingsAtOnce) });
    put(core, some);
    answer(core, core.collect(some.length), none);
  }
}

/** Hands over the findings, and then the request; gives its length. */
function putRequest(core: Exports, request: ExportRequest): number {
  collect(core, request);
  const message = encodeExportRequest({ ...request, findings: [] });
  put(core, message);
  return message.length;
}
