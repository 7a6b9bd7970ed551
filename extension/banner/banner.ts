// The warning in a page: what the danger is, who could do what, and a way out.
import { send, type BannerText } from "../messages.js";
import { element, Layer } from "./layer.js";

let shown: Layer | undefined;

/** Shows a banner, and tells whether it does: the tab may show another document by now. */
export function showBanner({ host, lang, dir, label, title, text, advice, leave, close }: BannerText): boolean {
  if (location.hostname !== host || !document.firstElementChild) return false;
  shown?.close();
  const away = element("button", { className: "safe", type: "button" }, leave);
  const sheet = element("section", { ariaLabel: label },
    element("div", { role: "alert" },
      element("p", { className: "label" }, label),
      element("p", { className: "title" }, title),
      element("p", {}, text),
      element("p", {}, advice)),
    element("div", { className: "buttons" }, away, element("button", { type: "button" }, close)));
  shown = new Layer({
    sheet, lang, dir,
    pressed: (button) => {
      shown?.close();
      if (button === away) tell("leave");
    },
    lost: () => { tell("lost"); },
  });
  return true;
}

function tell(kind: "leave" | "lost"): void {
  send({ kind }).catch(() => undefined); // the extension may be gone
}
