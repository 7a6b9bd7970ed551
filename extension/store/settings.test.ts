// What is set: anything else than what can be used counts as not set.
import { deepEqual, equal } from "node:assert/strict";
import { before, test } from "node:test";

type Changed = (changes: Record<string, unknown>, area: string) => void;
const stored: Record<string, unknown> = {};
const changed: Changed[] = [];
let module: typeof import("./settings.js");

before(async () => {
  const local = {
    get: (keys: string[]) => Promise.resolve(Object.fromEntries(keys.filter((k) => k in stored).map((k) => [k, stored[k]]))),
    set: (some: Record<string, unknown>) => {
      Object.assign(stored, some);
      for (const listener of changed) listener(some, "local");
      return Promise.resolve();
    },
  };
  const storage = { local, onChanged: { addListener: (l: Changed) => { changed.push(l); } } };
  Object.assign(globalThis, { chrome: { runtime: { getURL: () => "" }, storage } });
  module = await import("./settings.js");
});

test("until somebody says otherwise, all is as usual", async () => {
  deepEqual(await module.settings(), module.usual);
});

test("what cannot be used counts as not set, alone", () => {
  const canary = { on: true, url: "http://canary.test/", body: "sings\n" };
  deepEqual(module.fromStored({ banner: "no", ask: false, canary: { ...canary, left: 1 } }), { banner: true, ask: false, canary });
  for (const damaged of [null, 7, {}, { ...canary, url: "https://canary.test/" }, { ...canary, on: "yes" }, { ...canary, body: "x".repeat(2001) }]) {
    deepEqual(module.fromStored({ banner: false, canary: damaged }), { banner: false, ask: true, canary: module.offered });
  }
});

test("the canary is where it always was", async () => {
  stored["canary"] = { on: true, url: "http://old.test/", body: "" };
  equal((await module.settings()).canary.url, "http://old.test/");
});

test("who listens is told what is set now", async () => {
  const told: boolean[] = [];
  module.onSettings(({ banner }) => { told.push(banner); });
  await module.keepSettings({ banner: false });
  for (const listener of changed) listener({ language: {} }, "local");
  for (const listener of changed) listener({ banner: {} }, "session");
  await new Promise((resolve) => setTimeout(resolve, 0));
  deepEqual(told, [false]);
});
