// Writes testdata/pages/chromium.json, or compares with it (-check). Run from
// the repository's root, by main.go.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Asked, Chromium } from "./chromium.js";
import { readWant, type Scripts, unexplained } from "./want.js";

const folder = join("testdata", "pages");
const record = join(folder, "chromium.json");

/** Where the pages are judged, and so where they are loaded. */
const address = "https://page.example/dir/page.html";

const atOnce = 4; // pages

/** A request that a page made, as it is kept. */
interface Kept {
  url: string;
  type: string;
  mixed?: string;
  scripts: Scripts;
  /** Only the preload scanner asked. */
  ghost?: true;
}

interface Kind {
  browser: string;
  address: string;
  pages: Record<string, Kept[]>;
}

const insecure = (a: Asked) => /^(http|ws|ftp):/.test(a.url);

/** Loads a page four times and puts together what it asked for. */
async function visit(browsers: Chromium[], name: string): Promise<Kept[]> {
  const text = readFileSync(join(folder, name));
  const runs: Map<string, Asked>[] = [];
  for (const browser of browsers) {
    for (const scripts of [false, true]) {
      const asked = await browser.load(address, text, scripts);
      runs.push(new Map(asked.filter(insecure).map((a) => [a.url, a])));
    }
  }
  const [off, on, ...unscanned] = runs;
  if (off === undefined || on === undefined) throw new Error("no runs");
  const all = new Map([...off, ...on]);
  return [...all.values()]
    .map((a): Kept => ({
      ...a,
      scripts: !off.has(a.url) ? "on" : !on.has(a.url) ? "off" : "both",
      ...(unscanned.some((run) => run.has(a.url)) ? {} : { ghost: true }),
    }))
    .sort((a, b) => (a.url < b.url ? -1 : 1));
}

async function visitAll(browsers: Chromium[], names: string[]): Promise<Record<string, Kept[]>> {
  const pages: Record<string, Kept[]> = Object.fromEntries(names.map((name) => [name, []]));
  const left = [...names];
  const walk = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) pages[name] = await visit(browsers, name);
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return pages;
}

/** Leaves out what depends on timing, and says what no line explains. */
function hold(name: string, kept: Kept[]): { steady: Kept[]; wrong: string[] } {
  const file = name.replace(/\.html$/, ".want");
  const wants = readWant(file, readFileSync(join(folder, file), "utf8"));
  const unsteady = new Set(wants.filter((w) => w.asked === "sometimes").map((w) => w.url));
  const steady = kept.filter((k) => !unsteady.has(k.url));
  const asked = new Map(steady.map((k) => [k.url, k.scripts]));
  return { steady, wrong: unexplained(wants, asked).map((w) => `${file}: ${w}`) };
}

function compare(name: string, was: Kept[], is: Kept[]): string[] {
  const lines = (kept: Kept[]) => new Set(kept.map((k) => JSON.stringify(k)));
  const [before, now] = [lines(was), lines(is)];
  return [
    ...[...before].filter((line) => !now.has(line)).map((line) => `${name}: no more ${line}`),
    ...[...now].filter((line) => !before.has(line)).map((line) => `${name}: new ${line}`),
  ];
}

/** JSON with one request a line, so that a difference reads well. */
function written(kind: Kind): string {
  const pages = Object.entries(kind.pages).map(
    ([name, kept]) => `    ${JSON.stringify(name)}: [${kept.map((k) => "\n      " + JSON.stringify(k)).join(",")}${kept.length > 0 ? "\n    " : ""}]`,
  );
  return `{
  "browser": ${JSON.stringify(kind.browser)},
  "address": ${JSON.stringify(kind.address)},
  "pages": {
${pages.join(",\n")}
  }
}
`;
}

async function main(args: string[]): Promise<number> {
  const check = args.includes("-check");
  const only = args.filter((a) => !a.startsWith("-"));
  const all = readdirSync(folder).filter((f) => f.endsWith(".html")).sort();
  const names = all.filter((name) => only.length === 0 || only.includes(name));
  const browsers = [await Chromium.launch(true), await Chromium.launch(false)];
  try {
    const browser = browsers[0]?.version ?? "";
    const pages = await visitAll(browsers, names);
    const complaints: string[] = [];
    for (const name of names) {
      const { steady, wrong } = hold(name, pages[name] ?? []);
      pages[name] = steady;
      complaints.push(...wrong);
    }
    for (const url of browsers.flatMap((b) => b.escaped)) complaints.push(`${url}: asked past the interception`);
    const was = existsSync(record) ? (JSON.parse(readFileSync(record, "utf8")) as Kind) : { browser, address, pages: {} };
    if (check) {
      if (was.browser !== browser) console.log(`recorded with ${was.browser}, this is ${browser}`);
      for (const name of names) complaints.push(...compare(name, was.pages[name] ?? [], pages[name] ?? []));
      if (only.length === 0) {
        for (const name of Object.keys(was.pages)) if (!names.includes(name)) complaints.push(`${name}: recorded, but gone`);
      }
    } else {
      const kept = Object.entries({ ...was.pages, ...pages }).filter(([name]) => all.includes(name)).sort();
      writeFileSync(record, written({ browser, address, pages: Object.fromEntries(kept) }));
    }
    for (const c of complaints) console.log(c);
    const count = Object.values(pages).reduce((sum, kept) => sum + kept.length, 0);
    console.log(`${names.length} pages, ${count} insecure requests, ${complaints.length} complaints`);
    return complaints.length > 0 ? 1 : 0;
  } finally {
    for (const b of browsers) await b.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
