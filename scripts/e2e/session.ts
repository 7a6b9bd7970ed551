// What every test of this folder starts with: a café, and a browser in it that
// has the extension.
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type OpenCafe, openCafe, repository } from "./cafe.js";
import { Desk } from "./desk.js";
import { Driver, type Engine, type Options } from "./driver.js";
import { enter, type Guest } from "./walk.js";

export interface Session {
  cafe: OpenCafe;
  driver: Driver;
  desk: Desk;
  guest: Guest;
}

/** The browsers to test in: both, unless BROWSER names one. */
export const engines: Engine[] = (["chromium", "firefox"] as const).filter(
  (e) => (process.env.BROWSER ?? e) === e,
);

export const extensionFor = (engine: Engine): string =>
  join(repository(), "dist", engine === "firefox" ? "firefox" : "chrome");

export interface Wishes extends Partial<Omit<Options, "engine" | "cafe">> {
  /** Folder of recorded pages for the café to serve. */
  corpus?: string;
  /** The café is a network with addresses (namespace.ts). */
  network?: boolean;
}

/** Opens a session that ends with the test. */
export async function session(t: TestContext, engine: Engine, wishes: Wishes = {}): Promise<Session> {
  const { corpus, network, ...options } = wishes;
  const cafe = await openCafe(corpus, network);
  t.after(() => cafe.close());
  const driver = await Driver.launch({ engine, cafe, extension: extensionFor(engine), ...options });
  t.after(() => driver.close());
  const desk = await Desk.open(driver);
  if (options.home === undefined) await desk.welcomed();
  return { cafe, driver, desk, guest: await enter(driver, desk, cafe) };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Limits are made for a machine that does nothing else; one that does takes several times as long. */
const patience = 4;

/** Polls until look gives something else than undefined: for limit milliseconds, or longer on a busy machine. */
export async function until<T>(what: string, limit: number, look: () => Promise<T | undefined>): Promise<T> {
  const longest = patience * limit;
  for (const end = Date.now() + longest; Date.now() < end; await pause(50)) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
  throw new Error(`after ${longest} ms still no ${what}`);
}
