// The store: what waits to be written, and the writing in small batches. What a
// record says is decided in Go; here it is only kept.
import { api } from "../browser.js";
import { remember } from "../core.js";
import type { Open } from "../gather/open.js";
import type { Epoch, Finding, Known, Report } from "../wire.js";
import { t } from "../words.js";
import { deleteAside, openOrSetAside } from "./aside.js";
import { keepFindings, visitsJudged, write, type Database, type Judged } from "./database.js";
import { Epochs } from "./epochs.js";
import { forgetStored, goneBy, stripKnown, type Forget } from "./forget.js";
import { damaged, dropDamaged, read, readOne } from "./read.js";
import { begin, forgetPrivate, loadSession, privateFindings, saveEpoch, saveSession, writePrivate, type Session } from "./session.js";

/** Facts wait no longer than this before they are written, in milliseconds. */
const writeAfter = 250;

/** They wait less where that is cheap: writing takes no more than about a part of the time. */
const partOfTime = 1 / 20;

/** Hosts whose memory is kept at hand. */
const maxCached = 5000;

/** Visits whose findings wait, where they cannot be written. */
const maxWaiting = 2000;

/** Documents forgotten while a tab showed them: what they send later is dropped. */
const maxForgotten = 200;

/** A visit's findings, until they are written. */
interface Waiting extends Judged {
  hidden: boolean;
}

export class Store {
  #db: Database | undefined;
  #closed = false;
  #session: Session;
  /** A plain sentence for people when what is seen cannot be kept: said in their language when it is asked for. */
  #error: (() => string) | undefined;
  #visits = new Map<string, Open>();
  #judged = new Map<string, Waiting>();
  #known = new Map<string, Known>();
  #ended = new Map<string, { hidden: boolean }>();
  #first = 0;
  /** The epoch's record, while it waits to be written. */
  #epoch: Epoch | undefined;
  /** Visits that were judged where there is no database to count them. */
  #uncounted = 0;
  /** Hosts' memory at hand: a cache of the database and of what waits to be written. */
  readonly #cache = new Map<string, Known | undefined>();
  /** Visits that are not to be written again: no tab shows them, or they are forgotten. */
  readonly #gone = new WeakSet<Open>();
  /** When the last batch was written. */
  #flushed = -writeAfter;
  /** How long that took. */
  #took = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The last of the works that must not overlap. */
  #last: Promise<unknown> = Promise.resolve();
  /** How many times something was kept or forgotten: tells whether there is anything new. */
  changes = 0;

  private constructor(session: Session) {
    this.#session = session;
  }

  /** The network that the computer is on. */
  get epochs(): Epochs {
    if (!this.#epochs) throw new Error("the store is not open");
    return this.#epochs;
  }

  #epochs: Epochs | undefined;

  /** Opens the store, and gives the visits that were open when the worker stopped, and those that an earlier session left unjudged. */
  static async open(): Promise<{ store: Store; open: Open[]; left: Open[] }> {
    const { session, epoch, open } = await loadSession();
    const store = new Store(session);
    const left: Open[] = [];
    await store.#openDatabase();
    store.#epochs = await Epochs.open({
      keep: (now) => store.#keepEpoch(now),
      fail: (cause) => { store.#error = () => t("note_no_network", String(cause)); },
    }, epoch, epoch ? undefined : await store.#lastEpoch());
    try {
      for (const visit of await store.#readVisits()) {
        visit.open.session = visit.session;
        if (visit.session === session.id) open.push(visit.open);
        else if (isDue(visit.open)) left.push(visit.open);
        else store.endVisit(visit.open);
      }
    } catch (cause) {
      store.#fail(cause);
    }
    return { store, open, left };
  }

  async #openDatabase(): Promise<void> {
    this.#closed = false;
    try {
      const { db, afresh } = await openOrSetAside(() => {
        this.#db = undefined;
        this.#closed = true;
      });
      this.#db = db;
      if (afresh) await this.#note({ afresh });
    } catch (cause) {
      this.#error = () => t("note_no_memory", String(cause));
    }
  }

  async #database(): Promise<Database | undefined> {
    if (this.#closed) await this.#openDatabase();
    return this.#db;
  }

  async #readVisits(): Promise<{ session: string; open: Open }[]> {
    return this.#db ? this.#whole(this.#db, "visits", await read(this.#db, "visits")) : [];
  }

  /** The epoch that an earlier session ended with. */
  async #lastEpoch(): Promise<Epoch | undefined> {
    try {
      return this.#db && this.#whole(this.#db, "epochs", await read(this.#db, "epochs"))[0];
    } catch (cause) {
      this.#fail(cause);
      return undefined;
    }
  }

  async #keepEpoch(epoch: Epoch): Promise<void> {
    this.#epoch = epoch;
    this.#later();
    await saveEpoch(epoch).catch((cause: unknown) => { this.#fail(cause); });
  }

  /** Counts and takes away what was damaged, and gives what was not. */
  #whole<T>(db: Database, name: "visits" | "findings" | "known" | "epochs", { whole, damaged: keys }: { whole: T[]; damaged: IDBValidKey[] }): T[] {
    if (keys.length > 0) {
      this.#inTurn(async () => {
        const dropped = await dropDamaged(db, name, keys);
        await this.#note({ damaged: this.#session.damaged + dropped });
      }).catch((cause: unknown) => { this.#fail(cause); });
    }
    return whole;
  }

  async #note(more: Partial<Session>): Promise<void> {
    this.#session = { ...this.#session, ...more };
    await saveSession(this.#session).catch((cause: unknown) => { this.#fail(cause); });
  }

  get session(): string {
    return this.#session.id;
  }

  get error(): string | undefined {
    return this.#error?.();
  }

  /** What people are to know of the memory in this session. */
  get notes(): string[] {
    const { afresh, damaged: n } = this.#session;
    return [
      ...(afresh ? [t("note_afresh")] : []),
      ...(n > 0 ? [t("note_damaged", n)] : []),
    ];
  }

  /** Documents that were forgotten while a tab showed them. */
  get forgotten(): readonly string[] {
    return this.#session.forgotten;
  }

  keepVisit(open: Open): void {
    if (this.#gone.has(open)) return;
    open.session ??= this.session;
    this.#visits.set(open.visit.id, open);
    this.#later();
  }

  /** Ends when what was kept so far is written. */
  async written(): Promise<void> {
    while (this.#timer !== undefined) await pause(writeAfter / 4);
    await this.#last;
  }

  /** A visit that no tab shows any more need not be taken back after a stop. */
  endVisit(open: Open): void {
    this.#gone.add(open);
    this.#visits.delete(open.visit.id);
    this.#ended.set(open.visit.id, { hidden: open.visit.private ?? false });
    this.#later();
  }

  /**
   * Writes a report down with all that came before it: the facts, of which there
   * were that many when it was made, and what it teaches of hosts. Only then may
   * it be shown: what was shown is never lost. Answers whether it may: a visit
   * that was forgotten meanwhile is not written.
   */
  keepReport(report: Report, open: Open, facts: number): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#gone.has(open)) return false;
      const hidden = open.visit.private ?? false;
      // Private windows are judged with the memory, but never added to it.
      if (!hidden) await this.#join(report.remember ?? []).catch((cause: unknown) => { this.#fail(cause); });
      this.keepVisit(open);
      if (open.judged === undefined) {
        if (hidden) this.#session = { ...this.#session, hidden: this.#session.hidden + 1 };
        else if (open.session === this.session) this.#first++;
      }
      open.judged = facts;
      this.#judged.set(report.visit, { visit: report.visit, session: open.session ?? this.session, findings: report.findings, hidden });
      await this.#flush();
      return !this.#gone.has(open);
    });
  }

  /** Joins what was seen of hosts with what is known of them now, whoever learned it. */
  async #join(seen: Known[]): Promise<void> {
    if (seen.length === 0) return;
    const known = (await Promise.all(seen.map(({ host }) => this.knownOf(host)))).filter((k) => k !== undefined);
    for (const record of await remember({ known, seen })) {
      this.#learned++;
      this.#cache.set(record.host, record);
      this.#known.set(record.host, record);
    }
    drop(this.#cache, maxCached);
  }

  /** What is remembered of a host. */
  async knownOf(host: string): Promise<Known | undefined> {
    if (this.#cache.has(host)) return this.#cache.get(host);
    const waiting = this.#known.get(host);
    if (waiting) return waiting;
    const learned = this.#learned;
    const db = await this.#database();
    const kept = db && await readOne(db, "known", host);
    if (db && kept === damaged) this.#whole(db, "known", { whole: [], damaged: [host] });
    const record = kept === damaged ? undefined : kept;
    // What was learned or forgotten meanwhile is newer than what was read.
    if (learned !== this.#learned) return this.knownOf(host);
    this.#cache.set(host, record);
    drop(this.#cache, maxCached);
    return record;
  }

  /** How many times the memory of hosts changed. */
  #learned = 0;

  /** Findings of this session, or of earlier ones too; those of private windows only where asked for. */
  findings(wish: { earlier?: boolean; hidden?: boolean }): Promise<Finding[]> {
    return this.#inTurn(async () => {
      const db = await this.#database();
      const of = wish.earlier
        ? { index: "time", range: IDBKeyRange.lowerBound(Math.min(this.#session.began, Date.now() - keepFindings)) }
        : { index: "session", range: IDBKeyRange.only(this.session) };
      const kept = db ? this.#whole(db, "findings", await read(db, "findings", of)) : [];
      const waiting = [...this.#judged.values()].filter((w) => !w.hidden && (wish.earlier === true || w.session === this.session));
      return [
        ...kept.filter((k) => !this.#judged.has(k.visit)).map((k) => k.finding),
        ...waiting.flatMap((w) => w.findings),
        ...(wish.hidden ? await privateFindings() : []),
      ];
    });
  }

  /** How many visits were judged in this session. */
  async visits(): Promise<number> {
    const db = await this.#database();
    return this.#session.hidden + this.#uncounted + (db ? await visitsJudged(db, this.session) : 0);
  }

  /** How much is remembered on disk. */
  kept(): Promise<{ hosts: number; findings: number }> {
    return this.#inTurn(async () => {
      await this.#flush();
      const db = await this.#database();
      return db ? { hosts: await db.count("known"), findings: await db.count("findings") } : { hosts: 0, findings: 0 };
    });
  }

  /** Forgets, and of those visits all. What is on its way into the store does not come back. */
  async forget(what: Forget, visits: readonly Open[], documents: readonly string[]): Promise<void> {
    for (const open of visits) this.#gone.add(open);
    await this.epochs.forget(what);
    const ids = visits.map((open) => open.visit.id);
    return this.#inTurn(async () => {
      const gone = goneBy(what);
      for (const id of ids) {
        this.#visits.delete(id);
        this.#judged.delete(id);
      }
      for (const [id, open] of this.#visits) if (gone.open(open)) this.#visits.delete(id);
      for (const waiting of this.#judged.values()) waiting.findings = waiting.findings.filter((f) => !gone.finding(f));
      for (const [host, record] of this.#known) if (gone.known(record)) this.#known.delete(host);
      this.#cache.clear();
      this.#learned++;
      const everything = "everything" in what;
      if (everything) {
        await deleteAside();
        this.#session = begin(crypto.randomUUID());
        this.#first = this.#uncounted = 0;
        await api.storage.session.clear();
        await saveEpoch(this.epochs.current);
      } else {
        await forgetPrivate(ids, gone.finding);
      }
      const forgotten = [...this.#session.forgotten, ...documents].slice(-maxForgotten);
      await this.#note({ forgotten });
      const db = await this.#database();
      if (db) await forgetStored(db, what, ids);
      await this.#flush();
      this.changes++;
    });
  }

  /** Writes a visit that stays without what it had been told of forgotten hosts. */
  strip(open: Open, what: Forget): void {
    if (stripKnown(open, goneBy(what).known)) this.keepVisit(open);
  }

  /** Does one work after the other: each finds the store as the one before left it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  #later(): void {
    // After a quiet while at once: what a stop catches unwritten is lost.
    const wait = Math.max(0, this.#flushed + Math.min(writeAfter, this.#took / partOfTime) - performance.now());
    this.#timer ??= setTimeout(() => { void this.#inTurn(() => this.#flush()); }, wait);
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushed = performance.now();
    for (const open of this.#visits.values()) open.visit.private ??= await inPrivateWindow(open.visit.tab ?? -1);
    const [visits, judged, known, ended, first, epoch] = [this.#visits, this.#judged, this.#known, this.#ended, this.#first, this.#epoch];
    this.#epoch = undefined;
    this.#visits = new Map();
    this.#judged = new Map();
    this.#known = new Map();
    this.#ended = new Map();
    this.#first = 0;
    const of = (hidden: boolean) => ({
      visits: [...visits.values()].filter((v) => (v.visit.private ?? false) === hidden),
      judged: [...judged.values()].filter((j) => j.hidden === hidden),
      ended: [...ended].filter(([, e]) => e.hidden === hidden).map(([id]) => id),
    });
    const hidden = of(true);
    try {
      if (Object.values(hidden).some((list) => list.length > 0)) await writePrivate(this.#session, hidden.visits, hidden.judged, hidden.ended);
    } catch (cause) {
      this.#fail(cause);
    }
    const db = await this.#database();
    const seen = of(false);
    try {
      if (!db) throw new Error("there is no database");
      await write(db, this.session, this.#session.began, {
        visits: seen.visits.map((open) => ({ session: open.session ?? this.session, open })),
        judged: seen.judged.map(({ visit, session, findings }) => ({ visit, session, findings })),
        known: [...known.values()],
        ended: seen.ended,
        first,
        epoch,
      });
      this.#error = undefined;
    } catch (cause) {
      // What could not be written waits for the next time.
      if (db) {
        this.#fail(cause);
        for (const open of seen.visits) this.#visits.set(open.visit.id, open);
        for (const id of seen.ended) this.#ended.set(id, { hidden: false });
      }
      this.#uncounted += first;
      this.#epoch ??= epoch;
      this.#judged = new Map([...judged].filter(([, j]) => !j.hidden));
      this.#known = known;
      drop(this.#judged, maxWaiting);
      drop(this.#known, maxCached);
    }
    this.#took = performance.now() - this.#flushed;
    if (judged.size > 0) this.changes++;
  }

  #fail(cause: unknown): void {
    this.#error = () => t("note_not_written", String(cause));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a visit has facts that its findings do not stand for yet. */
export function isDue(open: Open): boolean {
  return !open.pending && open.judged !== (open.facts ?? 0);
}

/** Takes the oldest entries out of a map that holds more than it may. */
function drop(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** Chromium's events do not tell whether their tab is private. A tab that is gone is taken for one: nothing of it is written. */
export async function inPrivateWindow(tab: number): Promise<boolean> {
  try {
    return (await api.tabs.get(tab)).incognito;
  } catch {
    return true;
  }
}
