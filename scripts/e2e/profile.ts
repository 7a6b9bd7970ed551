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
  private constructor(
    private readonly t: TestContext,
    readonly engine: Engine,
    readonly cafe: OpenCafe,
    private readonly home: string,
  ) {}

  /** A café, and a profile in it that goes with the test. */
  static async make(t: TestContext, engine: Engine): Promise<Profile> {
    const cafe = await openCafe();
    t.after(() => cafe.close());
    const home = mkdtempSync(join(tmpdir(), "midwatch-profile-"));
    t.after(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
    return new Profile(t, engine, cafe, home);
  }

  /** Starts a browser with the profile. It closes with the test at the latest. */
  async start(): Promise<Driver> {
    const driver = await Driver.launch({ engine: this.engine, cafe: this.cafe, extension: extensionFor(this.engine), home: this.home });
    this.t.after(() => driver.close());
    return driver;
  }

  /** The same, with a desk and a guest. */
  async session(): Promise<Session> {
    const driver = await this.start();
    const desk = await Desk.open(driver);
    return { cafe: this.cafe, driver, desk, guest: await enter(driver, desk, this.cafe) };
  }
}
