// The question before a secret is sent, above everything else in the page.
import type { QuestionText } from "../messages.js";
import { element, Layer } from "./layer.js";

/** Nobody answers a question that fast, in milliseconds: it came under a click, or a key, that was meant for something else. */
const tooSoon = 500;

let open = false;

/** Asks, and answers whether to send. It is not sent where the page takes the question away, nor where another one is being asked. */
export function question({ lang, dir, label, title, text, keep, send }: QuestionText): Promise<boolean> {
  if (open || !document.firstElementChild) return Promise.resolve(false);
  open = true;
  return new Promise((resolve) => {
    const safe = element("button", { className: "safe", type: "button", autofocus: true }, keep);
    const anyway = element("button", { type: "button" }, send);
    const heading = element("h1", { className: "title", id: "title" }, title);
    const words = element("p", { id: "text" }, text);
    const sheet = element("dialog", { role: "alertdialog" },
      element("p", { className: "label" }, label), heading, words,
      element("div", { className: "buttons" }, safe, anyway));
    sheet.setAttribute("aria-labelledby", "title");
    sheet.setAttribute("aria-describedby", "text");
    const answer = (yes: boolean): void => {
      open = false;
      layer.close();
      resolve(yes);
    };
    const layer = new Layer({
      sheet, lang, dir,
      pressed: (button) => {
        if (button === "escape") answer(false);
        else if (layer.age >= tooSoon) answer(button === anyway);
      },
      lost: () => { answer(false); },
    });
    safe.focus();
  });
}
