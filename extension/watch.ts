// The way of a fact: into its visit, the visit into the store and to the core,
// the core's report to the store and the toolbar.
import { hasAccess } from "./access.js";
import { api, source } from "./browser.js";
import { askCanary } from "./canary.js";
import { exportCSV, exportDocument, inspect, overview, readPage, warmUp } from "./core.js";
import type { Fact } from "./gather/fact.js";
import { bearing } from "./gather/network.js";
import type { Open } from "./gather/open.js";
import { Tabs } from "./gather/tabs.js";
import type {
  CanaryView, Choice, Decision, Dismissal, ExportWish, Kept, Named, OverviewView, PageText, Place, Scope, Sending, TabView,
} from "./messages.js";
import { onSpeaking, speaking } from "./speaking.js";
import { goneBy, mentions, naming, type Forget } from "./store/forget.js";
import { IgnoredList, type Entry, type Wish } from "./store/ignored.js";
import { keepSettings, settings, type CanarySettings } from "./store/settings.js";
import { inPrivateWindow, isDue, Store } from "./store/store.js";
import { tryEncrypted, type Upgraded } from "./upgrade.js";
import { decide } from "./view/asking.js";
import { dropBadge, redrawBadges, showBadge, showWithheld } from "./view/badge.js";
import { dropEarly, keepEarly } from "./view/early.js";
import { leave } from "./view/leaving.js";
import { Warnings } from "./view/warning.js";
import type { Change, Epoch, ExportFinding, ExportRequest, Finding, Incident, Report } from "./wire.js";
import { t } from "./words.js";

/** A fact waits this long, in milliseconds, for those before it: Chromium delivers them scrambled after it woke the worker, Firefox its navigations ahead of their requests. */
const waitFor = 50;

/** A visit is judged when nothing was added to it for this long, in milliseconds, but no later than after ten times that. */
const judgeAfter = 100;

/** Facts waiting at most: a page cannot fill the memory faster than it is judged. */
const maxQueue = 50_000;

/** What waits in the order of its time: a fact for its visit, or a change of the network that those after it happened on. */
interface Queued {
  at: number;
  fact?: Fact;
  change?: Change;
  arrived: number;
  /** Told once it was applied, or left out. */
  taken?: () => void;
}

export class Watch {
  readonly #tabs: Tabs;
  #store: Store | undefined;
  readonly #ready: Promise<Store>;
  #queue: Queued[] = [];
  #tick: Promise<void> | undefined;
  readonly #due = new Map<string, { open: Open; since: number; timer: ReturnType<typeof setTimeout> }>();
  /** Visits whose judgement is on its way. */
  readonly #judging = new Map<Open, number>();
  /** Visits that no tab shows any more, and are judged a last time: what they teach of their hosts is for those after them. */
  readonly #ending = new Set<Promise<void>>();
  /** The last report of each visit since the worker started, once its findings are written. */
  readonly #reports = new WeakMap<Open, Report>();
  readonly #ignored = new IgnoredList();
  readonly #warnings = new Warnings();
  /** Whether sites may be seen. If not, webNavigation tells of pages still, which would look as if nothing were wrong with them: nothing is taken. */
  #access = true;
  /** What to tell people of what failed: said when it is asked for, in their language. */
  #error: (() => string) | undefined;

  constructor() {
    this.#tabs = new Tabs({
      source,
      network: () => this.#store?.epochs.network ?? { epoch: "", trust: "unknown" },
      newID: () => crypto.randomUUID(),
    });
    this.#ready = Promise.all([Store.open(), hasAccess()]).then(([{ store, open, left }, access]) => {
      this.#store = store;
      this.#access = access;
      showWithheld(!access);
      store.epochs.changed = (before, now) => { this.#moved(before, now); };
      this.#askCanary();
      this.#tabs.ignore(store.forgotten);
      this.#tabs.restore(open);
      // The stop may have come between a fact and its report.
      for (const visit of [...this.#tabs.takeLeft(), ...left]) this.#end(visit);
      for (const visit of this.#tabs.current.values()) if (isDue(visit)) this.#judgeSoon(visit);
      // It may have come before the toolbar showed the report, too.
      void redrawBadges();
      return store;
    });
    onSpeaking(() => { void redrawBadges(); });
  }

  /** Takes a fact from a listener. */
  take(fact: Fact | undefined, taken?: () => void): void {
    if (!fact) return;
    if (this.#queue.length >= maxQueue) {
      this.#error = () => t("note_busy");
      taken?.();
      return;
    }
    this.#wait({ at: fact.at, fact, arrived: performance.now(), ...(taken && { taken }) });
  }

  /** Takes what was told of the network. Ends when it was applied. */
  tell(change: Change | undefined): Promise<void> {
    return new Promise((taken) => {
      if (change) this.#wait({ at: change.at, change, arrived: performance.now(), taken });
      else taken();
    });
  }

  #wait(queued: Queued): void {
    this.#queue.push(queued);
    this.#tick ??= this.#drain();
  }

  /** Applies the facts that waited long enough, until none is left. */
  async #drain(): Promise<void> {
    await this.#ready;
    while (this.#queue.length > 0) {
      this.#queue.sort((a, b) => a.at - b.at);
      const waited = performance.now() - waitFor;
      const ripe = this.#queue.findLastIndex((q) => q.arrived <= waited) + 1;
      if (ripe === 0) {
        await pause(waitFor);
        continue;
      }
      // A change takes time, in which what follows it may be forgotten.
      const n = Math.min(ripe, this.#queue.findIndex((q) => q.change) + 1 || ripe);
      for (const { fact, change, taken } of this.#queue.splice(0, n)) {
        try {
          if (fact) this.#apply(fact);
          if (change) await this.#store?.epochs.tell(change);
        } catch (cause) {
          // One fact that cannot be taken must not cost those after it.
          this.#error = () => t("note_missed", String(cause));
        }
        taken?.();
      }
    }
    this.#tick = undefined;
  }

  /** Waits for the facts that are here now. A busy page never stops bringing new ones. */
  async #caughtUp(): Promise<void> {
    await Promise.race([this.#tick, pause(3 * waitFor)]);
  }

  #apply(fact: Fact): void {
    if (!this.#access) {
      if (fact.kind === "committed" && fact.frame === 0) void showBadge(fact.tab, null);
      return;
    }
    const open = this.#tabs.add(fact);
    for (const left of this.#tabs.takeLeft()) this.#end(left);
    if (fact.kind === "committed" && fact.frame === 0) {
      void keepEarly(fact.tab, null);
      if (!this.#tabs.current.has(fact.tab)) void showBadge(fact.tab, null);
    }
    if (!open) return;
    open.facts = (open.facts ?? 0) + 1;
    this.#store?.keepVisit(open);
    if (!open.pending) this.#judgeSoon(open);
  }

  /** Sites may be seen again, or not any more: then nothing that was seen is shown on. */
  async access(now: boolean): Promise<void> {
    await this.#ready;
    this.#access = now;
    for (const tab of now ? [] : [...this.#tabs.current.keys()]) {
      this.close(tab);
      await Promise.all([keepEarly(tab, null), showBadge(tab, null)]);
    }
    showWithheld(!now);
    await redrawBadges();
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

  /** The network is another one, or another word was said of it: what is shown of it is judged by that. */
  #moved(before: Epoch, now: Epoch): void {
    if (bearing(before) === bearing(now)) return;
    for (const open of [...this.#tabs.current.values(), ...this.#tabs.pending.values()]) {
      if (open.visit.network.epoch !== now.id) continue;
      open.visit.network = { epoch: now.id, trust: now.trust ?? "unknown" };
      // It counts as a fact: a stop that comes before the report does not take it away.
      open.facts = (open.facts ?? 0) + 1;
      this.#store?.keepVisit(open);
      this.#judgeSoon(open);
    }
    this.#askCanary();
  }

  async #judge(open: Open, last = false): Promise<void> {
    const due = this.#due.get(open.visit.id);
    if (due) clearTimeout(due.timer);
    this.#due.delete(open.visit.id);
    const store = await this.#ready;
    const { visit } = open;
    const tab = visit.tab ?? -1;
    this.#judging.set(open, (this.#judging.get(open) ?? 0) + 1);
    try {
      visit.private ??= await inPrivateWindow(tab);
      if (!last) await Promise.all(this.#ending);
      const facts = open.facts ?? 0;
      const report = await this.#inspect(open, store);
      this.#error = undefined;
      if (!await store.keepReport(report, open, facts)) return;
      if (report.noticed) await store.epochs.notice(report.noticed);
      this.#reports.set(open, report);
      if (this.#tabs.current.get(tab) !== open) return;
      await showBadge(tab, report);
      // Not waited for: a page that hangs takes no banner, and is not to keep the popup from its answer.
      if (report.banner) void this.#warnings.raise(open, report.banner).catch(() => undefined);
      await this.#keepEarly(tab, open, report, store).catch(() => undefined); // it only saves time
    } catch (cause) {
      this.#error = () => t("note_not_judged", told(cause));
    } finally {
      const left = (this.#judging.get(open) ?? 1) - 1;
      if (left > 0) this.#judging.set(open, left);
      else this.#judging.delete(open);
    }
  }

  /** Keeps for the popup what it is to show before it has an answer. */
  async #keepEarly(tab: number, open: Open, report: Report, store: Store): Promise<void> {
    const network = store.epochs.current;
    const points = (network.alarms ?? []).length > 0 || report.findings.some(({ strength }) => strength !== undefined);
    const incident = points ? await this.#incident(store, open.visit.private ?? false) : undefined;
    const ignored = await this.#ignoredOf(open);
    // It may have been left or forgotten meanwhile.
    if (this.#tabs.current.get(tab) !== open || this.#reports.get(open) !== report) return;
    await keepEarly(tab, { report, network, ...(incident && { incident }), ...(ignored.length > 0 && { ignored }) });
  }

  /** What is ignored on the hosts that a visit led over. */
  #ignoredOf({ visit }: Open): ReturnType<IgnoredList["of"]> {
    const hosts = (visit.navigation.hops ?? []).flatMap(({ url }) => (URL.canParse(url) ? new URL(url).hostname : []));
    return this.#ignored.of(new Set(hosts), visit.private ?? false);
  }

  /** Has a visit judged with the memory of the hosts that the core asks for: as it was before the visit, since what that teaches itself must not change how it is judged. */
  async #inspect(open: Open, store: Store): Promise<Report> {
    // Of an epoch that is over stays what was known of it when it ended.
    const { current } = store.epochs;
    if (open.visit.network.epoch === current.id) open.visit.epoch = current;
    const ignored = await this.#ignoredOf(open);
    if (ignored.length > 0) open.visit.ignored = ignored;
    else delete open.visit.ignored;
    for (;;) {
      const known = open.known ?? {};
      const report = await inspect({ ...open.visit, known: Object.values(known).filter((k) => k !== null) });
      const wanted = (report.wanted ?? []).filter((host) => !Object.hasOwn(known, host));
      if (wanted.length === 0) return report;
      const records = await Promise.all(wanted.map(async (host) => [host, (await store.knownOf(host)) ?? null] as const));
      // Not by assignment, which a host called __proto__ would not survive. What was known at the first meeting stays.
      open.known = { ...Object.fromEntries(records), ...open.known };
    }
  }

  /** Takes a document's text. It answers when what was read of it is written down: until then its sender may send it again. */
  async read({ url, base, text, at, part, truncated, protocol }: PageText, { tab, frame, document }: Place): Promise<null> {
    const page = await readPage({ frame, url, base, live: true, ...(part && { part }), ...(truncated && { truncated }) }, text);
    if (protocol !== undefined) page.protocol = protocol;
    const fact: Fact = { kind: "read", tab, frame, url, at, page, ...(part && { part }), ...(document !== undefined && { document }) };
    await new Promise<void>((taken) => { this.take(fact, taken); });
    await (await this.#ready).written();
    return null;
  }

  close(tab: number): void {
    void this.#ready.then(() => {
      this.#tabs.close(tab);
      for (const left of this.#tabs.takeLeft()) this.#end(left);
      void dropBadge(tab);
      void keepEarly(tab, null);
    });
  }

  /** A visit that no tab shows any more is judged a last time, unless it never came to be shown. */
  #end(open: Open): void {
    const judged = isDue(open) ? this.#judge(open, true) : Promise.resolve();
    this.#ending.add(judged);
    void judged.then(() => {
      this.#ending.delete(judged);
      this.#store?.endVisit(open);
    });
  }

  /** What becomes of a form that a document is about to send. */
  async decide(sending: Sending, place: Place): Promise<Decision> {
    const store = await this.#ready;
    const open = this.#shown(place);
    const { url } = place.frame === 0 ? sending : await api.tabs.get(place.tab);
    const unseen = { id: "", source, navigation: { destination: "main_frame", hops: [{ url: url ?? sending.url, done: true }] }, network: store.epochs.network };
    return decide(sending, place, open?.visit ?? unseen);
  }

  /** The visit of the document, or of that around the frame, if it is what its tab shows. */
  #shown({ tab, frame, document }: Place): Open | undefined {
    const open = this.#tabs.current.get(tab);
    const other = frame === 0 && open?.document !== undefined && document !== undefined && open.document !== document;
    return other ? undefined : open;
  }

  /** Leads a tab away from what it shows. */
  async leave({ tab }: Place): Promise<null> {
    await leave(tab);
    return null;
  }

  /** A page took its banner away. */
  async lost(place: Place): Promise<null> {
    await this.#ready;
    const open = this.#shown(place);
    const banner = open && this.#reports.get(open)?.banner;
    if (open && banner) await this.#warnings.lost(open, banner);
    return null;
  }

  /** Keeps how far a person trusts the network. It answers when that is written down. */
  async choose({ trust, scope }: Choice): Promise<null> {
    await this.tell({ kind: "choose", at: Date.now(), scope, ...(trust !== "" && { trust }) });
    await (await this.#ready).written();
    return null;
  }

  /** Sets an alarm aside, for the reason that a person gives. */
  async dismiss({ check, subject, reason }: Dismissal): Promise<null> {
    await this.tell({ kind: "dismiss", at: Date.now(), alarm: { check, subject, dismissed: reason } });
    await (await this.#ready).written();
    return null;
  }

  /** Ignores a check on a host, or tells of it again. It answers when what is shown of that host is judged anew. */
  async ignore(wish: Wish): Promise<null> {
    await this.#ignored.change(wish);
    await this.#judgeHost(wish.host);
    return null;
  }

  async #judgeHost(host: string): Promise<void> {
    const store = await this.#ready;
    const shows = ({ visit }: Open): boolean =>
      (visit.navigation.hops ?? []).some(({ url }) => URL.canParse(url) && new URL(url).hostname === host);
    const visits = [...this.#tabs.current.values()].filter((open) => shows(open) && !open.pending);
    for (const open of visits) {
      open.facts = (open.facts ?? 0) + 1;
      store.keepVisit(open);
    }
    await Promise.all(visits.map((open) => this.#judge(open)));
  }

  /** All that is ignored. */
  ignored(): Promise<Entry[]> {
    return this.#ignored.list();
  }

  /** Takes a tab to the encrypted version of its page, after trying where nothing is known of that. */
  async upgrade(tab: number): Promise<Upgraded> {
    const { report } = await this.view(tab);
    const { url = "", known = false } = report?.upgrade ?? {};
    if (url === "") return "gone";
    const trouble = known ? undefined : await tryEncrypted(url);
    if (trouble !== undefined) return trouble;
    const open = this.#tabs.current.get(tab);
    if (open === undefined || open.visit.id !== report?.visit) return "gone";
    await api.tabs.update(tab, { url });
    return "went";
  }

  /** Asks for the canary once in each epoch, if that is switched on. */
  #askCanary(): void {
    void (async () => {
      const { id = "", offline, canary } = (await this.#ready).epochs.current;
      if (offline || (canary?.at ?? 0) > 0 || this.#asked === id || !(await settings()).canary.on) return;
      this.#asked = id;
      await this.canary({ ask: true });
    })().catch((cause: unknown) => { this.#error = () => t("note_no_canary", String(cause)); });
  }

  /** The epoch for which the canary was last asked. */
  #asked = "";

  /** What is set of the canary and what last came back for it, after setting or asking. Only one that is switched on is asked for. */
  async canary({ settings: wanted, ask }: { settings?: CanarySettings; ask?: true }): Promise<CanaryView> {
    const store = await this.#ready;
    if (wanted) await keepSettings({ canary: wanted });
    const now = (await settings()).canary;
    if (ask && now.on) {
      const canary = await askCanary(now);
      await this.tell({ kind: "canary", at: Date.now(), canary });
    }
    const { canary } = store.epochs.current;
    return { settings: now, ...(canary && { last: canary }) };
  }

  async view(tab: number): Promise<TabView> {
    const store = await this.#ready;
    await speaking();
    await this.#caughtUp();
    const open = this.#tabs.current.get(tab);
    // After a stop the report is made again: the same visit has the same one.
    if (open && (isDue(open) || !this.#reports.has(open))) await this.#judge(open);
    const report = (open && this.#reports.get(open)) ?? null;
    const session = await this.#count(store);
    const notes = [...store.notes, ...(open ? await this.#warnings.notes(open) : [])];
    const broken = report === null && !await warmUp().then(() => true, () => false);
    const incident = broken ? undefined : await this.#incident(store, open?.visit.private ?? false);
    const network = store.epochs.current;
    const ignored = open ? await this.#ignoredOf(open) : [];
    const error = this.#error?.() ?? store.error;
    return {
      report, session, network,
      ...(incident && { incident }),
      ...(ignored.length > 0 && { ignored }),
      ...(error !== undefined && { error }),
      ...(broken && { broken }),
      ...(notes.length > 0 && { notes }),
    };
  }

  /** Counts the session's findings, anew only when there may be others. */
  async #count(store: Store): Promise<TabView["session"]> {
    const { changes } = store;
    if (this.#counted?.changes !== changes) {
      const session = { visits: 0, notice: 0, warning: 0, danger: 0 };
      try {
        session.visits = await store.visits();
        const request = this.#request(store, await store.findings({ hidden: true }));
        for (const f of (await exportDocument({ ...request, private: true })).findings) if (f.ignored !== true) session[f.level]++;
        this.#counted = { changes, session };
      } catch (cause) {
        this.#error = () => t("note_not_counted", told(cause));
        return session;
      }
    }
    return this.#counted.session;
  }

  /** What the findings of this network come to; those of private windows count in private windows only. */
  async #incident(store: Store, hidden: boolean): Promise<Incident | undefined> {
    const { changes } = store;
    const { id = "" } = store.epochs.current;
    if (this.#pointed?.changes !== changes || this.#pointed.hidden !== hidden || this.#pointed.id !== id) {
      const findings = (await store.findings({ hidden })).filter((f) => f.network.epoch === id);
      const { incidents } = await exportDocument({ ...this.#request(store, findings), private: hidden, words: true });
      this.#pointed = { changes, hidden, id, incident: (incidents ?? []).find((i) => i.epoch === id) };
    }
    return this.#pointed.incident;
  }

  #pointed: { changes: number; hidden: boolean; id: string; incident: Incident | undefined } | undefined;

  #counted: { changes: number; session: TabView["session"] } | undefined;

  async export({ format, earlier = false, redact, private: hidden = false }: ExportWish): Promise<string> {
    const store = await this.#ready;
    await this.#settled();
    const request = {
      ...this.#request(store, await store.findings({ earlier, hidden })), private: hidden, ...(redact && { redact }),
    };
    return format === "csv" ? exportCSV(request) : `${JSON.stringify(await exportDocument(request), null, 2)}\n`;
  }

  async kept(): Promise<Kept> {
    return (await this.#ready).kept();
  }

  /** What is here now is judged. */
  async #settled(): Promise<void> {
    await this.#caughtUp();
    await Promise.all([...this.#due.values()].map(({ open }) => this.#judge(open)));
  }

  /** What all findings come to. */
  async overview({ since, ...scope }: Scope & { since?: string }): Promise<OverviewView> {
    const store = await this.#ready;
    await this.#settled();
    const { current } = store.epochs;
    const version = JSON.stringify([this.#id, store.changes, scope, current.id, current.alarms ?? []]);
    if (version === since) return { overview: null, version };
    const request = { ...this.#request(store, await this.#findings(store, scope)), private: scope.private ?? false };
    return { overview: await overview({ export: request, epoch: current }), version };
  }

  /** One finding as the overview has it, with its evidence. */
  async finding({ check, subject, epoch, hidden = false, ...scope }: Scope & Named): Promise<ExportFinding | null> {
    const store = await this.#ready;
    // An overview cuts what is long.
    const about = subject.endsWith("…") ? (s: string) => s.startsWith(subject.slice(0, -1)) : (s: string) => s === subject;
    const findings = (await this.#findings(store, scope)).filter((f) =>
      f.check === check && f.network.epoch === epoch && (f.private ?? false) === hidden && about(f.subject));
    const { findings: [found] } = await exportDocument({ ...this.#request(store, findings), private: hidden, words: true });
    return found ?? null;
  }

  /** The findings that a report asks for again and again. */
  async #findings(store: Store, scope: Scope): Promise<Finding[]> {
    const of = JSON.stringify([store.changes, scope.earlier, scope.private]);
    if (this.#reported?.of !== of) {
      this.#reported = { of, findings: await store.findings({ earlier: scope.earlier ?? false, hidden: scope.private ?? false }) };
    }
    return this.#reported.findings;
  }

  #reported: { of: string; findings: Finding[] } | undefined;

  readonly #id = crypto.randomUUID();

  #request(store: Store, findings: ExportRequest["findings"]): ExportRequest {
    return { session: store.session, generated: Date.now(), version: api.runtime.getManifest().version, findings };
  }

  /**
   * Forgets what is kept and what is on its way. A tab that shows something of it
   * shows nothing until it goes on.
   */
  async forget(what: Forget): Promise<null> {
    const store = await this.#ready;
    await this.#warnings.forget();
    const gone = goneBy(what).open;
    const names = "host" in what ? naming(what.host) : () => true;
    const goneFact = (fact: Fact): boolean => mentions(fact, names);
    const goneWait = ({ fact }: Queued): boolean => fact !== undefined && goneFact(fact);
    for (const { taken } of this.#queue.filter(goneWait)) taken?.();
    this.#queue = this.#queue.filter((queued) => !goneWait(queued));
    const shown = [...this.#tabs.current.values(), ...this.#tabs.pending.values()];
    const visits = [...new Set([...shown, ...this.#judging.keys()])].filter(gone);
    const documents = this.#tabs.forget(gone, goneFact);
    for (const open of visits) {
      clearTimeout(this.#due.get(open.visit.id)?.timer);
      this.#due.delete(open.visit.id);
      this.#reports.delete(open);
      if (shown.includes(open) && !open.pending) void showBadge(open.visit.tab ?? -1, null);
    }
    for (const open of this.#tabs.current.values()) store.strip(open, what);
    await store.forget(what, visits, documents);
    await this.#ignored.forget(what);
    await dropEarly();
    return null;
  }
}

const told = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
