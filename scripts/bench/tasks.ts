// Everything that is timed in the worker, each behind one function of a text.
import { Parser } from "htmlparser2";
import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes, type Token, Tokenizer, TokenizerMode } from "parse5";
import { readPage } from "../../extension/core.js";
import { bits, insecure } from "./insecure.js";
import type { Sample, Task } from "./messages.js";
import { skipScan } from "./skipscan.js";

type Run = (sample: Sample) => number | Promise<number>;

export type Tasks = Record<Exclude<Task, "domParser">, Run>;

interface Exports {
  mem: WebAssembly.Memory;
  reserve(n: number): number;
  xnet(n: number): number;
  whole(n: number): number;
  begin(): void;
  room(n: number): number;
  written(n: number): void;
  end(): number;
}

/** The tasks, over the bench's own module, compiled and running. */
export async function makeTasks(module: Promise<WebAssembly.Module>): Promise<Tasks> {
  const go = new globalThis.Go();
  const instance = await WebAssembly.instantiate(await module, go.importObject);
  void go.run(instance); // runs until its exports can be called, and ends never
  const core = instance.exports as unknown as Exports;
  const floor: Run = ({ html }) => copy(core, html);
  const inspection: Run = async ({ url, html }) => {
    const page = await readPage({ url, live: true }, html);
    return page.refCount ?? 0;
  };
  return {
    floor,
    floorSlices: ({ html }) => inSlices(html, (n) => core.reserve(n), core.mem),
    ours({ html }) {
      core.begin();
      inSlices(html, (n) => core.room(n), core.mem, (n) => { core.written(n); });
      return core.end();
    },
    oursWhole: ({ html }) => core.whole(copy(core, html)),
    xnet: ({ html }) => core.xnet(copy(core, html)),
    skipScan: ({ html }) => skipScan(html),
    htmlparser2: ({ html }) => withHtmlparser2(html),
    parse5Tokenizer: ({ html }) => withParse5Tokenizer(html),
    parse5Tree: ({ html }) => withParse5Tree(html),
    inspection,
    cleanFloor: floor,
    cleanInspection: inspection,
  };
}

const encoder = new TextEncoder();

/** Copies a text into the module's memory and gives its length there. */
function copy(core: Exports, html: string): number {
  const room = html.length * 3;
  const at = core.reserve(room);
  if (at === 0) throw new Error("bench: the page is too large");
  return encoder.encodeInto(html, new Uint8Array(core.mem.buffer, at, room)).written;
}

/** UTF-16 units in a slice, as in core.ts. */
const sliceLength = 1 << 16;

/** Copies a text slice by slice to where room says, and gives its length. */
function inSlices(html: string, room: (n: number) => number, memory: WebAssembly.Memory, then?: (n: number) => void): number {
  let length = 0;
  for (let at = 0; at < html.length; ) {
    let end = at + sliceLength;
    const last = html.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end++; // never inside a pair
    const slice = html.slice(at, end);
    const address = room(slice.length * 3);
    const { written } = encoder.encodeInto(slice, new Uint8Array(memory.buffer, address, slice.length * 3));
    then?.(written);
    length += written;
    at = end;
  }
  return length;
}

/** Only onattribute is listened to: so the parser builds no objects for tags. */
function withHtmlparser2(html: string): number {
  let count = 0;
  let seen = 0;
  const parser = new Parser({
    onopentagname() {
      seen = 0;
    },
    onattribute(name, value) {
      const bit = bits.get(name);
      if (bit === undefined || (seen & bit) !== 0) return;
      seen |= bit;
      if (insecure(bit, value)) count++;
    },
  });
  parser.end(html);
  return count;
}

/** What the tree builder would tell the tokenizer about elements that hold text. */
const modes = new Map<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]>([
  ["script", TokenizerMode.SCRIPT_DATA],
  ["style", TokenizerMode.RAWTEXT],
  ["xmp", TokenizerMode.RAWTEXT],
  ["iframe", TokenizerMode.RAWTEXT],
  ["noembed", TokenizerMode.RAWTEXT],
  ["noframes", TokenizerMode.RAWTEXT],
  ["title", TokenizerMode.RCDATA],
  ["textarea", TokenizerMode.RCDATA],
  ["plaintext", TokenizerMode.PLAINTEXT],
]);

const ignore = (): void => undefined;

function withParse5Tokenizer(html: string): number {
  let count = 0;
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag(tag: Token.TagToken) {
        count += among(tag.attrs);
        const mode = modes.get(tag.tagName);
        if (mode !== undefined) tokenizer.state = mode;
      },
      onComment: ignore,
      onDoctype: ignore,
      onEndTag: ignore,
      onEof: ignore,
      onCharacter: ignore,
      onNullCharacter: ignore,
      onWhitespaceCharacter: ignore,
    },
  );
  tokenizer.write(html, true);
  return count;
}

/** The tokenizer keeps the first of two attributes with one name. */
function among(attrs: Token.Attribute[]): number {
  let count = 0;
  for (const { prefix, name, value } of attrs) {
    const bit = bits.get(prefix === undefined || prefix === "" ? name : `${prefix}:${name}`);
    if (bit !== undefined && insecure(bit, value)) count++;
  }
  return count;
}

function withParse5Tree(html: string): number {
  let count = 0;
  const left: DefaultTreeAdapterTypes.Node[] = [parse(html, { scriptingEnabled: false })];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (defaultTreeAdapter.isElementNode(node)) {
      count += among(node.attrs);
      if ("content" in node) left.push(node.content);
    }
    if ("childNodes" in node) left.push(...node.childNodes);
  }
  return count;
}
