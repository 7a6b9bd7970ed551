// What is ignored: where it holds, where it is kept, and how it goes.
import { deepEqual, equal } from "node:assert/strict";
import { before, beforeEach, test } from "node:test";

type Module = typeof import("./ignored.js");
let all: Module;
const areas = { local: new Map<string, unknown>(), session: new Map<string, unknown>() };

before(async () => {
  const area = (kept: Map<string, unknown>) => ({
    get: (key: string) => Promise.resolve(kept.has(key) ? { [key]: structuredClone(kept.get(key)) } : {}),
    set: (items: object) => {
      for (const [key, value] of Object.entries(items)) kept.set(key, structuredClone(value));
      return Promise.resolve();
    },
  });
  const runtime = { getURL: (path: string) => `chrome-extension://midwatch/${path}` };
  Object.assign(globalThis, { chrome: { runtime, storage: { local: area(areas.local), session: area(areas.session) } } });
  all = await import("./ignored.js");
});

beforeEach(() => {
  areas.local.clear();
  areas.session.clear();
});

const page = { check: "insecure-page", host: "a.test" };
const hosts = new Set(["a.test"]);
const kept = (area: keyof typeof areas): unknown[] => (areas[area].get("ignored") as unknown[] | undefined) ?? [];

test("for good it is on the disk, for a network in memory, and both are read again", async () => {
  const list = new all.IgnoredList();
  await list.change(page);
  await list.change({ ...page, epoch: "e1" });
  await list.change({ ...page, host: "b.test" });
  deepEqual([kept("local").length, kept("session").length], [2, 1]);
  deepEqual(await new all.IgnoredList().of(hosts, false), [page, { ...page, epoch: "e1" }]);
  equal((await list.list()).length, 3);
});

test("what was wished twice is there once, and is undone at once", async () => {
  const list = new all.IgnoredList();
  await list.change(page);
  await list.change(page);
  equal((await list.list()).length, 1);
  await list.change({ ...page, epoch: "e1", undo: true });
  equal((await list.list()).length, 1, "another one was undone");
  await list.change({ ...page, undo: true });
  deepEqual(await list.list(), []);
  deepEqual(kept("local"), []);
});

test("what is wished in a private window holds there only, and is not written down", async () => {
  const list = new all.IgnoredList();
  await list.change({ ...page, private: true });
  deepEqual(await list.of(hosts, false), []);
  deepEqual(await list.of(hosts, true), [page]);
  deepEqual(kept("local"), []);
  await list.change({ check: "weak-tls", host: "a.test" });
  equal((await list.of(hosts, true)).length, 2, "what holds everywhere holds there too");
});

test("the oldest leave", async () => {
  const list = new all.IgnoredList();
  for (let i = 0; i < 1001; i++) await list.change({ ...page, host: `h${i}.test` });
  const left = await list.list();
  deepEqual([left.length, left[0]?.host, left.at(-1)?.host], [1000, "h1.test", "h1000.test"]);
});

test("it is forgotten with its host and all below it, with a time, and with everything", async () => {
  const list = new all.IgnoredList();
  const fill = async (): Promise<void> => {
    await list.forget({ everything: true });
    for (const host of ["a.test", "www.a.test", "ba.test"]) await list.change({ ...page, host });
  };
  await fill();
  await list.forget({ host: "a.test" });
  deepEqual((await list.list()).map(({ host }) => host), ["ba.test"]);
  await fill();
  await list.forget({ since: Date.now() + 60_000 });
  equal((await list.list()).length, 3);
  await list.forget({ since: Date.now() - 60_000 });
  deepEqual(await list.list(), []);
  await fill();
  await list.forget({ everything: true });
  deepEqual([await list.list(), kept("local"), kept("session")], [[], [], []]);
});

test("what is damaged is left out", async () => {
  areas.local.set("ignored", [{ ...page, at: 1 }, { ...page }, { check: 1, host: "a.test", at: 1 }, "x", { ...page, at: 1, private: "no" }]);
  areas.session.set("ignored", "nothing");
  deepEqual(await new all.IgnoredList().list(), [{ ...page, at: 1 }]);
});
