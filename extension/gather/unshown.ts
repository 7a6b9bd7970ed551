// Documents that Chromium prepares before anybody asked for them (speculation
// rules). They share the tab of the document that is shown, and each has a
// frame number of its own until it is shown itself. Here each gets a tab of its
// own, with a number that no tab of the browser has.
import type { Fact } from "./fact.js";

/** Documents prepared at one time and their frames. Chromium itself prepares some ten. */
const maxFrames = 200;

/** No tab has −1 already. */
const firstTab = -2;

export class Unshown {
  /** The own tab of each, by the tab that it is prepared in and by all its frames. */
  readonly #places = new Map<string, { tab: number; own: number; top: boolean }>();
  #next = firstTab;

  /** The fact as it is in its document's own tab; undefined for one that belongs to none. */
  move(fact: Fact): Fact | undefined {
    const key = `${fact.tab} ${fact.frame}`;
    const around = this.#places.get(`${fact.tab} ${fact.parent}`);
    let place = this.#places.get(key);
    if (!place) {
      if (this.#places.size >= maxFrames || (!around && fact.parent !== undefined)) return undefined;
      place = around ? { ...around, top: false } : { tab: fact.tab, own: this.#next--, top: true };
      this.#places.set(key, place);
    }
    const moved: Fact = { ...fact, tab: place.own, frame: place.top ? 0 : fact.frame };
    delete moved.prerender;
    if (around?.top) moved.parent = 0;
    return moved;
  }

  /** The own tabs of those that are prepared in a tab. */
  in(tab: number): number[] {
    return [...this.#places.values()].filter((p) => p.tab === tab && p.top).map((p) => p.own);
  }

  /** Forgets those own tabs. */
  drop(owns: readonly number[]): void {
    for (const [key, { own }] of this.#places) if (owns.includes(own)) this.#places.delete(key);
  }
}
