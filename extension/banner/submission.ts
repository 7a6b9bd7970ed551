// Holds a form back that may send something in clear, until the core has judged it
// and, where it says so, a person has answered. What was typed is never read.
import { api, shadowRootOf } from "../browser.js";
import { maxAddressLength, maxMarkup, send, type Decision, type QuestionText } from "../messages.js";
import { attribute, controlsOf } from "../reading/dom.js";
import { changed } from "../reading/markup.js";
import { afterAll } from "./last.js";
import { question } from "./question.js";

/** The background has so long to answer, in milliseconds. */
const patience = 2000;

interface Sent {
  form: HTMLFormElement;
  button: HTMLElement | null;
  action: URL;
  /** The page has heard of it already: it does not hear of it again. */
  heard: boolean;
}

/** Forms that are being judged. */
const held = new WeakSet<HTMLFormElement>();

/** Where each form may be sent since somebody said so. */
const agreed = new WeakMap<HTMLFormElement, string>();

/** The one that goes on right now. */
let going: Sent | undefined;

/** Questions that are asked in the document around all frames. */
const waiting = new Map<string, (send: boolean) => void>();

/** To be called before the page's own scripts run, and again where its listeners were taken away. */
export function holdSubmissions(): void {
  addEventListener("submit", submitted, true);
  // A submission does not leave its shadow tree; what comes before it does.
  for (const name of ["focusin", "click"]) addEventListener(name, reach, true);
}

/** Holds submissions in a shadow tree too. */
export function holdWithin(root: ShadowRoot): void {
  root.addEventListener("submit", submitted, true);
}

function reach(event: Event): void {
  let e = event.target as Element | null;
  while (e instanceof HTMLElement) {
    const root = shadowRootOf(e);
    if (!root) return;
    holdWithin(root);
    e = event instanceof MouseEvent && event.detail > 0 ? root.elementFromPoint(event.clientX, event.clientY) : root.activeElement;
    if (e && e.getRootNode() !== root) return;
  }
}

function submitted(event: Event): void {
  // Only what the browser will send: what a script makes up is sent nowhere.
  if (!(event instanceof SubmitEvent) || !event.isTrusted || !(event.target instanceof HTMLFormElement)) return;
  const form = event.target;
  if (form === going?.form) {
    if (going.heard) event.stopImmediatePropagation();
    return;
  }
  const button = event.submitter;
  const action = actionOf(form, button);
  // The one thing that is asked here: does it go out in clear at all?
  if (action?.protocol !== "http:" || agreed.get(form) === action.origin || !alive()) return;
  if (held.has(form)) {
    stop(event);
  } else if (isSecureContext) {
    // Most forms are sent by their page's script, which is heard first.
    afterAll(event, () => {
      if (event.defaultPrevented) return;
      stop(event);
      void decide({ form, button, action, heard: true });
    });
  } else {
    stop(event);
    void decide({ form, button, action, heard: false });
  }
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Without its extension nothing can be asked. */
const alive = (): boolean => (api.runtime as { id?: string } | undefined)?.id !== undefined;

/** Where a form is sent (HTML standard section 4.10.22.3); nothing where it is not. */
function actionOf(form: HTMLFormElement, button: HTMLElement | null): URL | undefined {
  const own = (name: string): string | null => (button && attribute(button, `form${name}`)) ?? attribute(form, name);
  if (own("method")?.toLowerCase() === "dialog") return undefined;
  const written = own("action")?.trim() ?? "";
  const [address, base] = written === "" ? [document.URL, undefined] : [written, document.baseURI];
  return URL.canParse(address, base) ? new URL(address, base) : undefined;
}

async function decide(sent: Sent): Promise<void> {
  const { form } = sent;
  held.add(form);
  const [send, asked] = await answer(sent).finally(() => { held.delete(form); });
  if (!send) return;
  if (asked) agreed.set(form, sent.action.origin);
  going = sent;
  try {
    HTMLFormElement.prototype.requestSubmit.call(form, isButtonOf(sent.button, form) ? sent.button : null);
  } finally {
    going = undefined;
  }
}

function isButtonOf(button: HTMLElement | null, form: HTMLFormElement): boolean {
  return (button instanceof HTMLButtonElement || button instanceof HTMLInputElement) && button.form === form;
}

/** Whether to send, and whether somebody was asked. */
async function answer({ form, action }: Sent): Promise<[send: boolean, asked: boolean]> {
  const id = crypto.getRandomValues(new Uint32Array(4)).join("-"); // in clear there is no randomUUID
  const elsewhere = new Promise<boolean>((resolve) => { waiting.set(id, resolve); });
  try {
    const decision = await Promise.race<Decision | undefined>([
      send({
        kind: "sending", id, url: document.URL.slice(0, maxAddressLength), base: document.baseURI.slice(0, maxAddressLength),
        action: action.href.slice(0, maxAddressLength), markup: changed(form).slice(0, maxMarkup),
      }),
      new Promise<undefined>((resolve) => setTimeout(resolve, patience)),
    ]).catch(() => undefined);
    if (decision?.asked) return [await elsewhere, true];
    const asked = decision ? decision.question : unchecked(form);
    return asked ? [await question(asked), true] : [true, false];
  } finally {
    waiting.delete(id);
  }
}

/** Somebody answered a question of this document's in the one around it. */
export function answered(id: string, send: boolean): void {
  waiting.get(id)?.(send);
}

/** What is asked where nobody judged the form, in the browser's language: nothing else can be said from here. */
function unchecked(form: HTMLFormElement): QuestionText | undefined {
  if (![...controlsOf(form)].some((field) => attribute(field, "type")?.toLowerCase() === "password")) return undefined;
  const t = (id: string): string => api.i18n.getMessage(id);
  const lang = api.i18n.getUILanguage();
  return {
    lang, dir: lang.startsWith("ar") ? "rtl" : "ltr", label: t("question_label"), title: t("question_unchecked_title"),
    text: t("question_unchecked_text"), keep: t("question_keep"), send: t("question_send"),
  };
}
