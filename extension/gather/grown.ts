// A document's text grows: what it names then.
import type { Credential, Form, Page, Ref } from "../wire.js";

/** References kept of one document, as many as the core keeps of one text (check.MaxRefs). */
export const maxRefs = 2000;

/** Forms kept of one document, likewise. */
export const maxForms = 200;

/** Links to insecure addresses kept of one document, likewise. */
export const maxLinks = 100;

/** Characters of addresses kept of what was added to one document, for each of both. */
const maxAddresses = 256 << 10;

/** What a document names after a part was added to it. Neither is changed. */
export function grown(page: Page, part: Page): Page {
  const refs = news(page.refs ?? [], part.refs ?? [], identity);
  const forms = joined(page.forms ?? [], part.forms ?? []);
  const kept = fitting(page.refs ?? [], refs, maxRefs, (r) => r.url);
  const keptForms = fitting(forms.old, forms.more, maxForms, (f) => f.action);
  // What was told of either without being kept counts on.
  const refCount = (page.refCount ?? 0) + refs.length + unkept(part.refCount, part.refs);
  const formCount = (page.formCount ?? 0) + forms.more.length + unkept(part.formCount, part.forms);
  const credentials = united(page.credentials, part.credentials);
  const links = fitting(page.links ?? [], news(page.links ?? [], part.links ?? [], host), maxLinks, (r) => r.url);
  const linkCount = (page.linkCount ?? 0) + (part.linkCount ?? 0);
  const secureLinks = (page.secureLinks ?? 0) + (part.secureLinks ?? 0);
  return {
    ...page,
    ...(kept.length > 0 && { refs: kept }),
    ...(refCount > 0 && { refCount }),
    ...(secureLinks > 0 && { secureLinks }),
    ...(links.length > 0 && { links }),
    ...(linkCount > 0 && { linkCount }),
    ...(keptForms.length > 0 && { forms: keptForms }),
    ...(formCount > 0 && { formCount }),
    ...(credentials.length > 0 && { credentials }),
    ...((page.upgrades || part.upgrades) && { upgrades: true }),
    bytes: (page.bytes ?? 0) + (part.bytes ?? 0),
    ...((page.truncated || part.truncated) && { truncated: true }),
  };
}

/** One place, wherever it stands. */
const identity = (r: Ref): string => [r.tag, r.attr, r.kind, r.context, r.url].join(" ");

/** Of links the first to each host is kept. */
const host = (r: Ref): string => /^[a-z]+:\/\/([^/?#]*)/.exec(r.url)?.[1] ?? "";

const unkept = (count = 0, kept: unknown[] = []): number => Math.max(0, count - kept.length);

/** Of the added those that are not there yet. */
function news<T>(old: readonly T[], added: readonly T[], key: (item: T) => string): T[] {
  const known = new Set(old.map(key));
  return added.filter((item) => !known.has(key(item)) && known.add(key(item)));
}

/** A form is known by where and how it sends: what is told of it again adds to what it asks for. */
function joined(old: readonly Form[], added: readonly Form[]): { old: Form[]; more: Form[] } {
  const all = [...old];
  for (const form of added) {
    const at = all.findIndex((f) => f.action === form.action && f.method === form.method && f.stays === form.stays);
    const known = all[at];
    if (known) all[at] = { ...known, credentials: united(known.credentials, form.credentials) };
    else all.push(form);
  }
  return { old: all.slice(0, old.length), more: all.slice(old.length) };
}

function united(a: readonly Credential[] = [], b: readonly Credential[] = []): Credential[] {
  return [...new Set([...a, ...b])];
}

/** The old ones, and as many of the new as there is room for. */
function fitting<T>(old: readonly T[], added: readonly T[], most: number, address: (item: T) => string): T[] {
  const all = [...old];
  let room = maxAddresses - old.reduce((sum, item) => sum + address(item).length, 0);
  for (const item of added) {
    room -= address(item).length;
    if (all.length >= most || room < 0) break;
    all.push(item);
  }
  return all;
}
