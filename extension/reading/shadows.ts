// Finds the shadow trees of a page, which its own text does not contain, and
// the style sheets in it.
import { shadowRootOf } from "../browser.js";
import { contains, isConnected, nameOf } from "./dom.js";
import type { Idle } from "./idle.js";

/** Elements looked at between two looks at the clock. */
const stride = 100;

/** Elements looked at in one text: what is beyond them is beyond what is read of it, too. */
const maxElements = 100_000;

/** How often a walk starts anew when the page takes out what it had reached. */
const maxStarts = 3;

/** Elements of a page's own kinds that are looked at again for a shadow tree to come. */
const maxExpected = 2000;

export class Shadows {
  readonly #idle: Idle;
  readonly #found: (node: ShadowRoot | Element) => void;
  /** Elements of the page's own kinds that had no shadow tree when they were looked at: their script may come later, and nothing tells of a tree that it attaches. */
  readonly #expected = new Set<HTMLElement>();

  /** Calls found for each shadow root and each style element that it meets. */
  constructor(idle: Idle, found: (node: ShadowRoot | Element) => void) {
    this.#idle = idle;
    this.#found = found;
  }

  /** The shadow roots in an element, and in those. */
  async within(top: Element): Promise<ShadowRoot[]> {
    const roots = new Set<ShadowRoot>();
    const trees: (Element | ShadowRoot)[] = [top];
    let left = maxElements;
    for (const tree of trees) {
      const walker = document.createTreeWalker(tree, NodeFilter.SHOW_ELEMENT);
      let met = 0;
      let starts = 1;
      for (let node: Node | null = tree; node && left > 0; node = walker.nextNode()) {
        left--;
        if (++met % stride === 0) {
          await this.#idle.breathe();
          if (!contains(tree, node) && starts++ < maxStarts) walker.currentNode = tree;
        }
        const root = node instanceof Element ? this.#look(node) : null;
        if (!root || roots.has(root)) continue;
        roots.add(root);
        trees.push(root);
      }
    }
    return [...roots];
  }

  #look(e: Element): ShadowRoot | null {
    if (nameOf(e) === "style") this.#found(e);
    if (!(e instanceof HTMLElement)) return null;
    const root = shadowRootOf(e);
    if (root) this.#found(root);
    else if (this.#expected.size < maxExpected && nameOf(e).includes("-")) this.#expected.add(e);
    return root;
  }

  /** Elements that have a shadow tree now and had none before. */
  arrived(): HTMLElement[] {
    const arrived: HTMLElement[] = [];
    for (const e of this.#expected) {
      const here = isConnected(e) && shadowRootOf(e) !== null;
      if (here) arrived.push(e);
      if (here || !isConnected(e)) this.#expected.delete(e);
    }
    return arrived;
  }

  get expectsMore(): boolean {
    return this.#expected.size > 0;
  }
}
