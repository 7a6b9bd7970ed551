// Something of Midwatch's in a page, above all that the page shows, in a closed
// shadow tree that the page can neither read nor style. The page may still take it
// out, or open something above it: then it is put back, a number of times.
import { style } from "./style.js";

/** It is looked after this often, in milliseconds. */
const lookEvery = 400;

/** It is put back so often before it counts as lost; so many looks in a row that find it in place begin the count anew. */
const maxPutBack = 10;
const calm = 15;

/** What happens in a layer is nobody else's business. */
const kept = [
  "click", "dblclick", "auxclick", "contextmenu", "pointerdown", "pointerup", "mousedown", "mouseup", "keydown", "keypress", "keyup", "focusin", "focusout",
];

const layers = new Set<Layer>();

/** Hears what happens before the page does: call it before the page's own scripts run, and again where its listeners were taken away. */
export function hearFirst(): void {
  for (const name of kept) addEventListener(name, happened, true);
}

function happened(event: Event): void {
  for (const layer of layers) if (layer.take(event)) event.stopImmediatePropagation();
}

export interface Wishes {
  /** What is shown: a dialog is modal, anything else is a popover. */
  sheet: HTMLElement;
  lang: string;
  dir: string;
  /** Somebody pressed a button, or Escape while the focus was inside. */
  pressed: (button: HTMLElement | "escape") => void;
  /** The page took it away for good. */
  lost: () => void;
  /** How often the page may take it out. */
  putBack?: number;
}

export class Layer {
  readonly #host = document.createElement("div");
  readonly #root = this.#host.attachShadow({ mode: "closed" });
  readonly #wishes: Wishes;
  readonly #shownAt = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #left: number;
  #calm = 0;

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
    this.#left = wishes.putBack ?? maxPutBack;
    const { sheet } = wishes;
    sheet.className = "sheet";
    sheet.lang = wishes.lang;
    sheet.dir = wishes.dir;
    if (!(sheet instanceof HTMLDialogElement)) sheet.popover = "manual";
    else sheet.addEventListener("cancel", (event) => {
      event.preventDefault();
      wishes.pressed("escape");
    });
    // Not adopted: Firefox takes no style sheet from a content script, and both let its own elements past the page's policy.
    this.#root.append(element("style", { textContent: style }), sheet);
    layers.add(this);
    this.#place();
    this.#timer = setInterval(() => { this.#look(); }, lookEvery);
  }

  /** How long it is there, in milliseconds. */
  get age(): number {
    return performance.now() - this.#shownAt;
  }

  close(): void {
    clearInterval(this.#timer);
    layers.delete(this);
    this.#host.remove();
  }

  /** Takes an event of its own; false where it is another's. */
  take(event: Event): boolean {
    if (event.target !== this.#host) return false;
    if (!event.isTrusted) return true;
    if (event instanceof KeyboardEvent && event.type === "keydown" && event.key === "Escape") {
      event.preventDefault();
      this.#wishes.pressed("escape");
    } else if (event instanceof MouseEvent && event.type === "click") {
      // From here the tree is closed to us too. A click by keyboard has no place.
      const at = event.clientX === 0 && event.clientY === 0 ? null : this.#root.elementFromPoint(event.clientX, event.clientY);
      const button = at?.closest("button") ?? (event.detail === 0 ? this.#root.activeElement : null);
      if (button instanceof HTMLButtonElement) this.#wishes.pressed(button);
    }
    return true;
  }

  /** All but what is inside a modal dialog can neither be seen nor clicked. */
  get #home(): Element | null {
    const modal = this.#wishes.sheet instanceof HTMLDialogElement ? undefined : [...document.querySelectorAll("dialog:modal")].at(-1);
    return modal ?? document.firstElementChild;
  }

  get #open(): boolean {
    const { sheet } = this.#wishes;
    return sheet instanceof HTMLDialogElement ? sheet.open : sheet.matches(":popover-open");
  }

  /** First in the page, so that whoever goes by keyboard meets it first. */
  #place(): void {
    const { sheet } = this.#wishes;
    const home = this.#home;
    if (!home) return; // the page takes everything out
    if (this.#host.parentNode !== home) home.prepend(this.#host);
    if (sheet instanceof HTMLDialogElement) {
      if (sheet.open) sheet.close();
      sheet.showModal();
    } else {
      if (this.#open) sheet.hidePopover();
      sheet.showPopover();
    }
  }

  #look(): void {
    if (this.#stands()) {
      if (++this.#calm >= calm) this.#left = this.#wishes.putBack ?? maxPutBack;
      return;
    }
    this.#calm = 0;
    if (this.#left-- <= 0) {
      this.close();
      this.#wishes.lost();
      return;
    }
    this.#place();
  }

  #stands(): boolean {
    if (!this.#open || this.#host.parentNode !== this.#home) return false;
    if (document.visibilityState !== "visible" || innerHeight === 0) return true; // nothing is drawn
    const { left, top, width, height } = this.#wishes.sheet.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === this.#host;
  }
}

/** An element with its properties, and what is inside it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K, properties: Partial<HTMLElementTagNameMap[K]> = {}, ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}
