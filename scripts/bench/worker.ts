// The bench's background: the same core as the product's, reached by the same
// code, and the peers beside it. The build puts Go's own wasm_exec.js before it.
import { readPage } from "../../extension/core.js";
import { fillMemory, openMemory } from "./memory.js";
import { loadList, lookUp, type Preload } from "./preload.js";
import { report } from "./reports.js";
import type { First, Loaded, Request, Sample, Task } from "./messages.js";
import type { Tasks } from "./tasks.js";

/** One page is read again until it took this long, in milliseconds: clocks are coarse. */
const leastTime = 3;

interface Ready extends Loaded {
  tasks: Tasks;
  all: Sample[];
  /** Those without any insecure reference. */
  clean: Sample[];
  /** The same samples as all, for the peers in JavaScript: Chromium turns a string that it encodes into another kind, which they read at another speed. */
  walked: Sample[];
}

let ready: Ready | undefined;

chrome.runtime.onMessage.addListener((request: Request, _sender, answer) => {
  handle(request).then(
    (value) => { answer({ value }); },
    (cause: unknown) => { answer({ error: String(cause) }); },
  );
  return true; // the answer comes later
});

async function handle(request: Request): Promise<unknown> {
  switch (request.kind) {
    case "load": {
      ready ??= await load();
      const { bytes, references } = ready;
      return { bytes, references } satisfies Loaded;
    }
    case "pass":
      return pass(request.task, request.passes);
    case "counts": {
      const { tasks } = loaded();
      return inTurn(samplesOf(request.task), worker(tasks, request.task));
    }
    case "each":
      return each();
    case "first":
      return first(request.sample);
    case "report":
      return report(request.loads);
    case "fill":
      return fillMemory(request.known);
    case "open":
      return openMemory(request.known, request.round);
    case "preload": {
      const core = await (own ??= loadOwn());
      return { load: await loadList(core), lookup: lookUp(core) };
    }
  }
}

let own: Promise<Preload> | undefined;

async function loadOwn(): Promise<Preload> {
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch(chrome.runtime.getURL("attributes.wasm")), go.importObject);
  void go.run(instance); // as in tasks.ts
  return instance.exports as unknown as Preload;
}

async function load(): Promise<Ready> {
  // Not loaded before it is wanted: a fresh worker has to be as light as the
  // product's.
  const { makeTasks } = await import("./tasks.js");
  const url = (path: string): string => chrome.runtime.getURL(path);
  const tasks = await makeTasks(WebAssembly.compileStreaming(fetch(url("attributes.wasm"))));
  const read = async (): Promise<Sample[]> => (await (await fetch(url("pages.json"))).json()) as Sample[];
  const [all, walked] = [await read(), await read()];
  const bytes = await inTurn(all, tasks.floor);
  const references = await inTurn(all, tasks.inspection);
  return { tasks, all, walked, bytes, references, clean: all.filter((_, i) => references[i] === 0) };
}

function loaded(): Ready {
  if (ready === undefined) throw new Error("bench: the worker was stopped between two passes");
  return ready;
}

function worker(tasks: Tasks, task: Task): Tasks[keyof Tasks] {
  if (task === "domParser") throw new Error("bench: a worker has no DOMParser");
  return tasks[task];
}

function samplesOf(task: Task): Sample[] {
  const { all, clean, walked } = loaded();
  switch (task) {
    case "cleanFloor":
    case "cleanInspection":
      return clean;
    case "skipScan":
    case "htmlparser2":
    case "parse5Tokenizer":
    case "parse5Tree":
      return walked;
    default:
      return all;
  }
}

async function inTurn(samples: Sample[], run: Tasks[keyof Tasks]): Promise<number[]> {
  const answers: number[] = [];
  for (const sample of samples) answers.push(await run(sample));
  return answers;
}

/** Milliseconds for one pass over the task's samples, from that many. */
async function pass(task: Task, passes: number): Promise<number> {
  const run = worker(loaded().tasks, task);
  const samples = samplesOf(task);
  globalThis.gc?.(); // Chromium is told to offer it
  const begin = performance.now();
  for (let i = 0; i < passes; i++) {
    for (const sample of samples) {
      const answer = run(sample);
      if (answer instanceof Promise) await answer;
    }
  }
  return (performance.now() - begin) / passes;
}

/** Milliseconds of whole inspection for each sample. */
async function each(): Promise<number[]> {
  const { tasks, all } = loaded();
  const times: number[] = [];
  for (const sample of all) {
    const begin = performance.now();
    let spent = 0;
    let count = 0;
    do {
      await tasks.inspection(sample);
      count++;
      spent = performance.now() - begin;
    } while (spent < leastTime);
    times.push(spent / count);
  }
  return times;
}

async function first({ url, html }: Sample): Promise<First> {
  const begin = performance.now();
  await readPage({ url, live: true }, "");
  const started = performance.now();
  await readPage({ url, live: true }, html);
  return { start: started - begin, read: performance.now() - started };
}
