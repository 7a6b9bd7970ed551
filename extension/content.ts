// In every page: sends the document's text to be read. It changes nothing and
// leaves nothing in the page.
import { maxTextLength, send } from "./messages.js";

let sent = -1;

function read(): void {
  // A text or an image is shown in a document of the browser's own making.
  if (!["text/html", "application/xhtml+xml"].includes(document.contentType)) return;
  const text = document.documentElement.outerHTML;
  if (text.length === sent) return;
  sent = text.length;
  // One character more than is read shows the background that it was cut.
  const message = { kind: "page", url: location.href, text: text.slice(0, maxTextLength + 1), at: Date.now() } as const;
  send(message).catch(() => { sent = -1; }); // the extension was reloaded under the page: nobody listens any more
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", read);
else read();
addEventListener("load", read);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  sent = -1;
  read();
});
