// Tells of a document: once as a whole, then only what is new in it.
import { above, attribute, isConnected, nameOf, parentOf } from "./dom.js";
import { Allowance, due } from "./bounds.js";
import { Idle } from "./idle.js";
import { added, changed, holdsTelling, tells, whole } from "./markup.js";
import { Shadows } from "./shadows.js";

/**
 * Attributes by which an element that is there comes to name another address,
 * or a field to ask for something else. An attribute with a namespace
 * (xlink:href) cannot be watched so.
 */
const watched = [
  // what is loaded, and what as
  "src", "srcset", "imagesrcset", "href", "data", "poster", "background", "style", "rel", "as", "content", "http-equiv",
  // what a form asks for, and where it sends it
  "action", "formaction", "method", "formmethod", "form", "type", "name", "autocomplete", "disabled", "hidden",
];

const everything: MutationObserverInit = { childList: true, subtree: true, attributeFilter: watched };
const itsText: MutationObserverInit = { childList: true, subtree: true, characterData: true };

/** Elements waiting to be told; of more the whole document is told again. */
const maxWaiting = 5000;

/** Elements of which only the style changed that are looked at in a batch. */
const maxMoving = 1000;

/** A batch is told in messages of about so many characters. */
const maxMessage = 1 << 20;

/** Texts up to this many characters, and so many of them, are not told twice: pages build the same again and again. */
const maxKnownLength = 1000;
const maxKnown = 2000;

/** Shadow trees are looked for again after this long, in milliseconds, and after twice as long each time. */
const firstLook = 1000;
const lastLook = 64_000;

/** Tells a text, and whether it arrived. */
export type Tell = (text: string, about: { part: boolean; truncated: boolean }) => Promise<boolean>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Growth {
  readonly #tell: Tell;
  readonly #met: (root: ShadowRoot) => void;
  readonly #idle = new Idle();
  readonly #observer = new MutationObserver((records) => { this.#note(records); });
  readonly #shadows = new Shadows(this.#idle, (node) => {
    this.#observer.observe(node, node instanceof ShadowRoot ? everything : itsText);
    if (node instanceof ShadowRoot) this.#met(node);
  });
  readonly #allowance = new Allowance();
  readonly #known = new Set<string>();
  #added = new Set<Element>();
  /** Those of which an attribute or the text changed; true where it was only the style attribute. */
  #changed = new Map<Element, boolean>();
  /** When the first and the last of them was noted. */
  #first = 0;
  #last = 0;
  /** There were too many: the whole document is told again. */
  #everything = false;
  #noted: (() => void) | undefined;
  #before = { ended: 0, took: 0 };
  #stopped = false;

  /** Calls met for each shadow tree of the document. */
  constructor(tell: Tell, met: (root: ShadowRoot) => void) {
    this.#tell = tell;
    this.#met = met;
  }

  /** Tells of the document until it is stopped. */
  async run(): Promise<void> {
    this.#observer.observe(document, everything);
    let told = await this.#whole();
    void this.#lookAgain();
    while (!this.#stopped) {
      await this.#due();
      told = told ? await this.#batch() : await this.#whole();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#observer.disconnect();
    this.#added.clear();
    this.#changed.clear();
  }

  #note(records: MutationRecord[]): void {
    // Pages can make tens of thousands of changes at once.
    for (const record of this.#everything ? [] : records) {
      if (record.type === "attributes") this.#noteAttribute(record.target as Element, record.attributeName);
      else if (record.type === "characterData") this.#noteText(parentOf(record.target));
      else this.#noteAdded(record);
      if (this.#added.size + this.#changed.size > maxWaiting) {
        this.#clear();
        this.#everything = true;
        this.#added.add(document.documentElement);
        break;
      }
    }
    if (this.#added.size + this.#changed.size > 0) this.#touch();
  }

  #noteAttribute(e: Element, name: string | null): void {
    const onlyStyle = name === "style" && this.#changed.get(e) !== false;
    // Where a thousand things move at once none of them is told of.
    if (!onlyStyle || this.#changed.size < maxMoving) this.#changed.set(e, onlyStyle);
  }

  #noteAdded({ addedNodes, target }: MutationRecord): void {
    let text = false;
    for (let i = 0; i < addedNodes.length; i++) {
      const node = addedNodes[i];
      if (node instanceof Element) this.#added.add(node);
      else text = true;
    }
    if (text) this.#noteText(target);
  }

  #noteText(of: Node | null): void {
    if (of instanceof Element && /^(script|style)$/.test(nameOf(of))) this.#changed.set(of, false);
  }

  #touch(): void {
    this.#last = performance.now();
    this.#first ||= this.#last;
    this.#noted?.();
  }

  #clear(): { added: Set<Element>; changed: Map<Element, boolean> } {
    const waiting = { added: this.#added, changed: this.#changed };
    this.#added = new Set();
    this.#changed = new Map();
    this.#everything = false;
    return waiting;
  }

  /** Waits until there is something to tell, and until it is time. */
  async #due(): Promise<void> {
    if (this.#first === 0) await new Promise<void>((resolve) => { this.#noted = resolve; });
    this.#noted = undefined;
    for (;;) {
      const wait = due(this.#first, this.#last, this.#before) - performance.now();
      if (wait <= 0 || this.#stopped) return;
      await pause(wait);
    }
  }

  /** Tells the whole document; of a frame's only if there is anything in it to tell. */
  async #whole(): Promise<boolean> {
    this.#first = 0;
    this.#clear();
    await this.#idle.breathe();
    const top = document.documentElement as Element | null;
    if (!top) return false;
    const roots = await this.#shadows.within(top);
    if (window !== window.top && roots.length === 0 && !holdsTelling(top)) return false;
    return this.#send(whole(top, roots), false);
  }

  /** Tells what was added and what changed since the last time. */
  async #batch(): Promise<boolean> {
    this.#first = 0;
    this.#idle.takeWorked();
    const waiting = this.#clear();
    for (const e of this.#shadows.arrived()) waiting.added.add(e);
    let text = "";
    let arrived = true;
    for await (const piece of this.#pieces(waiting)) {
      if (text.length > 0 && text.length + piece.length > maxMessage) {
        arrived = await this.#send(text, true) && arrived;
        text = "";
      }
      text += piece;
    }
    if (text.length > 0) arrived = await this.#send(text, true) && arrived;
    this.#before = { ended: performance.now(), took: this.#idle.takeWorked() };
    return arrived;
  }

  async *#pieces({ added: news, changed: changes }: { added: Set<Element>; changed: Map<Element, boolean> }): AsyncGenerator<string> {
    const isNew = (e: Element): boolean => {
      for (let p = above(e); p; p = above(p)) if (news.has(p as Element)) return true;
      return false;
    };
    for (const e of news) {
      await this.#idle.breathe();
      if (this.#stopped) return;
      if (!isConnected(e) || isNew(e)) continue;
      const roots = await this.#shadows.within(e);
      if (roots.length === 0 && !holdsTelling(e)) continue;
      const piece = added(e, roots);
      if (this.#isNews(piece)) yield piece;
    }
    for (const [e, onlyStyle] of changes) {
      await this.#idle.breathe();
      if (this.#stopped) return;
      if (!isConnected(e) || news.has(e) || isNew(e) || !tells(e)) continue;
      // What moves across the screen has another style with every frame.
      if (onlyStyle && !this.#isNews(`${nameOf(e)} ${loadedBy(attribute(e, "style") ?? "")}`)) continue;
      const piece = changed(e);
      if (this.#isNews(piece)) yield piece;
    }
  }

  #isNews(text: string): boolean {
    if (text.length > maxKnownLength) return true;
    if (this.#known.has(text)) return false;
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.add(text);
    return true;
  }

  async #send(text: string, part: boolean): Promise<boolean> {
    if (this.#stopped) return false;
    this.#idle.pause();
    const truncated = part && !this.#allowance.take(text.length);
    if (truncated) this.stop();
    return this.#tell(truncated ? "" : text, { part, truncated });
  }

  /** Nothing tells of a shadow tree that is attached to an element already there. */
  async #lookAgain(): Promise<void> {
    for (let wait = firstLook; wait <= lastLook; wait *= 2) {
      await pause(wait);
      if (this.#stopped) return;
      const arrived = this.#shadows.arrived();
      for (const e of arrived) this.#added.add(e);
      if (arrived.length > 0) this.#touch();
    }
  }
}

/** What of a style attribute may load something, all of it if that cannot be told. */
function loadedBy(style: string): string {
  return style.includes("\\") ? style : (style.match(/(url|src|image[\w-]*)\([^)]*/gi) ?? []).join();
}
