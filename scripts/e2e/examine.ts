// Looks at a surface as somebody does who sees little, uses no mouse, or has a small
// screen; axe-core knows the rules that can be told from a document (WCAG 2.2).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "puppeteer-core";
import { repository } from "./cafe.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds wrong, within an element if one is given: in a site's page only what is ours is looked at. */
export async function axe(page: Page, within?: string): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    await page.evaluate(readFileSync(join(repository(), "extension", "node_modules", "axe-core", "axe.min.js"), "utf8"));
  }
  const { violations } = await page.evaluate(
    async (values, selector) => {
      const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
      const where = selector === undefined ? document : { include: [[selector]] };
      return (await axe.run(where, { runOnly: { type: "tag", values }, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] })) as AxeResults;
    },
    tags,
    within,
  );
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")}: ${n.failureSummary?.replace(/\s+/g, " ") ?? v.help}`));
}

/** What does not fit, is cut off, or moves though nothing is to; of a site's page only what stands in a shadow tree is looked at. */
export function misfits(page: Page, within?: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const wrong: string[] = [];
    const inside = (root: ParentNode): Element[] => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? inside(e.shadowRoot) : [])]);
    const trees = selector === undefined ? [document.body] : [...document.querySelectorAll(selector)].flatMap((e) => e.shadowRoot ?? []);
    const name = (e: Element): string => `${e.localName}${e.id === "" ? "" : `#${e.id}`}.${e.className.toString().replace(/ /g, ".")} "${(e.textContent ?? "").trim().slice(0, 40)}"`;
    const root = document.documentElement;
    if (selector === undefined && root.scrollWidth > root.clientWidth + 1) wrong.push(`the page is ${root.scrollWidth} px wide, and ${root.clientWidth} are seen`);
    for (const e of trees.flatMap(inside)) {
      const box = e.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || !e.checkVisibility() || e.closest(".unseen")) continue;
      // What scrolls in a box of its own may be wider.
      const scrolls = e.closest('[data-testid="scroll"], input, textarea, select');
      if (scrolls === null && (box.right > innerWidth + 1 || box.left < -1)) wrong.push(`${name(e)} goes from ${Math.round(box.left)} to ${Math.round(box.right)} px`);
      const { overflowX, clipPath, position } = getComputedStyle(e);
      if (scrolls === null && (overflowX === "hidden" || overflowX === "clip") && e.scrollWidth > e.clientWidth + 1 && !(position === "absolute" && clipPath !== "none")) wrong.push(`${name(e)} is cut: ${e.scrollWidth} of ${e.clientWidth} px`);
    }
    for (const a of document.getAnimations()) if (a.playState === "running") wrong.push(`something moves: ${JSON.stringify(a.effect?.getTiming())}`);
    return wrong;
  }, within);
}

const maxPresses = 150;

/** What cannot be reached by the Tab key, or does not show that it has the focus. */
export async function unreached(page: Page): Promise<string[]> {
  await page.bringToFront();
  const wanted = await page.evaluate(() => {
    const can = [...document.querySelectorAll<HTMLElement>("a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex='0']")];
    // Of a group of radio buttons the keys reach one, and the arrows the others; of what is folded up, nothing.
    const list = can.filter((e) => e.checkVisibility({ visibilityProperty: true }) && (e as HTMLInputElement).type !== "radio" && e.tabIndex >= 0);
    list.forEach((e, n) => { e.dataset["tabbed"] = String(n); });
    // The keys go on from where somebody clicked last: they are to begin at the top.
    const top = Object.assign(document.createElement("span"), { tabIndex: -1 });
    document.body.prepend(top);
    top.focus();
    top.remove();
    return list.map((e) => `${e.localName} ${e.dataset["testid"] ?? ""} "${(e.ariaLabel ?? e.textContent).trim().slice(0, 40)}"`);
  });
  const wrong: string[] = [];
  const seen = new Set<string>();
  let last: string | undefined;
  for (let n = 0; n < maxPresses && seen.size < wanted.length; n++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!(e instanceof HTMLElement) || e === document.body) return undefined;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return {
        tabbed: e.dataset["tabbed"],
        shows: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none",
        inView: box.top < innerHeight && box.bottom > 0,
      };
    });
    if (at?.tabbed === undefined) continue; // the browser's own, or a radio button
    if (at.tabbed === last) continue; // a date has a field for each of its parts
    if (seen.has(at.tabbed)) break; // round
    seen.add(at.tabbed);
    last = at.tabbed;
    const what = wanted[Number(at.tabbed)] ?? "";
    if (!at.shows) wrong.push(`${what} does not show that it has the focus`);
    if (!at.inView) wrong.push(`${what} has the focus out of view`);
  }
  for (const [n, what] of wanted.entries()) if (!seen.has(String(n))) wrong.push(`${what} cannot be reached by the Tab key`);
  return wrong;
}
