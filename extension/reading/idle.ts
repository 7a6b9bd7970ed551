// Work in the page's idle moments, a few milliseconds at a time.

/** How long the work goes on in an idle moment, in milliseconds. */
const slice = 4;

/** How long it goes on at first, and where the page was not idle for long: then there are fewer, longer turns. */
const longSlice = 10;

/** A page that is never idle is not waited for longer than this, in milliseconds. */
const patience = 100;

export class Idle {
  #since = performance.now();
  /** The first turn is at once: most documents are read in it, before anybody asks what is in them. */
  #until = this.#since + longSlice;
  #worked = 0;

  /** Waits for the next idle moment, if this one is over. */
  async breathe(): Promise<void> {
    if (performance.now() < this.#until) return;
    this.pause();
    const deadline = await new Promise<IdleDeadline>((resolve) => requestIdleCallback(resolve, { timeout: patience }));
    this.#since = performance.now();
    this.#until = this.#since + (deadline.didTimeout ? longSlice : Math.min(slice, deadline.timeRemaining()));
  }

  /** Ends the turn: what comes next waits for another one. */
  pause(): void {
    if (this.#until > 0) this.#worked += performance.now() - this.#since;
    this.#until = 0;
  }

  /** Milliseconds worked since this was last asked. */
  takeWorked(): number {
    this.pause();
    const worked = this.#worked;
    this.#worked = 0;
    return worked;
  }
}
