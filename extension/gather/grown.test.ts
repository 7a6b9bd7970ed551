// What a document names after something was added to it.
import { deepEqual, equal, ok } from "node:assert/strict";
import test from "node:test";
import type { Form, Page, Ref } from "../wire.js";
import { grown, maxForms, maxLinks, maxRefs } from "./grown.js";

const url = "https://a.test/";

const ref = (to: string, more: Partial<Ref> = {}): Ref =>
  ({ tag: "img", attr: "src", url: to, kind: "image", context: "document", mixed: "upgradable", ...more });

const form = (action: string, more: Partial<Form> = {}): Form => ({ action, method: "post", ...more });

const page = (more: Partial<Page>): Page =>
  ({ url, bytes: 10, ...(more.refs && { refCount: more.refs.length }), ...(more.forms && { formCount: more.forms.length }), ...more });

test("what is added comes after what was there, and neither is changed", () => {
  const [had, part] = [page({ refs: [ref("http://b.test/1")], base: "https://a.test/x/" }), page({ refs: [ref("http://b.test/2")] })];
  const before = JSON.stringify([had, part]);
  const now = grown(had, part);
  deepEqual(now.refs?.map((r) => r.url), ["http://b.test/1", "http://b.test/2"]);
  deepEqual([now.refCount, now.bytes, now.base], [2, 20, "https://a.test/x/"]);
  equal(JSON.stringify([had, part]), before);
});

test("one place is kept once, however often it is built", () => {
  const now = grown(page({ refs: [ref("http://b.test/1")] }), page({ refs: [ref("http://b.test/1", { line: 7 }), ref("http://b.test/2"), ref("http://b.test/2")] }));
  deepEqual([now.refs?.length, now.refCount], [2, 2]);
});

test("a place that only a page without scripts shows is another than the same one shown", () => {
  const now = grown(page({ refs: [ref("http://b.test/1", { context: "noscript" })] }), page({ refs: [ref("http://b.test/1")] }));
  deepEqual(now.refs?.map((r) => r.context), ["noscript", "document"]);
});

test("a field that is added asks in the form that was there", () => {
  const now = grown(page({ forms: [form("http://b.test/in")] }), page({ forms: [form("http://b.test/in", { credentials: ["password"] })] }));
  deepEqual(now.forms, [form("http://b.test/in", { credentials: ["password"] })]);
  equal(now.formCount, 1);
  equal(grown(now, page({ forms: [form("http://b.test/in", { method: "get" })] })).forms?.length, 2);
});

test("what the document says of itself holds from then on", () => {
  const now = grown(page({ credentials: ["password"] }), page({ credentials: ["card", "password"], upgrades: true, truncated: true }));
  deepEqual([now.credentials, now.upgrades, now.truncated], [["password", "card"], true, true]);
  const plain = grown(page({}), page({}));
  deepEqual(plain, { url, bytes: 20 });
});

test("links that are added count, and the first to each host is kept", () => {
  const link = (to: string): Ref => ref(to, { tag: "a", attr: "href", kind: "link", mixed: "none" });
  const now = grown(page({ secureLinks: 1, links: [link("http://b.test/1")], linkCount: 2 }),
    page({ secureLinks: 2, links: [link("http://b.test/2"), link("http://c.test/")], linkCount: 3 }));
  deepEqual([now.secureLinks, now.links?.map((r) => r.url), now.linkCount], [3, ["http://b.test/1", "http://c.test/"], 5]);
  deepEqual(grown(page({}), page({ secureLinks: 1 })), { url, bytes: 20, secureLinks: 1 });
  let many = page({});
  for (let i = 0; i < 30; i++) many = grown(many, page({ links: Array.from({ length: 10 }, (_, n) => link(`http://h${i}-${n}.test/`)), linkCount: 10 }));
  deepEqual([many.links?.length, many.linkCount], [maxLinks, 300]);
});

test("a form that opens a window is not taken for one whose answer stays in a frame", () => {
  const form = { action: "http://b.test/", method: "post" };
  const now = grown(page({ forms: [{ ...form, stays: true }] }), page({ forms: [{ ...form, credentials: ["password"] }] }));
  deepEqual(now.forms, [{ ...form, stays: true }, { ...form, credentials: ["password"] }]);
});

test("a document that grows without end names a bounded number of places, and counts the rest", () => {
  let now = page({});
  for (let i = 0; i < 30; i++) {
    const refs = Array.from({ length: 100 }, (_, n) => ref(`http://b.test/${i}/${n}`));
    const forms = Array.from({ length: 10 }, (_, n) => form(`http://b.test/${i}/${n}`));
    now = grown(now, page({ refs, forms }));
  }
  deepEqual([now.refs?.length, now.refCount, now.forms?.length, now.formCount], [maxRefs, 3000, maxForms, 300]);
});

test("a part of which the core kept only some counts in full", () => {
  const now = grown(page({ refs: [ref("http://b.test/1")], refCount: 5 }), page({ refs: [ref("http://b.test/2")], refCount: 8, forms: [], formCount: 3 }));
  deepEqual([now.refs?.length, now.refCount, now.formCount], [2, 13, 3]);
});

test("addresses without end are bounded by their length", () => {
  const long = (n: number): string => `http://b.test/${n}/${"x".repeat(16 << 10)}`;
  const many = Array.from({ length: 100 }, (_, n) => n);
  const now = grown(page({}), page({ refs: many.map((n) => ref(long(n))), forms: many.map((n) => form(long(n))) }));
  ok(JSON.stringify(now).length < 600 << 10, `${JSON.stringify(now).length} characters`);
  deepEqual([now.refCount, now.formCount], [100, 100]);
});
