// In every page and every frame: tells of the document as it is and as it grows,
// and holds back what would send a secret in clear. It changes nothing and leaves
// nothing in the page, but where there is danger.
import { showBanner } from "./banner/banner.js";
import { hearFirst } from "./banner/layer.js";
import { question } from "./banner/question.js";
import { answered, holdSubmissions, holdWithin } from "./banner/submission.js";
import { api } from "./browser.js";
import { hear, isProtocol, maxAddressLength, maxTextLength, send } from "./messages.js";
import { Growth } from "./reading/growth.js";

/** A document that is still loading is read after this long, in milliseconds: what it shows so far can be used already. */
const longLoading = 3000;

/** Somebody who does something in a document this long after it came, in milliseconds, is not told of: it did not lead anywhere by itself at once. */
const soon = 10_000;

/** How often a whole document is sent until it arrives. */
const attempts = 3;

let growth: Growth | undefined;

function read(): void {
  growth?.stop();
  growth = new Growth(tell, holdWithin);
  void growth.run();
}

async function tell(text: string, { part, truncated }: { part: boolean; truncated: boolean }): Promise<boolean> {
  // Chromium takes the listeners away from a page that writes itself anew (document.open).
  addEventListener("pageshow", again);
  listen();
  for (let left = part ? 0 : attempts - 1; ; left--) {
    try {
      await send({
        kind: "page", url: location.href.slice(0, maxAddressLength), base: document.baseURI.slice(0, maxAddressLength),
        // One character more than is read shows the background that it was cut.
        text: text.slice(0, maxTextLength + 1), at: Date.now(), ...(part && { part }), ...(truncated && { truncated }),
        ...(!part && protocol()),
      });
      return true;
    } catch {
      // The extension was taken away or renewed under the page: nobody listens any more.
      if (!(api.runtime as { id?: string } | undefined)?.id) growth?.stop();
      else if (left > 0) continue; // the background was stopped before it had written it down
      return false;
    }
  }
}

/** The protocol that the document came by. The browser leaves it empty where it may not say. */
function protocol(): { protocol?: string } {
  const [entry] = performance.getEntriesByType("navigation");
  const name = entry instanceof PerformanceNavigationTiming ? entry.nextHopProtocol : "";
  return isProtocol(name) ? { protocol: name } : {};
}

/** Tells once that somebody did something here. What a script does with these events is not trusted. */
function touched(event: globalThis.Event): void {
  if (!event.isTrusted) return;
  untouched();
  // Whoever listened may be gone by now.
  send({ kind: "gesture", url: location.href.slice(0, maxAddressLength), at: Date.now() }).catch(() => undefined);
}

const gestures = ["pointerdown", "keydown", "click"];

function untouched(): void {
  for (const name of gestures) removeEventListener(name, touched, true);
}

/** Listens, before the page's own scripts do. */
function listen(): void {
  hearFirst();
  holdSubmissions();
}

listen();
hear({
  banner: (text) => window === window.top && showBanner(text),
  ask: ({ id, frame, question: asked }) => {
    if (window === window.top) void question(asked).then((yes) => send({ kind: "reply", id, frame, send: yes })).catch(() => undefined);
    return null;
  },
  answered: ({ id, send: yes }) => {
    answered(id, yes);
    return null;
  },
});

/** The browser shows the document again that it kept in its memory (bfcache): for the background it is another visit. */
function again(event: PageTransitionEvent): void {
  if (event.persisted) read();
}

function begin(): void {
  // What Chromium prepares before it is asked for is not seen by anybody yet.
  if ("prerendering" in document && document.prerendering) {
    document.addEventListener("prerenderingchange", begin, { once: true });
    return;
  }
  if (document.readyState !== "loading") {
    read();
    return;
  }
  const once = (): void => {
    clearTimeout(timer);
    document.removeEventListener("DOMContentLoaded", once);
    read();
  };
  const timer = setTimeout(once, longLoading);
  document.addEventListener("DOMContentLoaded", once);
}

for (const name of gestures) addEventListener(name, touched, { capture: true, passive: true });
setTimeout(untouched, soon);

// A text or an image is shown in a document of the browser's own making, and so
// is an empty tab.
if (["text/html", "application/xhtml+xml"].includes(document.contentType)
  && (window !== window.top || /^https?:$/.test(location.protocol))) begin();
