// From facts to visits: which document a fact belongs to. What a fact means is
// not asked here.
import type { Hop, Load, Network, Visit } from "../wire.js";
import type { Abandoned, Answered, Asked, Begun, Committed, Connected, Fact, Failed, Read, Touched } from "./fact.js";
import { EarlyAnswers } from "./early.js";
import { isFile } from "./file.js";
import { isLed, lead, ledByRefresh, upgradeFrom } from "./lead.js";
import {
  addConnection, addHeaders, addHop, addLoad, addPage, address, bare, begun, documents, isAbout, loadOf, noteFrame, type Open,
} from "./open.js";
import { Unshown } from "./unshown.js";

/** Texts kept for documents that are not known yet. */
const maxEarly = 50;

/** How soon after a failed try of HTTPS the browser's own second try comes, in milliseconds. */
const fallbackWithin = 2000;

export interface Origin {
  source: Visit["source"];
  network(): Network;
  newID(): string;
}

export class Tabs {
  /** For each tab the visit that it shows. */
  readonly current = new Map<number, Open>();
  /** For each tab the visit that is on its way. */
  readonly pending = new Map<number, Open>();
  readonly #origin: Origin;
  #early: Read[] = [];
  readonly #earlyAnswers = new EarlyAnswers();
  /** What a visit that was shown without any request took the place of, and when. */
  readonly #before = new WeakMap<Open, { open: Open; fact: Committed }>();
  /** For each tab the visit that it showed before. */
  readonly #previous = new Map<number, Open>();
  /** For each tab the begin of a navigation that asked for nothing yet. */
  readonly #begun = new Map<number, Begun>();
  readonly #unshown = new Unshown();

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  /** Takes back the visits that were stored. Of those of one tab the last is the one that it shows: the worker may have been stopped before an earlier one was taken out. */
  restore(stored: readonly Open[]): void {
    for (const open of stored.toSorted((a, b) => begun(a) - begun(b))) {
      const tab = open.visit.tab ?? 0;
      this.#leave(this.pending.get(tab));
      this.pending.delete(tab);
      if (open.pending) {
        this.pending.set(tab, open);
      } else {
        this.#leave(this.current.get(tab));
        this.current.set(tab, open);
      }
    }
  }

  /** Forgets a tab that was closed. Its visits stay where they are stored. */
  close(tab: number): void {
    this.#leave(this.current.get(tab));
    this.#leave(this.pending.get(tab));
    this.current.delete(tab);
    this.pending.delete(tab);
    this.#begun.delete(tab);
    this.#previous.delete(tab);
    this.#earlyAnswers.forget((fact) => fact.tab === tab);
    this.#forgetUnshown(tab);
  }

  /**
   * Forgets visits, and gives the documents that tabs still show of them: they
   * may go on telling of themselves, and nothing of that is taken.
   */
  forget(gone: (open: Open) => boolean, goneFact: (fact: Fact) => boolean): string[] {
    const forgotten: string[] = [];
    for (const visits of [this.current, this.pending]) {
      for (const [tab, open] of visits) {
        if (!gone(open)) continue;
        visits.delete(tab);
        this.#begun.delete(tab);
        forgotten.push(...documents(open));
      }
    }
    for (const [tab, open] of this.#previous) if (gone(open)) this.#previous.delete(tab);
    this.ignore(forgotten);
    this.#early = this.#early.filter((read) => !goneFact(read));
    this.#earlyAnswers.forget(goneFact);
    return forgotten;
  }

  /** Takes nothing that these documents tell of themselves. */
  ignore(documents: readonly string[]): void {
    for (const document of documents) this.#ignored.add(document);
  }

  readonly #ignored = new Set<string>();

  /** Adds a fact to its visit, and gives the visit if the fact had one that is or may soon be shown. */
  add(fact: Fact): Open | undefined {
    // What was asked for a document before it was shown is answered as if it were not.
    if (fact.prerender === undefined || ("request" in fact && this.#of(fact))) return this.#add(fact);
    const own = this.#unshown.move(fact);
    if (own) this.#add(own);
    if (own?.kind === "abandoned" && own.frame === 0) this.#drop([own.tab]);
    return undefined;
  }

  #add(fact: Fact): Open | undefined {
    switch (fact.kind) {
      case "asked": return this.#answersEarly(fact, fact.destination === "main_frame" ? this.#navigates(fact) : this.#asks(fact));
      case "answered": return this.#answers(fact);
      case "failed": return this.#fails(fact);
      case "connected": return this.#connects(fact);
      case "begun": return this.#begins(fact);
      case "committed": return this.#commits(fact);
      case "abandoned": return this.#abandons(fact);
      case "read": return this.#reads(fact);
      case "touched": return this.#touches(fact);
    }
  }

  /** A navigation begins, most often before its first request. */
  #begins(fact: Begun): Open | undefined {
    const open = this.pending.get(fact.tab);
    if (open && upgradeFrom(fact, open)) return open;
    this.#begun.set(fact.tab, fact);
    return undefined;
  }

  #navigates(fact: Asked): Open {
    const hop: Hop = { url: fact.url, at: fact.at };
    const begin = this.#begun.get(fact.tab);
    this.#begun.delete(fact.tab);
    const before = this.#of(fact) ?? this.#fallbackFrom(fact);
    if (before) {
      before.requests[fact.request] = -1;
      addHop(before, before.visit.navigation, hop);
      return this.#overtaken(before, fact);
    }
    const open = this.#begin(fact.tab, hop, fact.initiator);
    if (begin) upgradeFrom(begin, open);
    if (fact.private) open.visit.private = true;
    open.requests[fact.request] = -1;
    return this.#overtaken(open, fact);
  }

  /**
   * A busy Firefox tells of a document before its last requests: then it looked
   * as if it came from memory. Once the request is told too, the two are one.
   */
  #overtaken(open: Open, fact: Asked): Open {
    const shown = this.current.get(fact.tab);
    if (!open.pending || !shown?.visit.restored || fact.at > (shown.visit.navigation.hops?.[0]?.at ?? 0)
      || bare(address(shown)) !== bare(fact.url)) return open;
    // The one shown keeps its ID: a report may stand under it already.
    const { visit } = shown;
    delete visit.restored;
    visit.navigation = open.visit.navigation;
    const early = open.visit.loads ?? [];
    for (const request in shown.requests) shown.requests[request] = (shown.requests[request] ?? 0) + early.length;
    visit.loads = [...early, ...(visit.loads ?? [])];
    Object.assign(shown.requests, open.requests);
    this.pending.delete(fact.tab);
    this.#leave(open);
    const before = this.#before.get(shown);
    if (before && isLed(before.open, shown, before.fact)) lead(before.open, shown);
    return shown;
  }

  #leave(open: Open | undefined): void {
    if (open) this.#left.push(open);
  }

  #left: Open[] = [];

  /** The visits that no tab shows any more, since this was last asked. */
  takeLeft(): Open[] {
    const left = this.#left;
    this.#left = [];
    return left;
  }

  #make(tab: number, hop: Hop, initiator = ""): Open {
    const navigation: Load = { destination: "main_frame", hops: [hop], ...(initiator && { initiator }) };
    return {
      visit: { id: this.#origin.newID(), source: this.#origin.source, tab, navigation, network: this.#origin.network() },
      pending: true,
      requests: {},
    };
  }

  #begin(tab: number, hop: Hop, initiator = ""): Open {
    const open = this.#make(tab, hop, initiator);
    this.#leave(this.pending.get(tab));
    this.pending.set(tab, open);
    return open;
  }

  /** The visit whose try of HTTPS just failed, if this is the browser's own second try in clear. */
  #fallbackFrom(fact: Asked): Open | undefined {
    for (const open of [this.pending.get(fact.tab), this.current.get(fact.tab)]) {
      const last = open?.visit.navigation.hops?.at(-1);
      if (!open || !last?.error || !fact.url.startsWith("http:")) continue;
      if (fact.at - (open.failedAt ?? 0) > fallbackWithin) continue;
      if (last.url !== fact.url.replace(/^http:/, "https:")) continue;
      this.current.delete(fact.tab);
      this.pending.set(fact.tab, open);
      open.pending = true;
      return open;
    }
    return undefined;
  }

  #asks(fact: Asked): Open | undefined {
    const hop: Hop = { url: fact.url, at: fact.at };
    const known = this.#of(fact);
    if (known) {
      const load = loadOf(known, fact.request);
      if (load) addHop(known, load, hop);
      return known;
    }
    const open = this.#asker(fact);
    if (!open) return undefined;
    addLoad(open, { destination: fact.destination, hops: [...this.#askedBefore(fact, open), hop],
      ...(fact.frame !== 0 && { frame: fact.frame }), ...(fact.parent && { parent: fact.parent }), ...(fact.initiator && { initiator: fact.initiator }) }, fact.request);
    return open;
  }

  /** The visit whose document asks. A new document's first requests come before it is known to be shown. */
  #asker(fact: Asked): Open | undefined {
    const current = this.current.get(fact.tab);
    const pending = this.pending.get(fact.tab);
    if (fact.document !== undefined && this.#ignored.has(fact.document)) return undefined;
    if (!current && fact.frame === 0 && fact.documentURL !== undefined && pending && bare(fact.documentURL) !== bare(address(pending))) {
      return undefined; // a forgotten document, which the tab still shows
    }
    if (current && isParting(fact, current)) return undefined;
    if (!current || !pending) return current ?? pending;
    if (fact.document !== undefined && fact.frame === 0) {
      if (fact.document !== current.document) return pending;
      // Chromium may still name the document before: what differs is where the request comes from.
      return !isFrom(fact.initiator, current) && isFrom(fact.initiator, pending) ? pending : current;
    }
    if (fact.documentURL !== undefined && bare(fact.documentURL) === bare(address(pending))) return pending;
    return current;
  }

  /** The hops that a request had when Chromium still named the document before as the one that asks. */
  #askedBefore(fact: Asked, open: Open): Hop[] {
    const before = this.#previous.get(fact.tab);
    if (!before || fact.document === undefined || fact.document !== open.document) return [];
    return (loadOf(before, fact.request)?.hops ?? []).map((hop) => ({ ...hop }));
  }

  /** Adds what came back for a request before it was told. */
  #answersEarly(fact: Asked, open: Open | undefined): Open | undefined {
    const hops = (open && loadOf(open, fact.request)?.hops) ?? [];
    for (const early of this.#earlyAnswers.take(fact, (url) => hops.some((h) => bare(h.url) === bare(url)))) this.#add(early);
    return open;
  }

  #answers(fact: Answered): Open | undefined {
    const open = this.#of(fact);
    if (!open) this.#earlyAnswers.keep(fact);
    const hop = open && this.#answered(open, fact);
    if (!open || !hop) return undefined;
    if (fact.done) hop.done = true;
    if (fact.status) hop.status = fact.status;
    if (fact.statusLine) hop.statusLine = fact.statusLine;
    if (fact.headers) addHeaders(open, hop, fact.headers);
    if (fact.next !== undefined) hop.next = fact.next;
    if (fact.address) hop.address = fact.address;
    if (fact.cached) hop.cached = true;
    if (fact.proxy) hop.proxy = fact.proxy;
    return (open.pending && this.#keepsFile(open, fact, hop)) || open;
  }

  /** Adds a navigation that ends as a file, and not as a document, to a visit that is shown; gives that, once. */
  #keepsFile({ requests, visit: { navigation } }: Open, { request, tab, at }: Answered, hop: Hop): Open | undefined {
    if (requests[request] !== -1 || !isFile(hop)) return undefined;
    const open = this.current.get(tab) ?? this.#asking(navigation) ?? this.#blank(tab, at);
    if (request in open.requests) return undefined;
    addLoad(open, navigation, request);
    return open;
  }

  /** The visit whose document most likely asked for something in another tab, which shows nothing. */
  #asking({ initiator = "" }: Load): Open | undefined {
    const all = [...this.current.values()].filter((open) => isFrom(initiator, open));
    return all.find((open) => address(open) === initiator) ?? all.toSorted((a, b) => (b.shownAt ?? 0) - (a.shownAt ?? 0))[0];
  }

  /** A visit of a tab that shows nothing, for what somebody opened in it. */
  #blank(tab: number, at: number): Open {
    const open = this.#make(tab, { url: "about:blank", at });
    open.pending = false;
    open.shownAt = at;
    this.current.set(tab, open);
    return open;
  }

  /** The hop that an answer is for. After a redirect Chromium may go elsewhere by itself (HSTS, an extension), and tells only of the answer from there. */
  #answered(open: Open, fact: Answered): Hop | undefined {
    const load = loadOf(open, fact.request);
    const hop = load?.hops?.findLast((h) => bare(h.url) === bare(fact.url));
    if (hop || !load) return hop;
    addHop(open, load, { url: fact.url, at: fact.at });
    return load.hops?.findLast((h) => h.url === fact.url);
  }

  #fails(fact: Failed): Open | undefined {
    const open = this.#of(fact);
    if (!open) {
      this.#earlyAnswers.keep(fact);
      return undefined;
    }
    const load = loadOf(open, fact.request);
    const hop = load?.hops?.at(-1);
    if (!load || !hop) return undefined;
    // Firefox names the address that it was sent to and never asked for.
    if (hop.url !== fact.url && hop.next === fact.url) addHop(open, load, { url: fact.url, at: fact.at, error: fact.error });
    else Object.assign(hop, { error: fact.error }, fact.proxy && { proxy: fact.proxy });
    if (load === open.visit.navigation) open.failedAt = fact.at;
    return open;
  }

  #commits(fact: Committed): Open | undefined {
    if (fact.frame !== 0) {
      const around = this.current.get(fact.tab);
      if (around && fact.document !== undefined) noteFrame(around, fact.frame, fact.document, fact.parent);
      return undefined;
    }
    const prepared = this.#preparedAs(fact);
    this.#forgetUnshown(fact.tab);
    if (prepared) {
      prepared.visit.tab = fact.tab;
      this.#leave(this.pending.get(fact.tab));
      this.#lead(prepared, fact);
      return this.#show(prepared, fact);
    }
    const pending = this.pending.get(fact.tab);
    if (!/^https?:/.test(fact.url)) {
      // A new tab's about:blank precedes its first visit.
      if (!pending) {
        this.#leave(this.current.get(fact.tab));
        this.current.delete(fact.tab);
      }
      return undefined;
    }
    if (pending && (pending.visit.navigation.hops ?? []).some((h) => bare(h.url) === bare(fact.url))) {
      this.#lead(pending, fact);
      return this.#show(pending, fact);
    }
    const current = this.current.get(fact.tab);
    // Firefox says so of its error page too.
    if (current && current.document === undefined && bare(address(current)) === bare(fact.url)) {
      if (fact.document !== undefined) current.document = fact.document;
      return current;
    }
    // No request was seen: the browser had the document in its memory.
    // What is on its way stays so: its telling may only be late.
    const open = this.#make(fact.tab, { url: fact.url, at: fact.at });
    open.visit.restored = true;
    if (current) this.#before.set(open, { open: current, fact });
    this.#leave(current);
    this.#see(open, fact);
    return open;
  }

  /** Notes what led to a visit that comes to be shown, if the document that is shown did. */
  #lead(open: Open, fact: Committed): void {
    const current = this.current.get(fact.tab);
    if (current && isLed(current, open, fact)) lead(current, open);
  }

  /** The visit of a document that was prepared in this tab and is shown now. */
  #preparedAs({ tab, document }: Committed): Open | undefined {
    const all = this.#unshown.in(tab).map((own) => this.current.get(own));
    return document === undefined ? undefined : all.find((open) => open?.document === document);
  }

  /** Forgets what was prepared in a tab: it goes with the document that it was prepared for. */
  #forgetUnshown(tab: number): void {
    this.#drop(this.#unshown.in(tab));
  }

  #drop(owns: readonly number[]): void {
    for (const own of owns) {
      this.current.delete(own);
      this.pending.delete(own);
    }
    this.#unshown.drop(owns);
  }

  #show(open: Open, fact: Committed | Abandoned): Open {
    this.pending.delete(fact.tab);
    this.#leave(this.current.get(fact.tab));
    this.#see(open, fact);
    return open;
  }

  /** Makes a visit the one that its tab shows, with the texts that waited for it. */
  #see(open: Open, fact: Committed | Abandoned): void {
    open.pending = false;
    open.shownAt = fact.at;
    const left = this.current.get(fact.tab);
    if (left) {
      open.before = documents(left);
      this.#previous.set(fact.tab, left);
    }
    if (fact.kind === "committed" && fact.document !== undefined) open.document = fact.document;
    this.current.set(fact.tab, open);
    const early = this.#early;
    this.#early = [];
    for (const read of early) this.#reads(read);
  }

  #abandons(fact: Abandoned): Open | undefined {
    if (fact.frame !== 0) return this.#abandonsFrame(fact);
    const open = this.pending.get(fact.tab);
    if (aborted.has(fact.error)) return undefined; // the tab shows what it showed
    if (!open) {
      const current = this.current.get(fact.tab);
      if (!current || bare(address(current)) !== bare(fact.url)) {
        return /^https?:/.test(fact.url) ? this.#show(this.#begin(fact.tab, { url: fact.url, at: fact.at, error: fact.error }), fact) : undefined;
      }
      const hop = current.visit.navigation.hops?.at(-1);
      if (hop) hop.error = fact.error;
      return current;
    }
    const hop = open.visit.navigation.hops?.at(-1);
    if (hop && (bare(hop.url) === bare(fact.url) || hop.error === undefined)) hop.error = fact.error;
    open.failedAt = fact.at;
    return this.#show(open, fact);
  }

  /** A frame that the browser blocked is seen here only. */
  #abandonsFrame(fact: Abandoned): Open | undefined {
    const open = this.current.get(fact.tab);
    if (!open) return undefined;
    const load = open.visit.loads?.findLast((l) => l.frame === fact.frame && l.destination === "sub_frame");
    const hop = load?.hops?.at(-1);
    if (hop && hop.url === fact.url) hop.error ??= fact.error;
    else addLoad(open, { destination: "sub_frame", frame: fact.frame, ...(fact.parent && { parent: fact.parent }), hops: [{ url: fact.url, at: fact.at, error: fact.error }] });
    return open;
  }

  /** Told later than the rest of the request, and maybe after others. */
  #connects(fact: Connected): Open | undefined {
    const open = this.#of(fact);
    if (open) addConnection(open, fact.connection, open.requests[fact.request] === -1);
    return open;
  }

  #touches(fact: Touched): Open | undefined {
    const open = this.current.get(fact.tab);
    if (!open || open.touched || fact.at < (open.shownAt ?? 0)) return undefined;
    open.touched = true;
    return open;
  }

  #reads(fact: Read): Open | undefined {
    if (fact.document !== undefined && this.#ignored.has(fact.document)) return undefined;
    const open = this.current.get(fact.tab);
    if (open && fact.frame === 0 && fact.document !== undefined && fact.document === open.before?.[0] && fact.page.refresh) {
      ledByRefresh(open, fact.page.refresh);
      return open;
    }
    if (!open || !isAbout(fact, open)) {
      // A busy Firefox may tell of the text before it tells of the document.
      this.#early = [...this.#early, fact].slice(-maxEarly);
      return undefined;
    }
    addPage(open, fact);
    return open;
  }

  #of(fact: { tab: number; request: string }): Open | undefined {
    for (const open of [this.pending.get(fact.tab), this.current.get(fact.tab)]) {
      if (open && fact.request in open.requests) return open;
    }
    return undefined;
  }
}

/** Whether a document that was left for that of a visit asks: what it sends as it goes is not the next one's. */
function isParting(fact: Asked, shown: Open): boolean {
  if (fact.document === undefined || fact.document === shown.document || !shown.before?.includes(fact.document)) return false;
  // Told late, it may be what Chromium charged to the document before.
  return fact.at >= (shown.shownAt ?? 0) || !isFrom(fact.initiator, shown);
}

/** Whether a visit's document has the origin that a request comes from. */
function isFrom(initiator: string, open: Open): boolean {
  return URL.canParse(initiator) && URL.canParse(address(open)) && new URL(initiator).origin === new URL(address(open)).origin;
}

/** The codes of a navigation that was given up for another, for a download, or for another program (mailto:). */
const aborted = new Set(["net::ERR_ABORTED", "Error code 2152398850", "Error code 2152398865"]);
