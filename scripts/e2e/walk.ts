// Walks one scenario of the tour the way a person does: by clicking its link.
import type { Page } from "puppeteer-core";
import type { Report } from "../../extension/wire.js";
import type { Cafe, Expect, Scenario } from "./cafe.js";
import { type Desk, summary } from "./desk.js";
import type { Driver, Engine } from "./driver.js";

/** A tab on the tour. */
export interface Guest {
  page: Page;
  tab: number;
}

export async function enter(driver: Driver, desk: Desk, cafe: Cafe): Promise<Guest> {
  const page = await driver.browser.newPage();
  const door = `${cafe.tour}?guest=${Date.now()}`;
  await page.goto(door);
  return { page, tab: await desk.tabShowing(door) };
}

/** Walks a scenario and gives Midwatch's final report about it. */
export async function walk(desk: Desk, guest: Guest, cafe: Cafe, scenario: Scenario): Promise<Report> {
  const { page, tab } = guest;
  await page.bringToFront();
  await page.goto(cafe.tour);
  await page.click(`#go-${scenario.name}`);
  if (scenario.next !== undefined) {
    await desk.settled(tab, scenario.start);
    await page.bringToFront();
    await page.click("#next");
  }
  return desk.settled(tab, scenario.final ?? scenario.next ?? scenario.start);
}

export function expected(scenario: Scenario, engine: Engine): Expect {
  return (engine === "firefox" ? scenario.firefox : undefined) ?? scenario.expect;
}

/** What is missing from, and what is beyond, the expectation. */
export function differences(want: Expect, report: Report): { missing: string[]; extra: string[] } {
  const found = summary(report.findings);
  const beyond = (a: Expect, b: Expect) =>
    Object.entries(a)
      .filter(([check, level]) => b[check] !== level)
      .map(([check, level]) => `${check} (${level})`);
  return { missing: beyond(want, found), extra: beyond(found, want) };
}

export function words(e: Expect): string {
  const list = Object.entries(e).map(([check, level]) => `${check} (${level})`);
  return list.length === 0 ? "silence" : list.sort().join(", ");
}
