// Drives the bench in one browser and writes what it measured, as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "puppeteer-core";
import { openCafe } from "../e2e/cafe.js";
import { Driver, type Engine } from "../e2e/driver.js";
import { stop } from "../e2e/stop.js";
import { productStarts, starts, type Starts } from "./started.js";
import type { First, Loaded, Request, Sample, Task } from "./messages.js";

interface Config {
  engine: Engine;
  /** Folder of the bench's extension. */
  extension: string;
  /** Folder of the product's. */
  product: string;
  rounds: number;
  out: string;
}

interface Results extends Loaded {
  version: string;
  /** Milliseconds of one pass over all samples, a value for each round. */
  passes: Partial<Record<Task, number[]>>;
  /** What each task answered for each sample. */
  counts: Partial<Record<Task, number[]>>;
  /** Milliseconds of whole inspection for each sample: the median of some rounds. */
  each: number[];
  /** Milliseconds of a report of a visit with few and with many loads, a value for each round. */
  reports: { few: number[]; many: number[] };
  first: (First & { roundTrip: number })[];
  /** UTF-8 bytes of the page that fresh workers read first. */
  firstBytes: number;
  starts: Starts;
}

const tasks: Task[] = [
  "floor", "floorSlices", "ours", "oursWhole", "skipScan", "xnet", "htmlparser2", "parse5Tokenizer", "parse5Tree", "domParser",
  "inspection", "cleanFloor", "cleanInspection",
];
/** Tasks that count the same thing. */
const attributesOnly = tasks.slice(2, 10);

const warmUps = 2; // rounds
const fewLoads = 100;
const manyLoads = 2000;
const eachRounds = 3;
const leastTime = 150; // ms that one measurement should take, where clocks are coarse and tasks are quick
const mostPasses = 8;
const firstSize = 200_000; // bytes of a fresh worker's first page, nearly

async function main(): Promise<void> {
  const config = JSON.parse(process.argv[2] ?? "") as Config;
  const cafe = await openCafe();
  try {
    const launch = (extension = config.extension): Promise<Driver> =>
      Driver.launch({
        engine: config.engine,
        cafe,
        extension,
        args: ["--js-flags=--expose-gc"],
        prefs: { "privacy.reduceTimerPrecision": false },
      });
    const results = await within(await launch(), (driver) => throughput(driver, config));
    const sample = nearest(config, results.bytes);
    const first = await within(await launch(), (driver) => firsts(driver, config, sample));
    const firstBytes = Buffer.byteLength(sample.html);
    const begin = Date.now();
    const own = await within(await launch(), (driver) => starts(driver, config.rounds));
    const product = await within(await launch(config.product), (driver) => productStarts(driver, config.rounds));
    say(config, `starts with known hosts: ${seconds(begin)}`);
    writeFileSync(config.out, JSON.stringify({ ...results, first, firstBytes, starts: { ...own, product } } satisfies Results));
  } finally {
    cafe.close();
  }
}

async function within<T>(driver: Driver, work: (driver: Driver) => Promise<T>): Promise<T> {
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}

async function throughput(driver: Driver, config: Config): Promise<Omit<Results, "first" | "firstBytes" | "starts">> {
  const page = await driver.extensionPage("page.html");
  say(config, "loading");
  const { bytes, references } = (await ask(page, { kind: "load" })) as Loaded;
  const counts: Results["counts"] = {};
  for (const task of attributesOnly) counts[task] = await page.evaluate((t) => bench.counts(t), task);
  const passes: Results["passes"] = {};
  const often = new Map<Task, number>(tasks.map((task) => [task, 1]));
  for (let round = -warmUps; round < config.rounds; round++) {
    const begin = Date.now();
    // Each round starts with another task, so that none always follows the same.
    const turn = (round + warmUps) % tasks.length;
    for (const task of [...tasks.slice(turn), ...tasks.slice(0, turn)]) {
      const ms = await page.evaluate((t, n) => bench.pass(t, n), task, often.get(task) ?? 1);
      often.set(task, Math.max(1, Math.min(mostPasses, Math.ceil(leastTime / Math.max(ms, 1)))));
      if (round >= 0) (passes[task] ??= []).push(ms);
    }
    say(config, `${round < 0 ? "warm-up" : `round ${round + 1} of ${config.rounds}`}: ${seconds(begin)}`);
  }
  const rounds: number[][] = [];
  for (let i = 0; i < eachRounds; i++) rounds.push((await ask(page, { kind: "each" })) as number[]);
  const each = bytes.map((_, i) => median(rounds.map((r) => r[i] ?? NaN)));
  const reports: Results["reports"] = { few: [], many: [] };
  for (let round = -warmUps; round < config.rounds; round++) {
    for (const [list, loads] of [[reports.few, fewLoads], [reports.many, manyLoads]] as const) {
      const ms = (await ask(page, { kind: "report", loads })) as number;
      if (round >= 0) list.push(ms);
    }
  }
  return { version: await driver.browser.version(), bytes, references, passes, counts, each, reports };
}

/** Stops the background again and again, and lets each new one read a page at once. */
async function firsts(driver: Driver, config: Config, sample: Sample): Promise<Results["first"]> {
  const page = await driver.extensionPage("page.html");
  const all: Results["first"] = [];
  const begin = Date.now();
  // The very first one comes after the installation, and is another matter.
  for (let i = -1; i < config.rounds; i++) {
    if (i >= 0) await stop(driver);
    const taken = await page.evaluate(async (s) => {
      const sent = performance.now();
      const times = (await bench.ask({ kind: "first", sample: s })) as { start: number; read: number };
      return { ...times, roundTrip: performance.now() - sent };
    }, sample);
    if (i >= 0) all.push(taken);
  }
  say(config, `${all.length} fresh workers: ${seconds(begin)}`);
  return all;
}

function nearest(config: Config, bytes: number[]): Sample {
  const samples = JSON.parse(readFileSync(`${config.extension}/pages.json`, "utf8")) as Sample[];
  const distance = (i: number): number => Math.abs((bytes[i] ?? 0) - firstSize);
  const best = samples.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0);
  const sample = samples[best];
  if (sample === undefined) throw new Error("bench: no pages");
  return sample;
}

const ask = (page: Page, request: Request): Promise<unknown> => page.evaluate((r) => bench.ask(r), request);

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

const seconds = (begin: number): string => `${((Date.now() - begin) / 1000).toFixed(1)} s`;

function say(config: Config, what: string): void {
  console.error(`bench: ${config.engine}: ${what}`);
}

await main();
