// The way of a fact: into its visit, the visit into the store and to the core,
// the core's report to the store and the toolbar.
import { api, source } from "./browser.js";
import { exportCSV, exportDocument, inspect, readPage } from "./core.js";
import type { Fact } from "./gather/fact.js";
import type { Open } from "./gather/open.js";
import { Tabs } from "./gather/tabs.js";
import type { ExportFormat, PageText, Place, TabView } from "./messages.js";
import { inPrivateWindow, Store } from "./store/store.js";
import { showBadge } from "./view/badge.js";
import type { ExportRequest, Known, Load } from "./wire.js";

/** A fact waits this long, in milliseconds, for those before it: Chromium delivers them scrambled after it woke the worker, Firefox its navigations ahead of their requests. */
const waitFor = 50;

/** A visit is judged when nothing was added to it for this long, in milliseconds, but no later than after ten times that. */
const judgeAfter = 100;

/** Facts waiting at most: a page cannot fill the memory faster than it is judged. */
const maxQueue = 50_000;

export class Watch {
  readonly #tabs: Tabs;
  #store: Store | undefined;
  readonly #ready: Promise<Store>;
  #queue: { fact: Fact; arrived: number }[] = [];
  #tick: Promise<void> | undefined;
  readonly #due = new Map<string, { open: Open; since: number; timer: ReturnType<typeof setTimeout> }>();
  #error: string | undefined;

  constructor() {
    this.#tabs = new Tabs({
      source,
      network: () => this.#store?.network ?? { epoch: "", trust: "unknown" },
      newID: () => crypto.randomUUID(),
    });
    this.#ready = Store.open().then(({ store, open }) => {
      this.#store = store;
      this.#tabs.restore(open);
      for (const left of this.#tabs.takeLeft()) store.endVisit(left);
      // The stop may have come between a fact and its report.
      for (const visit of this.#tabs.current.values()) this.#judgeSoon(visit);
      return store;
    });
  }

  /** Takes a fact from a listener. */
  take(fact: Fact | undefined): void {
    if (!fact) return;
    if (this.#queue.length >= maxQueue) {
      this.#error = "Midwatch could not keep up with a page: some of its requests were not looked at.";
      return;
    }
    this.#queue.push({ fact, arrived: performance.now() });
    this.#tick ??= this.#drain();
  }

  /** Applies the facts that waited long enough, until none is left. */
  async #drain(): Promise<void> {
    await this.#ready;
    while (this.#queue.length > 0) {
      await pause(waitFor);
      this.#queue.sort((a, b) => a.fact.at - b.fact.at);
      const waited = performance.now() - waitFor;
      const n = this.#queue.findLastIndex((q) => q.arrived <= waited) + 1;
      for (const { fact } of this.#queue.splice(0, n)) {
        try {
          this.#apply(fact);
        } catch (cause) {
          // One fact that cannot be taken must not cost those after it.
          this.#error = `Midwatch missed something on a page (${String(cause)}).`;
        }
      }
    }
    this.#tick = undefined;
  }

  /** Waits for the facts that are here now. A busy page never stops bringing new ones. */
  async #caughtUp(): Promise<void> {
    await Promise.race([this.#tick, pause(3 * waitFor)]);
  }

  #apply(fact: Fact): void {
    const open = this.#tabs.add(fact);
    for (const left of this.#tabs.takeLeft()) this.#end(left);
    if (fact.kind === "committed" && fact.frame === 0 && !this.#tabs.current.has(fact.tab)) void showBadge(fact.tab, null);
    if (!open) return;
    this.#store?.keepVisit(open);
    if (!open.pending) this.#judgeSoon(open);
  }

  #judgeSoon(open: Open): void {
    if (open.pending) return;
    const now = Date.now();
    const due = this.#due.get(open.visit.id);
    if (due) clearTimeout(due.timer);
    const since = due?.since ?? now;
    const wait = Math.max(0, Math.min(judgeAfter, since + 10 * judgeAfter - now));
    this.#due.set(open.visit.id, { open, since, timer: setTimeout(() => { void this.#judge(open); }, wait) });
  }

  async #judge(open: Open): Promise<void> {
    const due = this.#due.get(open.visit.id);
    if (due) clearTimeout(due.timer);
    this.#due.delete(open.visit.id);
    const store = await this.#ready;
    const { visit } = open;
    const tab = visit.tab ?? -1;
    visit.private ??= await inPrivateWindow(tab);
    try {
      const report = await inspect({ ...visit, known: await this.#knownOf(open, store) });
      this.#error = undefined;
      await store.keepReport(report, visit.private);
      if (this.#tabs.current.get(tab) === open) await showBadge(tab, report);
    } catch (cause) {
      this.#error = `Midwatch could not judge this page (${cause instanceof Error ? cause.message : String(cause)}).`;
    }
  }

  /** What was known of a visit's hosts before it: what it teaches itself must not change how it is judged. */
  async #knownOf(open: Open, store: Store): Promise<Known[]> {
    const known = (open.known ??= {});
    for (const host of hostsOf(open.visit.navigation, open.visit.loads ?? [])) {
      if (!(host in known)) known[host] = (await store.knownOf(host)) ?? null;
    }
    return Object.values(known).filter((k) => k !== null);
  }

  async read({ url, base, text, at, part, truncated, protocol }: PageText, { tab, frame, document }: Place): Promise<null> {
    const page = await readPage({ frame, url, base, live: true, ...(part && { part }), ...(truncated && { truncated }) }, text);
    if (protocol !== undefined) page.protocol = protocol;
    this.take({ kind: "read", tab, frame, url, at, page, ...(part && { part }), ...(document !== undefined && { document }) });
    return null;
  }

  close(tab: number): void {
    void this.#ready.then(() => {
      this.#tabs.close(tab);
      for (const left of this.#tabs.takeLeft()) this.#end(left);
    });
  }

  /** A visit that no tab shows any more is judged a last time, unless it never came to be shown. */
  #end(open: Open): void {
    const judged = open.pending || !this.#due.has(open.visit.id) ? Promise.resolve() : this.#judge(open);
    void judged.then(() => { this.#store?.endVisit(open); });
  }

  beginEpoch(): void {
    void this.#ready.then((store) => store.beginEpoch());
  }

  async view(tab: number): Promise<TabView> {
    const store = await this.#ready;
    await this.#caughtUp();
    const open = this.#tabs.current.get(tab);
    if (open && (this.#due.has(open.visit.id) || !store.reports.has(open.visit.id))) await this.#judge(open);
    const report = open ? store.reports.get(open.visit.id) ?? null : null;
    const session = await this.#count(store);
    const error = this.#error ?? store.error;
    return { report, session, ...(error !== undefined && { error }) };
  }

  /** Counts the session's findings, anew only when there is a new report. */
  async #count(store: Store): Promise<TabView["session"]> {
    const { written } = store;
    if (this.#counted?.written !== written) {
      const session = { visits: store.reports.size, notice: 0, warning: 0, danger: 0 };
      try {
        for (const f of (await exportDocument(this.#request(store, true))).findings) session[f.level]++;
      } catch (cause) {
        this.#error = `Midwatch could not count its findings (${cause instanceof Error ? cause.message : String(cause)}).`;
      }
      this.#counted = { written, session };
    }
    return this.#counted.session;
  }

  #counted: { written: number; session: TabView["session"] } | undefined;

  async export(format: ExportFormat): Promise<string> {
    const store = await this.#ready;
    await this.#caughtUp();
    await Promise.all([...this.#due.values()].map(({ open }) => this.#judge(open)));
    const request = this.#request(store, false);
    return format === "csv" ? exportCSV(request) : `${JSON.stringify(await exportDocument(request), null, 2)}\n`;
  }

  #request(store: Store, withPrivate: boolean): ExportRequest {
    return {
      session: store.session,
      generated: Date.now(),
      version: api.runtime.getManifest().version,
      findings: [...store.reports.values()].flatMap((r) => r.findings),
      ...(withPrivate && { private: true }),
    };
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The hosts of all hops and the domains above them, whose memory a visit is judged by. */
function hostsOf(navigation: Load, loads: Load[]): Set<string> {
  const hosts = new Set<string>();
  for (const hop of [navigation, ...loads].flatMap((l) => l.hops ?? [])) {
    let host = URL.canParse(hop.url) ? new URL(hop.url).hostname : "";
    while (host !== "" && !hosts.has(host)) {
      hosts.add(host);
      host = host.slice(host.indexOf(".") + 1 || host.length);
    }
  }
  return hosts;
}
