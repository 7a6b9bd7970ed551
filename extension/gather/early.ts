// Answers and failures that no visit has the request of yet. Chromium may tell
// of them before it tells of their request, as it delivers events of several
// kinds out of order when it wakes the worker. And a request that is told of the
// document before, and goes on in the next one, is that one's only then.
import type { Answered, Asked, Failed } from "./fact.js";

type Early = Answered | Failed;

/** They are kept for this long, in milliseconds of the events' own time. */
const keptFor = 10_000;

/** Kept at most: those of a page that was left and forgotten are never asked for. */
const maxEarly = 500;

export class EarlyAnswers {
  #kept: Early[] = [];

  keep(fact: Early): void {
    this.#kept = this.#kept.filter(({ at }) => at > fact.at - keptFor);
    this.#kept.push(fact);
    if (this.#kept.length > maxEarly) this.#kept.shift();
  }

  /** Takes out those for a request at one of its addresses, the earliest first. */
  take({ request }: Asked, isOf: (url: string) => boolean): Early[] {
    const taken = this.#kept.filter((fact) => fact.request === request && isOf(fact.url));
    if (taken.length > 0) this.#kept = this.#kept.filter((fact) => !taken.includes(fact));
    return taken.sort((a, b) => a.at - b.at);
  }

  forget(gone: (fact: Early) => boolean): void {
    this.#kept = this.#kept.filter((fact) => !gone(fact));
  }
}
