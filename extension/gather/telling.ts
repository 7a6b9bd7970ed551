// Events as the browsers were seen to tell them, for the tests.
import { ok } from "node:assert/strict";
import type { NavigationDetails, RequestDetails } from "../browser.js";
import type { Page, Source, Visit } from "../wire.js";
import type { Fact } from "./fact.js";
import { fromNavigation } from "./navigation.js";
import { fromRequest } from "./request.js";
import { Tabs } from "./tabs.js";

export const tab = 7;

/** A browser that tells one event after the other, a millisecond apart. */
export class Telling {
  readonly facts: Fact[] = [];
  at = 1000;

  request(event: string, requestId: string, url: string, more: Partial<RequestDetails> = {}): this {
    return this.#add(fromRequest(event, {
      requestId, url, tabId: tab, frameId: 0, type: "main_frame", timeStamp: this.at++, ...more,
    }));
  }

  /** A request that is answered with 200. */
  loaded(requestId: string, url: string, more: Partial<RequestDetails> = {}): this {
    const answer = { ...more, statusCode: 200, statusLine: "HTTP/1.1 200 OK" };
    return this.request("onBeforeRequest", requestId, url, more)
      .request("onHeadersReceived", requestId, url, answer)
      .request("onCompleted", requestId, url, answer);
  }

  navigation(event: string, url: string, more: Partial<NavigationDetails> = {}): this {
    return this.#add(fromNavigation(event, { tabId: tab, frameId: 0, url, timeStamp: this.at++, ...more }));
  }

  /** The text of the tab's own document. */
  text(document: string, page: Page): this {
    return this.#add({ kind: "read", tab, frame: 0, url: page.url, at: this.at++, document, page });
  }

  /** Somebody does something with the document. */
  touched(): this {
    return this.#add({ kind: "touched", tab, frame: 0, url: "", at: this.at++ });
  }

  #add(fact: Fact | undefined): this {
    if (fact) this.facts.push(fact);
    return this;
  }
}

export function watch(source: Source, facts: Fact[], tabs = newTabs(source)): Tabs {
  for (const fact of facts.toSorted((a, b) => a.at - b.at)) tabs.add(fact);
  return tabs;
}

export function newTabs(source: Source): Tabs {
  let n = 0;
  return new Tabs({ source, network: () => ({ epoch: "e1", trust: "unknown" }), newID: () => `v${++n}` });
}

export function shown(tabs: Tabs): Visit {
  const open = tabs.current.get(tab);
  ok(open, "the tab shows no visit");
  return open.visit;
}
