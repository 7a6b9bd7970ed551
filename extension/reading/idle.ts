// Work in the page's idle moments, a few milliseconds at a time.

/** How long the work goes on before it waits for the next idle moment, in milliseconds. */
const slice = 4;

/** A page that is never idle is not waited for longer than this, in milliseconds. */
const patience = 100;

export class Idle {
  #until = 0;
  /** Milliseconds worked. */
  worked = 0;

  /** Waits for the next idle moment, if this one is over. */
  async breathe(): Promise<void> {
    const now = performance.now();
    if (now < this.#until) return;
    this.pause();
    const deadline = await new Promise<IdleDeadline>((resolve) => requestIdleCallback(resolve, { timeout: patience }));
    this.#since = performance.now();
    this.#until = this.#since + (deadline.didTimeout ? slice : Math.min(slice, deadline.timeRemaining()));
  }

  /** Counts the work until now. */
  pause(): void {
    if (this.#since > 0) this.worked += performance.now() - this.#since;
    this.#since = 0;
    this.#until = 0;
  }

  #since = 0;
}
