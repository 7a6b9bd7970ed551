// How much of a document that grows is read, and how soon. Times are in
// milliseconds.

/** Characters told of one document after its first text: twice what is read of any text at once. */
const maxGrowth = 16 << 20;

/** What a message costs on top of its characters: so their number is bounded too. */
const perMessage = 4 << 10;

/** A batch waits until nothing changed for so long… */
const quiet = 500;

/** …but no longer than this after its first change. */
const longest = 2000;

/** What a batch took is at most one part in so many of the time until the next one. */
const share = 50;

/** When a batch is due, given its first and last change, and when the batch before it ended and what it took. */
export function due(first: number, last: number, before: { ended: number; took: number }): number {
  return Math.max(Math.min(last + quiet, first + longest), before.ended + share * before.took);
}

/** What may still be told of a document. */
export class Allowance {
  #left = maxGrowth;

  /** Takes what a message costs, and tells whether there was enough left. */
  take(characters: number): boolean {
    this.#left -= characters + perMessage;
    return this.#left >= 0;
  }
}
