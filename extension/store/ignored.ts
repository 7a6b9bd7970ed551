// What the person chose not to be told of. For good it is kept on disk; for a network
// epoch, or in a private window, in memory only: neither outlives the browser.
import { api } from "../browser.js";
import { isIgnored, type Ignored } from "../wire.js";
import { naming, type Forget } from "./forget.js";

/** One wish, and when it was made. */
export interface Entry extends Ignored {
  at: number;
  /** Made in a private window: it holds in those, and is not written down. */
  private?: boolean;
}

/** What is to be ignored; without an epoch for good. */
export interface Wish extends Ignored {
  private?: boolean;
  /** It is to be told again. */
  undo?: boolean;
}

/** Entries that are kept of each kind; the oldest leave. */
const most = 1000;

const key = "ignored";

export class IgnoredList {
  #entries: Entry[] = [];
  #last: Promise<unknown>;

  constructor() {
    this.#last = this.#load().catch(() => undefined);
  }

  async #load(): Promise<void> {
    const [good, passing] = await Promise.all([api.storage.local.get(key), api.storage.session.get(key)]);
    this.#entries = [...read(good[key]).filter((e) => !passes(e)), ...read(passing[key])];
  }

  /** What is ignored on hosts. What was wished in private windows holds in those only. */
  async of(hosts: ReadonlySet<string>, hidden: boolean): Promise<Ignored[]> {
    await this.#last;
    return this.#entries.filter((e) => hosts.has(e.host) && (hidden || e.private !== true))
      .map(({ check, host, epoch }) => ({ check, host, ...((epoch ?? "") !== "" && { epoch }) }));
  }

  /** All that is ignored, in the order in which it was wished. */
  async list(): Promise<Entry[]> {
    await this.#last;
    return [...this.#entries];
  }

  change({ check, host, epoch = "", private: hidden = false, undo = false }: Wish): Promise<void> {
    const same = (e: Entry): boolean => e.check === check && e.host === host && (e.epoch ?? "") === epoch && (undo || (e.private ?? false) === hidden);
    const entry: Entry = { check, host, at: Date.now(), ...(epoch !== "" && { epoch }), ...(hidden && { private: true }) };
    return this.#set((all) => [...all.filter((e) => !same(e)), ...(undo ? [] : [entry])]);
  }

  forget(what: Forget): Promise<void> {
    const gone = "everything" in what ? () => true : "since" in what ? (e: Entry) => e.at >= what.since : ofHost(what.host);
    return this.#set((all) => all.filter((e) => !gone(e)));
  }

  #set(next: (all: Entry[]) => Entry[]): Promise<void> {
    const done = this.#last.then(async () => {
      const all = next(this.#entries);
      const [good, passing] = [all.filter((e) => !passes(e)).slice(-most), all.filter(passes).slice(-most)];
      this.#entries = [...good, ...passing];
      await Promise.all([api.storage.local.set({ [key]: good }), api.storage.session.set({ [key]: passing })]);
    });
    this.#last = done.catch(() => undefined);
    return done;
  }
}

const passes = (e: Entry): boolean => e.private === true || (e.epoch ?? "") !== "";

function ofHost(host: string): (e: Entry) => boolean {
  const names = naming(host);
  return (e) => names(e.host);
}

function read(stored: unknown): Entry[] {
  return Array.isArray(stored) ? stored.filter(isEntry) : [];
}

function isEntry(v: unknown): v is Entry {
  return isIgnored(v) && Number.isFinite((v as Partial<Entry>).at) && ["undefined", "boolean"].includes(typeof (v as Partial<Entry>).private);
}
