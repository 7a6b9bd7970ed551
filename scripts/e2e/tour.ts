// The guide of `make demo`: opens the browser on the tour page and stays, or,
// without a display, walks every scenario and says what was found. On one attack
// alone it opens the browser where somebody has just come.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cafe, Scenario } from "./cafe.js";
import { Desk, summary } from "./desk.js";
import { Driver, type Engine } from "./driver.js";
import { differences, door, enter, expected, prepare, suspected, walk, words } from "./walk.js";

interface Config {
  cafe: Cafe;
  browser: { name: Engine; path: string };
  extension: string;
  out: string;
  headless: boolean;
}

interface Row {
  scenario: string;
  expected: string;
  found: string;
  outcome: string;
}

/** Scenarios whose popup is worth a picture. */
const pictured = ["clean", "http-login", "mixed-script-image", "detour", "certificate-unknown", "strip", "portal"];

async function main(): Promise<number> {
  const file = process.argv[2];
  if (file === undefined) throw new Error("usage: tour CONFIG.json");
  const config = JSON.parse(readFileSync(file, "utf8")) as Config;
  const begin = Date.now();
  process.stdout.write(`Starting ${config.browser.path} … `);
  const driver = await Driver.launch({
    engine: config.browser.name,
    path: config.browser.path,
    cafe: config.cafe,
    extension: config.extension,
    headless: config.headless,
  });
  console.log(seconds(begin));
  try {
    return config.headless ? await walkAll(config, driver) : await show(config, driver);
  } finally {
    await driver.close();
  }
}

/** Leaves the browser to the person in front of it, until they close it. */
async function show(config: Config, driver: Driver): Promise<number> {
  const page = (await driver.browser.pages())[0] ?? (await driver.browser.newPage());
  // Midwatch is awake once it answers: then it sees the first page too.
  const desk = await Desk.open(driver);
  const [attack, another] = config.cafe.attacks;
  if (attack !== undefined && another === undefined) {
    const guest = await enter(driver, desk, config.cafe);
    await prepare(desk, guest, config.cafe, attack);
    await guest.page.close();
    await page.goto(door(config.cafe, attack));
    console.log(`The browser has learned what it has to know, and is on another network: road "${attack.road ?? "clean"}".`);
  } else {
    await page.goto(config.cafe.tour);
  }
  await desk.page.close();
  console.log("The tour is open in the browser. Close the browser to end it.");
  await new Promise((resolve) => driver.browser.once("disconnected", resolve));
  return 0;
}

async function walkAll(config: Config, driver: Driver): Promise<number> {
  const desk = await Desk.open(driver);
  const guest = await enter(driver, desk, config.cafe);
  const rows: Row[] = [];
  const walkable = (a: Scenario): boolean =>
    (a.addresses !== true || config.cafe.resolved === true) && (a.builtIn !== true || driver.engine === "chromium" || driver.builtIn);
  for (const scenario of [...config.cafe.scenarios, ...config.cafe.attacks.filter(walkable)]) {
    const begin = Date.now();
    process.stdout.write(`${scenario.name} … `);
    const want = expected(scenario, driver.engine);
    const row: Row = { scenario: scenario.name, expected: words(want), found: "", outcome: "ok" };
    rows.push(row);
    try {
      const report = await walk(desk, guest, config.cafe, scenario);
      const { missing, extra } = differences(want, report);
      row.found = words(summary(report.findings));
      if (missing.length > 0) row.outcome = `MISSING ${missing.join(", ")}`;
      if (extra.length > 0) row.outcome = `${missing.length > 0 ? `${row.outcome}; ` : ""}EXTRA ${extra.join(", ")}`;
      const suspect = report.verdict.state === "suspect";
      // The tour has things that look bad enough to suspect somebody.
      if (door(config.cafe, scenario) !== config.cafe.tour && suspect !== suspected(scenario, driver.engine)) {
        row.outcome = `${row.outcome === "ok" ? "" : `${row.outcome}; `}VERDICT ${report.verdict.state}`;
      }
      if (pictured.includes(scenario.name)) {
        for (const dark of driver.engine === "chromium" ? [false, true] : [false]) {
          await desk.picture(guest.tab, dark, `${join(config.out, `${scenario.name}-${dark ? "dark" : "light"}`)}.png`);
        }
      }
    } catch (cause) {
      row.outcome = `FAILED ${cause instanceof Error ? cause.message : String(cause)}`;
    }
    console.log(`${row.outcome === "ok" ? "ok" : "NOT AS EXPECTED"}, ${seconds(begin)}`);
  }
  writeFileSync(join(config.out, "findings.json"), await desk.export("json"));
  writeFileSync(join(config.out, "findings.csv"), await desk.export("csv"));
  const text = table(rows);
  writeFileSync(join(config.out, "table.txt"), text);
  console.log(`\n${text}`);
  const wrong = rows.filter((r) => r.outcome !== "ok").length;
  console.log(`As expected: ${rows.length - wrong} of ${rows.length} scenarios.`);
  console.log("Pictures of the popup and the exported findings are in dist/demo/.");
  return wrong === 0 ? 0 : 1;
}

function table(rows: Row[]): string {
  const head: Row = { scenario: "scenario", expected: "expected", found: "found", outcome: "outcome" };
  const all = [head, ...rows];
  const width = (pick: (r: Row) => string) => Math.max(...all.map((r) => pick(r).length));
  const w = [width((r) => r.scenario), width((r) => r.expected), width((r) => r.found)] as const;
  return all
    .map((r) => `${r.scenario.padEnd(w[0])}  ${r.expected.padEnd(w[1])}  ${r.found.padEnd(w[2])}  ${r.outcome}\n`)
    .join("");
}

function seconds(begin: number): string {
  return `${((Date.now() - begin) / 1000).toFixed(1)} s`;
}

main().then(
  (status) => process.exit(status),
  (cause: unknown) => {
    console.error(cause instanceof Error ? cause.message : cause);
    process.exit(1);
  },
);
