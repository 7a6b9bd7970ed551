// The record of the network epoch through what happens to it, with the core that
// the build made.
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { before, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Change, Epoch } from "../wire.js";

type Module = typeof import("./epochs.js") & typeof import("../core.js");
let all: Module;
const built = resolve("dist/chrome");

before(async () => {
  ok(existsSync(resolve(built, "core.wasm")), "run make build first, and the tests from the top of the repository");
  await import(pathToFileURL(resolve(built, "wasm_exec.js")).href);
  Object.assign(globalThis, { chrome: { runtime: { getURL: (path: string) => `chrome-extension://midwatch/${path}` } } });
  all = { ...(await import("./epochs.js")), ...(await import("../core.js")) };
});

beforeEach(() => { all.useModule(WebAssembly.compile(readFileSync(resolve(built, "core.wasm")))); });

const kept: Epoch[] = [];
const failures: unknown[] = [];
const keeping = {
  keep: (epoch: Epoch) => { kept.push(epoch); return Promise.resolve(); },
  fail: (cause: unknown) => { failures.push(cause); },
};
const later = (kind: Change["kind"], more: Partial<Change> = {}): Change => ({ kind, at: Date.now() + 60_000, ...more });

test("the first start begins an epoch of which nothing is known", async () => {
  const epochs = await all.Epochs.open(keeping, undefined, undefined);
  equal(epochs.network.trust, "unknown");
  ok(epochs.network.epoch);
  deepEqual(kept.at(-1), epochs.current);
});

test("a start of the background goes on with the epoch that there is", async () => {
  const epochs = await all.Epochs.open(keeping, { id: "e1", trust: "trusted" }, undefined);
  deepEqual(epochs.network, { epoch: "e1", trust: "trusted" });
});

test("a start of the browser begins another, with what a person said for always", async () => {
  const before: Epoch = { id: "e1", began: 1000, at: 1000, trust: "trusted", choice: "trusted", everywhere: true };
  const always = await all.Epochs.open(keeping, undefined, before);
  notEqual(always.network.epoch, "e1");
  equal(always.network.trust, "trusted");
  equal((await all.Epochs.open(keeping, undefined, { ...before, everywhere: false })).network.trust, "unknown");
});

test("what is told is applied one after the other, and told of only where it changes something", async () => {
  const epochs = await all.Epochs.open(keeping, { id: "e1", began: 1000, at: 1000, trust: "unknown" }, undefined);
  const changes: (string | undefined)[] = [];
  epochs.changed = (_, now) => { changes.push(`${now.id === "e1" ? "same" : "other"} ${now.trust ?? ""} ${now.offline ? "off" : ""}`); };
  await Promise.all([epochs.tell(later("choose", { trust: "trusted", scope: "epoch" })), epochs.tell(later("offline")), epochs.tell(later("online"))]);
  deepEqual(changes, ["same trusted ", "same trusted off", "other unknown "]);
  const told = { kind: "choose" as const, at: epochs.current.at ?? 0, trust: "untrusted" as const, scope: "epoch" };
  await epochs.tell(told);
  await epochs.tell(told);
  equal(changes.length, 4, "the same was told twice");
});

test("where the core fails visits still get an epoch, and people are told", async () => {
  all.useModule(Promise.reject(new Error("no core")));
  const epochs = await all.Epochs.open(keeping, undefined, undefined);
  ok(epochs.network.epoch);
  equal(epochs.network.trust, "unknown");
  ok(failures.length > 0);
  const { epoch } = epochs.network;
  await epochs.tell(later("offline"));
  equal(epochs.network.epoch, epoch);
});

test("of everything nothing stays, of a host nothing that names it", async () => {
  const epochs = await all.Epochs.open(keeping, { id: "e1", began: 1000, at: 1000, everywhere: true, trust: "trusted", sites: ["a.test", "b.test"] }, undefined);
  await epochs.forget({ host: "www.a.test" });
  deepEqual([epochs.current.id, epochs.current.sites, epochs.current.trust], ["e1", ["b.test"], "trusted"]);
  await epochs.forget({ everything: true });
  notEqual(epochs.current.id, "e1");
  deepEqual([epochs.current.sites, epochs.current.everywhere, epochs.network.trust], [undefined, undefined, "unknown"]);
});
