// The shell's side of the memory exchange, over the core that the build made.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { decodeReport, encodeReport, type Load, type Report, type Visit } from "./wire.js";

type Core = typeof import("./core.js");

const built = resolve("dist/chrome");
const wasm = resolve(built, "core.wasm");
let core: Core;

before(async () => {
  ok(existsSync(wasm), "run make build first, and the tests from the top of the repository");
  await import(pathToFileURL(resolve(built, "wasm_exec.js")).href);
  Object.assign(globalThis, { chrome: { runtime: { getURL: (path: string) => `chrome-extension://midwatch/${path}` } } });
  core = await import("./core.js");
  core.useModule(WebAssembly.compile(readFileSync(wasm)));
});

const visit: Visit = {
  id: "v1",
  source: "chromium",
  tab: 7,
  navigation: { destination: "main_frame", hops: [{ url: "http://news.test/", at: 1000, status: 200, statusLine: "HTTP/1.1 200 OK", done: true }] },
  network: { epoch: "e1", trust: "unknown" },
};

test("a visit goes in, a report comes out", async () => {
  const report = await core.inspect(visit);
  deepEqual([report.visit, report.verdict.state, report.findings.map((f) => f.check)], ["v1", "exposed", ["insecure-page"]]);
});

test("the same visit always gets the same report", async () => {
  deepEqual(await core.inspect(visit), await core.inspect(visit));
});

test("a text is read into what it names", async () => {
  const page = await core.readPage({ frame: 3, url: "https://a.test/" }, '<!doctype html><p>Grüße</p><script src="http://b.test/x.js"></script>');
  deepEqual([page.frame, page.refs?.map((r) => r.url), page.truncated], [3, ["http://b.test/x.js"], undefined]);
});

test("of a text of 20 MB only the beginning is read, and the page says so", async () => {
  for (const filler of ["x", "ü", "漢", "😀"]) {
    const text = `<script src="http://b.test/x.js"></script>${filler.repeat(20_000_000 / filler.length)}`;
    const page = await core.readPage({ url: "https://a.test/" }, text);
    equal(page.truncated, true, filler);
    equal(page.refs?.length, 1, filler);
    ok((page.bytes ?? 0) <= 8 << 20, filler);
  }
});

test("an unpaired surrogate does not stop a text from being read", async () => {
  const page = await core.readPage({ url: "https://a.test/" }, '\ud800<img src="http://b.test/\udfff.png">');
  equal(page.refs?.length, 1);
});

test("a message that is too large is refused, and the core goes on", async () => {
  const hops = [{ url: `http://a.test/${"x".repeat(40 << 20)}` }];
  await rejects(core.inspect({ ...visit, navigation: { destination: "main_frame", hops } }), core.CoreError);
  equal((await core.inspect(visit)).verdict.state, "exposed");
});

test("a core that breaks once is replaced by a new instance", async () => {
  const real = WebAssembly.instantiate;
  let started = 0;
  Object.assign(WebAssembly, {
    instantiate: async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
      const instance = await real(module, imports);
      // Node's fetch is partly WebAssembly too, and starts when it likes.
      if (!("inspect" in instance.exports) || started++ > 0) return instance;
      return { exports: { ...instance.exports, inspect: () => { throw new WebAssembly.RuntimeError("unreachable"); } } };
    },
  });
  // Go wants a real instance to run, and the shell sees the broken one.
  const { prototype } = (globalThis as unknown as { Go: { prototype: { run: (this: unknown, instance: object) => Promise<void> } } }).Go;
  const { run } = prototype;
  prototype.run = function (instance: object) {
    return run.call(this, Object.create(WebAssembly.Instance.prototype, { exports: { value: (instance as { exports: object }).exports } }) as object);
  };
  try {
    core.useModule(WebAssembly.compile(readFileSync(wasm)));
    equal((await core.inspect(visit)).verdict.state, "exposed");
    equal(started, 2);
  } finally {
    Object.assign(WebAssembly, { instantiate: real });
    prototype.run = run;
  }
});

/** Has each core say that it needs the preload list until it was given it, and counts how often it is loaded and given. */
async function withNeed(list: () => Promise<Response>, work: (counts: { loaded: number; given: number }) => Promise<void>): Promise<void> {
  const counts = { loaded: 0, given: 0 };
  const { instantiate } = WebAssembly;
  const { fetch } = globalThis;
  const { prototype } = (globalThis as unknown as { Go: { prototype: { run: (this: unknown, instance: object) => Promise<void> } } }).Go;
  const { run } = prototype;
  Object.assign(WebAssembly, {
    instantiate: async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
      const instance = await instantiate(module, imports);
      const real = instance.exports as unknown as Record<string, (n?: number) => number> & { mem: WebAssembly.Memory };
      let has = false;
      return { real: instance, exports: { ...real,
        inspect: (n: number) => {
          const length = real["inspect"]?.(n) ?? 0;
          const at = new Uint8Array(real.mem.buffer, real["output"]?.(), Math.max(length, 0));
          if (length > 0 && !has) at.set(encodeReport({ ...decodeReport(at), needsPreload: true })); // as long as before
          return length;
        },
        usePreload: (n: number) => {
          const length = real["usePreload"]?.(n) ?? 0;
          has = length >= 0;
          counts.given++;
          return length;
        } } };
    },
  });
  prototype.run = function (instance: object) { return run.call(this, (instance as { real: object }).real); };
  globalThis.fetch = (url) => {
    equal(url, "chrome-extension://midwatch/preload.bin");
    counts.loaded++;
    return list();
  };
  try {
    core.useModule(WebAssembly.compile(readFileSync(wasm)));
    await work(counts);
  } finally {
    Object.assign(WebAssembly, { instantiate });
    Object.assign(globalThis, { fetch });
    prototype.run = run;
    core.useModule(WebAssembly.compile(readFileSync(wasm)));
  }
}

const packed = (): Promise<Response> => Promise.resolve(new Response(readFileSync(resolve(built, "preload.bin"))));

test("a preload list that cannot be read, or is none, leaves the report as it is", async () => {
  for (const list of [() => Promise.reject(new TypeError("no such file")), () => Promise.resolve(new Response("", { status: 404 })), () => Promise.resolve(new Response("no list"))]) {
    await withNeed(list, async () => {
      const report = await core.inspect(visit);
      deepEqual([report.needsPreload, report.verdict.state], [true, "exposed"]);
      equal((await core.inspect(visit)).needsPreload, true);
    });
  }
});

test("the preload list is loaded when a visit first needs it, once, and given to each core", async () => {
  await withNeed(packed, async (counts) => {
    await core.readPage({ url: "https://a.test/" }, "<p>");
    deepEqual(counts, { loaded: 0, given: 0 });
    const [one, other] = await Promise.all([core.inspect(visit), core.inspect(visit)]);
    deepEqual([one.needsPreload, other.needsPreload], [undefined, undefined]);
    equal(counts.loaded, 1);
    const { given } = counts;
    await core.inspect(visit);
    deepEqual(counts, { loaded: 1, given });
    core.useModule(WebAssembly.compile(readFileSync(wasm))); // as one that broke is replaced
    equal((await core.inspect(visit)).needsPreload, undefined);
    deepEqual(counts, { loaded: 1, given: given + 1 });
  });
});

test("findings are exported as JSON and as CSV", async () => {
  const request = { session: "s1", generated: 0, version: "0.1.0", findings: (await core.inspect(visit)).findings };
  const document = await core.exportDocument(request);
  deepEqual([document.session, document.generated, document.findings.length], ["s1", "1970-01-01T00:00:00.000Z", 1]);
  ok((await core.exportCSV(request)).includes("insecure-page"));
});

/** The files of a case: what it begins with is for people. */
function sections(text: string): Map<string, string> {
  const [, ...parts] = text.split(/^-- (.+) --\n/m);
  return new Map(parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1] ?? ""]] : [])));
}

const cases = resolve("testdata/visits");

/** A case's visit, with its documents read as the shell has them read. */
async function visitOf(file: string): Promise<Visit> {
  const parts = sections(readFileSync(join(cases, file), "utf8"));
  const seen = { network: { epoch: "", trust: "unknown" }, ...JSON.parse(parts.get("visit.json") ?? "") as object } as Visit;
  const text = parts.get("page.html");
  if (text === undefined) return seen;
  const url = seen.navigation.hops?.at(-1)?.url ?? "";
  return { ...seen, pages: [...(seen.pages ?? []), await core.readPage({ url }, text)] };
}

/** A visit as it grows, fact by fact: each load's hops one after another, then the texts. */
function* growing(whole: Visit): Generator<Visit> {
  const { loads = [], pages = [], ...bare } = whole;
  const partly = (load: Load, hops: number): Load => ({ ...load, hops: (load.hops ?? []).slice(0, hops) });
  const steps = (load: Load): number[] => (load.hops ?? []).map((_, i) => i + 1);
  for (const n of steps(whole.navigation)) yield { ...bare, navigation: partly(whole.navigation, n) };
  for (const [i, load] of loads.entries()) {
    for (const n of steps(load)) yield { ...bare, loads: [...loads.slice(0, i), partly(load, n)] };
  }
  for (const i of pages.keys()) yield { ...bare, loads, pages: pages.slice(0, i + 1) };
}

test("a core that saw a visit grow and a fresh one that is given it from the store answer alike, for every case", async () => {
  const files = readdirSync(cases).filter((name) => name.endsWith(".txtar"));
  ok(files.length > 0);
  const warm = new Map<string, Report>();
  let facts = 0;
  for (const file of files) {
    const whole = await visitOf(file);
    for (const partly of growing(whole)) {
      await core.inspect(partly);
      facts++;
    }
    warm.set(file, await core.inspect(whole));
  }
  ok(facts > files.length);
  const module = WebAssembly.compile(readFileSync(wasm));
  for (const file of files) {
    const stored = structuredClone(await visitOf(file));
    core.useModule(module);
    deepEqual(await core.inspect(stored), warm.get(file), file);
  }
});

test("more findings are exported than fit into one message, once each", async () => {
  const [finding] = (await core.inspect(visit)).findings;
  ok(finding);
  const many = Array.from({ length: 9000 }, (_, i) => ({ ...finding, subject: `host${i}.test`, advice: "x".repeat(4000) }));
  const request = { session: "s1", generated: 0, version: "0.1.0", findings: many };
  equal((await core.exportDocument(request)).findings.length, many.length);
  equal((await core.exportDocument({ ...request, findings: [finding] })).findings.length, 1);
});
