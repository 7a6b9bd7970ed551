// The page from which the bench is driven. It hands the worker its tasks, and
// does itself what only a page can: the browser's own parser.
import { bits, insecure } from "./insecure.js";
import type { Request, Sample, Task } from "./messages.js";

interface Bench {
  ask(request: Request): Promise<unknown>;
  /** Milliseconds for one pass over all samples. */
  pass(task: Task, passes: number): Promise<number>;
  counts(task: Task): Promise<number[]>;
}

declare global {
  var bench: Bench;
}

let samples: Promise<Sample[]> | undefined;

const load = (): Promise<Sample[]> =>
  (samples ??= fetch(chrome.runtime.getURL("pages.json")).then((r) => r.json() as Promise<Sample[]>));

async function ask(request: Request): Promise<unknown> {
  const answer: { value?: unknown; error?: string } | undefined = await chrome.runtime.sendMessage(request);
  if (answer === undefined || answer.error !== undefined) throw new Error(answer?.error ?? "bench: the worker does not answer");
  return answer.value;
}

const asked = [...bits].map(([name, bit]) => ({ name, bit, selector: name === "xlink:href" ? "[*|href]" : `[${name}]` }));

function domParser(html: string): number {
  const left: ParentNode[] = [new DOMParser().parseFromString(html, "text/html")];
  let count = 0;
  for (let root = left.pop(); root !== undefined; root = left.pop()) {
    for (const { name, bit, selector } of asked) {
      for (const element of root.querySelectorAll(selector)) {
        const value = element.getAttribute(name);
        if (value !== null && insecure(bit, value)) count++;
      }
    }
    for (const template of root.querySelectorAll("template")) left.push(template.content);
  }
  return count;
}

globalThis.bench = {
  ask,
  async pass(task, passes) {
    if (task !== "domParser") return (await ask({ kind: "pass", task, passes })) as number;
    const all = await load();
    globalThis.gc?.();
    const begin = performance.now();
    for (let i = 0; i < passes; i++) for (const { html } of all) domParser(html);
    return (performance.now() - begin) / passes;
  },
  async counts(task) {
    if (task !== "domParser") return (await ask({ kind: "counts", task })) as number[];
    return (await load()).map(({ html }) => domParser(html));
  },
};
