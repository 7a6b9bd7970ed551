// Walks one scenario the way a person does: by clicking its link, on a network
// of its own, after what has to be known of the hosts was learned on others.
import type { Page } from "puppeteer-core";
import type { Report } from "../../extension/wire.js";
import { age } from "./aging.js";
import { type Cafe, type Expect, type Scenario, take } from "./cafe.js";
import { type Desk, summary } from "./desk.js";
import type { Driver, Engine } from "./driver.js";
import { forgetNames, newNetwork } from "./network.js";

const learned = 200; // ms without change until a visit counts as remembered

/** A tab on the tour. */
export interface Guest {
  page: Page;
  tab: number;
  /** It began a download: Firefox's driver waits for that to end as a page before it goes anywhere else. */
  stuck?: boolean;
}

export async function enter(driver: Driver, desk: Desk, cafe: Cafe): Promise<Guest> {
  const page = await driver.browser.newPage();
  const door = `${cafe.tour}?guest=${Date.now()}`;
  await page.goto(door);
  return { page, tab: await desk.tabShowing(door) };
}

/** Walks a scenario and gives Midwatch's final report about it. */
export async function walk(desk: Desk, guest: Guest, cafe: Cafe, scenario: Scenario): Promise<Report> {
  await free(desk, guest, cafe);
  const { page, tab } = guest;
  await page.bringToFront();
  await prepare(desk, guest, cafe, scenario);
  await page.goto(door(cafe, scenario));
  await page.click(`#go-${scenario.name}`);
  if (scenario.next !== undefined) {
    await desk.settled(tab, scenario.through ?? scenario.start);
    await page.bringToFront();
    await page.click("#next");
    guest.stuck = scenario.final === scenario.start;
  }
  return desk.settled(tab, scenario.final ?? scenario.next ?? scenario.start);
}

/** Gives a guest another tab where theirs began a download. */
export async function free(desk: Desk, guest: Guest, cafe: Cafe): Promise<void> {
  if (guest.stuck !== true) return;
  const { page } = guest;
  Object.assign(guest, await enter(desk.driver, desk, cafe), { stuck: false });
  await page.close();
}

/** The page of the café's that has the scenario's link. */
export function door(cafe: Cafe, { name }: Scenario): string {
  return cafe.attacks.some((a) => a.name === name) ? `${cafe.tour}attack?name=${name}` : cafe.tour;
}

/** Does all that comes before a scenario's own link. */
export async function prepare(desk: Desk, guest: Guest, cafe: Cafe, scenario: Scenario): Promise<void> {
  for (const { road, visit, days } of scenario.before ?? []) {
    await enterNetwork(desk, cafe, road);
    for (const address of visit) await look(desk, guest, address);
    if (days === undefined) continue;
    await look(desk, guest, cafe.tour); // what is still shown is learned from again
    await age(desk, days);
  }
  await enterNetwork(desk, cafe, scenario.road);
  for (const address of scenario.first ?? []) await look(desk, guest, address);
}

/** Goes to another network, where a road leads to the honest servers. */
export async function enterNetwork(desk: Desk, cafe: Cafe, road?: string, how?: Record<string, string>): Promise<void> {
  await newNetwork(desk.driver, desk.page);
  await take(cafe, road, how);
  if (cafe.resolved === true) await forgetNames(desk.driver);
}

/** Visits an address, wherever it leads, until Midwatch has seen all of it. */
export async function look(desk: Desk, { page, tab }: Guest, address: string): Promise<void> {
  // A failure is something to learn too; the tab then shows no address of its own.
  const at = await page.goto(address).then(() => page.url(), () => address);
  await desk.settled(tab, at, learned);
}

export function expected(scenario: Scenario, engine: Engine): Expect {
  return (engine === "firefox" ? scenario.firefox : undefined) ?? scenario.expect;
}

/** Whether the verdict has to be that somebody may be there. */
export function suspected(scenario: Scenario, engine: Engine): boolean {
  return (engine === "firefox" && scenario.firefox !== undefined ? scenario.firefoxSuspect : scenario.suspect) === true;
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
