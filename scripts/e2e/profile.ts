// A profile that outlives its browser, as people's do.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openCafe, type OpenCafe } from "./cafe.js";
import { Desk } from "./desk.js";
import { Driver, type Engine } from "./driver.js";
import { extensionFor, type Session } from "./session.js";
import { enter } from "./walk.js";

export class Profile {
  readonly #started: Driver[] = [];

  private constructor(
    readonly engine: Engine,
    readonly cafe: OpenCafe,
    private readonly home: string,
  ) {}

  /** A café, and a profile in it that goes with the test. */
  static async make(t: TestContext, engine: Engine, network = false): Promise<Profile> {
    const cafe = await openCafe("", network);
    const profile = new Profile(engine, cafe, mkdtempSync(join(tmpdir(), "midwatch-profile-")));
    t.after(() => profile.#end());
    return profile;
  }

  /** Starts a browser with the profile. It closes with the test at the latest. */
  async start(proxy = false): Promise<Driver> {
    const driver = await Driver.launch({ engine: this.engine, cafe: this.cafe, extension: extensionFor(this.engine), home: this.home, proxy });
    this.#started.push(driver);
    return driver;
  }

  /** The browsers first: they write into the profile. */
  async #end(): Promise<void> {
    for (const driver of this.#started) await driver.close();
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    this.cafe.close();
  }

  /** The same, with a desk and a guest. */
  async session(proxy = false): Promise<Session> {
    const driver = await this.start(proxy);
    const desk = await Desk.open(driver);
    return { cafe: this.cafe, driver, desk, guest: await enter(driver, desk, this.cafe) };
  }
}
