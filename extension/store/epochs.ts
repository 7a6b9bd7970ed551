// The network epoch of now: what is known of it, and each thing that is told of
// it, one after the other. What becomes of the record is decided in Go.
import { nextEpoch } from "../core.js";
import type { Change, Epoch, Network } from "../wire.js";
import { withoutForgotten, type Forget } from "./forget.js";

export interface Keeping {
  /** Keeps the record: until the browser ends, and for its next start. */
  keep(epoch: Epoch): Promise<void>;
  /** Midwatch could not follow what is told of the network. */
  fail(cause: unknown): void;
}

export class Epochs {
  #current: Epoch;
  #last: Promise<unknown> = Promise.resolve();
  /** Told when the record is another than before. */
  changed: (before: Epoch, now: Epoch) => void = () => undefined;

  private constructor(private readonly keeping: Keeping, current: Epoch) {
    this.#current = current;
  }

  /** Goes on with the epoch of this session, or begins one after that of an earlier session. */
  static async open(keeping: Keeping, current: Epoch | undefined, earlier: Epoch | undefined): Promise<Epochs> {
    if (current) return new Epochs(keeping, current);
    const epochs = new Epochs(keeping, earlier ?? {});
    // Before all that was told while the store was opened.
    await epochs.tell({ kind: "start", at: performance.timeOrigin });
    return epochs;
  }

  get current(): Epoch {
    return this.#current;
  }

  /** What visits are stamped with that begin now. */
  get network(): Network {
    return { epoch: this.#current.id ?? "", trust: this.#current.trust ?? "unknown" };
  }

  /** Tells of a change. */
  tell(change: Change): Promise<void> {
    const fresh = crypto.randomUUID();
    return this.#inTurn((epoch) => nextEpoch({ epoch, changes: [{ ...change, fresh }] }), () => ({ ...this.#current, id: this.#current.id ?? fresh }));
  }

  /** Joins what visits noticed. */
  notice(noticed: Epoch): Promise<void> {
    return this.#inTurn((epoch) => nextEpoch({ epoch, noticed: [noticed] }));
  }

  /** Takes out of the record what is to be forgotten; of everything nothing stays. */
  forget(what: Forget): Promise<void> {
    const fresh = crypto.randomUUID();
    return this.#inTurn((epoch) => "everything" in what
      ? nextEpoch({ changes: [{ kind: "start", at: Date.now(), fresh }] })
      : nextEpoch({ epoch: withoutForgotten(epoch, what) }), () => ({ id: fresh }));
  }

  /** One after the other: each finds the record as the one before left it. Where the core fails, it stays as it is, or becomes what instead gives. */
  #inTurn(next: (epoch: Epoch) => Promise<Epoch>, instead: () => Epoch = () => this.#current): Promise<void> {
    const done = this.#last.then(async () => {
      const before = this.#current;
      try {
        this.#current = await next(before);
      } catch (cause) {
        this.#current = instead();
        this.keeping.fail(cause);
      }
      // When something was last told is no news by itself.
      if (JSON.stringify({ ...this.#current, at: 0 }) === JSON.stringify({ ...before, at: 0 })) return;
      await this.keeping.keep(this.#current);
      this.changed(before, this.#current);
    });
    this.#last = done;
    return done;
  }
}
