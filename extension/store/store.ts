// The store: a cache of what is written, and the writing in small batches. What
// a record says is decided in Go; here it is only kept.
import { api } from "../browser.js";
import type { Open } from "../gather/open.js";
import type { Known, Network, Report } from "../wire.js";
import { remember } from "../core.js";
import { beginSession, maxReports, openDatabase, write, type Database } from "./database.js";
import { loadSession, readPrivate, saveSession, writePrivate, type Session } from "./session.js";

/** Facts wait no longer than this before they are written, in milliseconds. */
const writeAfter = 250;

/** Hosts whose memory is kept at hand. */
const maxCached = 5000;

export class Store {
  readonly #db: Database | undefined;
  #session: Session;
  /** A plain sentence for people when what is seen cannot be kept. */
  error: string | undefined;
  readonly reports = new Map<string, Report>();
  readonly #visits = new Map<string, Open>();
  readonly #dirtyReports = new Map<string, { report: Report; isPrivate: boolean }>();
  readonly #dirtyKnown = new Map<string, Known>();
  /** Hosts remembered since the worker started: a cache of the database. */
  readonly #known = new Map<string, Known | undefined>();
  readonly #ended = new Map<string, boolean>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(session: Session, db: Database | undefined, error: string | undefined) {
    this.#session = session;
    this.#db = db;
    this.error = error;
  }

  /** Opens the store, and gives the visits that were open when the worker stopped. */
  static async open(): Promise<{ store: Store; open: Open[] }> {
    const session = await loadSession();
    let db: Database | undefined;
    let error: string | undefined;
    const open: Open[] = [];
    const reports: Report[] = [];
    try {
      db = await openDatabase();
      await beginSession(db, session.id);
      for (const { value } of await db.getAll("visits")) open.push(value);
      for (const { value } of await db.getAll("reports")) reports.push(value);
    } catch (cause) {
      error = `Midwatch cannot keep what it sees (${String(cause)}). It goes on, but forgets when it is stopped.`;
    }
    const hidden = await readPrivate();
    const store = new Store(session, db, error);
    for (const report of [...reports, ...hidden.reports]) store.reports.set(report.visit, report);
    return { store, open: [...open, ...hidden.visits] };
  }

  get session(): string {
    return this.#session.id;
  }

  get network(): Network {
    return { epoch: this.#session.epoch, trust: "unknown" };
  }

  /** The computer is online again: for all that is known, on another network. */
  async beginEpoch(): Promise<void> {
    this.#session = await saveSession({ ...this.#session, epoch: crypto.randomUUID() });
  }

  keepVisit(open: Open): void {
    this.#visits.set(open.visit.id, open);
    this.#later();
  }

  /** A visit that no tab shows any more need not be taken back after a stop. */
  endVisit(open: Open): void {
    this.#visits.delete(open.visit.id);
    this.#ended.set(open.visit.id, open.visit.private ?? false);
    this.#later();
  }

  /** Writes a report down with all that came before it. Only then may it be shown: what was shown is never lost. */
  async keepReport(report: Report, isPrivate: boolean): Promise<void> {
    this.#dirtyReports.set(report.visit, { report, isPrivate });
    // Private windows are judged with the memory, but never added to it.
    if (!isPrivate) {
      const seen = report.remember ?? [];
      const known = (await Promise.all(seen.map(({ host }) => this.knownOf(host)))).filter((k) => k !== undefined);
      for (const record of await remember({ known, seen })) {
        this.#known.set(record.host, record);
        this.#dirtyKnown.set(record.host, record);
      }
    }
    await this.#now();
    this.reports.set(report.visit, report);
    drop(this.reports, maxReports);
    drop(this.#known, maxCached);
    this.written++;
  }

  /** How many reports were written: tells whether there is a new one. */
  written = 0;

  /** What is remembered of a host. */
  async knownOf(host: string): Promise<Known | undefined> {
    if (!this.#known.has(host)) {
      const record = await this.#db?.get("known", host).catch(() => undefined);
      if (!this.#known.has(host)) this.#known.set(host, record);
    }
    return this.#known.get(host);
  }

  #later(): void {
    this.#timer ??= setTimeout(() => { void this.#now(); }, writeAfter);
  }

  #now(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#flush()).catch((cause: unknown) => {
      this.error = `Midwatch could not write down what it saw (${String(cause)}).`;
    });
    return this.#writing;
  }

  async #flush(): Promise<void> {
    const visits = [...this.#visits.values()];
    const reports = [...this.#dirtyReports.values()];
    const reportsOf = (wanted: boolean): Report[] => reports.filter((r) => r.isPrivate === wanted).map((r) => r.report);
    const known = [...this.#dirtyKnown.values()];
    const ended = [...this.#ended];
    this.#visits.clear();
    this.#dirtyReports.clear();
    this.#dirtyKnown.clear();
    this.#ended.clear();
    for (const open of visits) open.visit.private ??= await inPrivateWindow(open.visit.tab ?? -1);
    const visitsOf = (wanted: boolean): Open[] => visits.filter((v) => (v.visit.private ?? false) === wanted);
    const endedOf = (wanted: boolean): string[] => ended.filter(([, p]) => p === wanted).map(([id]) => id);
    if (this.#db) {
      await write(this.#db, this.#session.id, { visits: visitsOf(false), reports: reportsOf(false), known, ended: endedOf(false) });
    }
    const hidden = [visitsOf(true), reportsOf(true), endedOf(true)] as const;
    if (hidden.some((list) => list.length > 0)) await writePrivate(...hidden);
  }
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
