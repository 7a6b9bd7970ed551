// Midwatch phones nobody: what a browser asks the network for is the same with
// it and without it, and none of it comes from the extension.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, asked, type Cafe, openCafe } from "./cafe.js";
import { Desk } from "./desk.js";
import { Driver } from "./driver.js";
import { newNetwork } from "./network.js";
import { engines, extensionFor, pause } from "./session.js";

/** Sites of different kinds; the pages ask for parts of their own. */
const tour = [
  "http://rowing.club.test/",
  "https://bank.example.com/",
  "https://gallery.example.com/",
  "https://museum.example.com/",
  "https://savings.example.net/",
];

/** What browsers ask for on their own account, with or without extensions. */
const browsersOwn = [
  /(^|\.)google\.com$/,
  /(^|\.)gstatic\.com$/,
  /(^|\.)googleapis\.com$/,
  /(^|\.)googleusercontent\.com$/,
  /(^|\.)gvt1\.com$/,
  /(^|\.)mozilla\.(com|net|org)$/,
  /(^|\.)firefox\.com$/,
];

for (const engine of engines) {
  test(`nothing is sent anywhere, in ${engine}`, { timeout: 240_000 }, async (t) => {
    const cafe = await openCafe();
    t.after(() => cafe.close());
    const without = await record(cafe, () => Driver.launch({ engine, cafe }));
    const withIt = await record(
      cafe,
      () => Driver.launch({ engine, cafe, extension: extensionFor(engine) }),
      async (driver) => {
        // What the popup and the export ask for is the extension's too.
        const desk = await Desk.open(driver);
        await desk.export("json");
        await desk.export("csv");
        // The canary is off until somebody wants it, on a new network too.
        await newNetwork(driver);
        await desk.send({ kind: "canary", ask: true });
      },
    );
    const known = new Set(without.map(line));
    const beyond = withIt.filter((a) => !known.has(line(a)) && !browsersOwn.some((own) => own.test(a.host)));
    assert.deepEqual(beyond, []);
    const fromExtension = withIt.filter((a) => a.origin !== undefined && /-extension:/.test(a.origin));
    assert.deepEqual(fromExtension, []);
    assert.ok(withIt.some((a) => a.host === "bank.example.com"), "the log saw nothing: this test shows nothing");
  });
}

const line = (a: Asked) => `${a.scheme}://${a.host}${a.path ?? ""}`;

/** All that is asked of the café from the browser's start to its end. */
async function record(
  cafe: Cafe,
  launch: () => Promise<Driver>,
  then?: (driver: Driver) => Promise<void>,
): Promise<Asked[]> {
  const { next } = await asked(cafe);
  const driver = await launch();
  try {
    const page = await driver.browser.newPage();
    for (const url of tour) {
      await page.goto(url).catch(() => undefined); // a bad certificate is an error to the driver
      await pause(1000); // for what the browser asks beside it, its icon say
    }
    await then?.(driver);
    await pause(1000);
  } finally {
    await driver.close();
  }
  return (await asked(cafe, next)).asked;
}
