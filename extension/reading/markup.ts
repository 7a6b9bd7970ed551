// Elements as text, each with as much around it as the core needs to know what
// it is: a source belongs to a picture or a video, a field to a form.
import { attribute, attributeNames, contains, controlsOf, insideOf, matches, nameOf, namespaceOf, outerHTML, parentOf } from "./dom.js";

/** Elements that have no end tag (HTML standard section 13.1.2). */
const empty = new Set(["area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);

/** Attributes that are never told: what people typed, and documents that read themselves. */
const untold = new Set(["srcdoc", "value"]);

const html = "http://www.w3.org/1999/xhtml";
const field = "button, input, select, textarea";

/** A form's fields that are told with it when it changes: more are never filled in. */
const maxFields = 500;

/** What an element must be, or have, to name an address, ask for something or rule over others that do. */
const telling = "[src], [srcset], [imagesrcset], [*|href], [data], [poster], [background], [action], [formaction], [http-equiv], "
  + ["fill", "stroke", "mask", "clip-path", "cursor", "marker-start", "marker-mid", "marker-end"].map((name) => `[${name}*="url" i], `).join("")
  + `[style*="url" i], [style*="image" i], [style*="src(" i], [style*="\\\\"], base, form, link, meta, script, style, ${field}`;

export function tells(e: Element): boolean {
  return matches(e, telling);
}

export function holdsTelling(e: Element): boolean {
  return tells(e) || e.querySelector(telling) !== null; // a form tells by itself
}

const escapes: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };
const escaped = (value: string): string => value.replace(/[&"<>]/g, (c) => escapes[c] ?? c);

/** Written by hand: to clone an element could load its image, or run its page's code. */
function startTag(e: Element): string {
  const attributes = attributeNames(e).filter((name) => !untold.has(name));
  return `<${nameOf(e)}${attributes.map((name) => ` ${name}="${escaped(attribute(e, name) ?? "")}"`).join("")}>`;
}

const around = (e: Element, inside: string): string =>
  empty.has(nameOf(e)) ? startTag(e) : `${startTag(e)}${inside}</${nameOf(e)}>`;

/** An element with all inside it and the shadow trees there. */
export function whole(e: Element, roots: ShadowRoot[]): string {
  return roots.length === 0 ? outerHTML(e) : around(e, insideOf(e, roots));
}

/** An element that was added, in its place. */
export function added(e: Element, roots: ShadowRoot[]): string {
  return inPlace(e, ownersWithin(e) + whole(e, roots));
}

/** An element whose attributes changed, in its place and without what is inside it. */
export function changed(e: Element): string {
  const name = nameOf(e);
  if (name === "style" || name === "script") return inPlace(e, outerHTML(e));
  if (e instanceof HTMLFormElement) return inPlace(e, around(e, fieldsOf(e).map((f) => around(f, "")).join("")));
  const owner = ownerOf(e);
  return inPlace(e, owner ? around(owner, around(e, "")) : around(e, ""), owner);
}

function fieldsOf(form: HTMLFormElement): Element[] {
  return [...controlsOf(form)].slice(0, maxFields).filter((f) => matches(f, field));
}

function ownerOf(e: Element): HTMLFormElement | null {
  return e instanceof HTMLInputElement || e instanceof HTMLButtonElement || e instanceof HTMLSelectElement || e instanceof HTMLTextAreaElement
    ? e.form : null;
}

/** The forms elsewhere that fields within an element name by their ID. */
function ownersWithin(e: Element): string {
  const owners = new Set<HTMLFormElement>();
  for (const f of e instanceof HTMLFormElement ? [] : [e, ...e.querySelectorAll("[form]")]) {
    const owner = attribute(f, "form") === null ? null : ownerOf(f);
    if (owner && !contains(e, owner)) owners.add(owner);
  }
  return [...owners].map((owner) => around(owner, "")).join("");
}

/** Text with what stands around it: the nearest form unless it is in one, and what changes its meaning. */
function inPlace(e: Element, text: string, owner: HTMLFormElement | null = null): string {
  const parent = parentOf(e);
  if (parent instanceof Element && /^(audio|picture|video)$/.test(nameOf(parent))) text = around(parent, text);
  if (namespaceOf(e) !== html && parent instanceof Element && namespaceOf(parent) !== html) {
    const foreign = namespaceOf(e)?.endsWith("MathML") ? "math" : "svg";
    text = `<${foreign}>${text}</${foreign}>`;
  }
  let inForm = owner !== null;
  for (let p = parent; p; p = parentOf(p)) {
    if (p instanceof HTMLFormElement && !inForm) {
      text = around(p, text);
      inForm = true;
    }
    if (p instanceof ShadowRoot) return `<div><template shadowrootmode="${p.mode}">${text}</template></div>`;
  }
  return text;
}
