// What Midwatch shows in a page is in a closed shadow tree: the browser's own tools
// still see it, as a person does.
import type { Page } from "puppeteer-core";
import type { Driver } from "./driver.js";

export interface Shown {
  /** All that can be read there. */
  text: string;
  /** Each button by what is on it, with the place of its middle. */
  buttons: { name: string; x: number; y: number; height: number }[];
  /** The place and size of the whole. */
  box: { x: number; y: number; width: number; height: number };
  modal: boolean;
}

type Rect = [x: number, y: number, width: number, height: number];

interface Element {
  name: string;
  text: string;
  rect: () => Promise<Rect | undefined>;
  inside: Element[];
}

/** What Midwatch shows in a page, or undefined. */
export async function shown(driver: Driver, page: Page): Promise<Shown | undefined> {
  const tree = driver.engine === "chromium" ? await inChromium(page) : await inFirefox(driver, page);
  const sheet = tree.find((e) => /^(section|dialog)$/.test(e.name));
  const rect = await sheet?.rect();
  if (!sheet || !rect || rect[2] === 0) return undefined;
  const buttons: Shown["buttons"] = [];
  for (const button of all(sheet).filter((e) => e.name === "button")) {
    const [x, y, width, height] = (await button.rect()) ?? [0, 0, 0, 0];
    buttons.push({ name: text(button), x: x + width / 2, y: y + height / 2, height });
  }
  return { text: text(sheet), buttons, box: { x: rect[0], y: rect[1], width: rect[2], height: rect[3] }, modal: sheet.name === "dialog" };
}

const all = (e: Element): Element[] => [e, ...e.inside.flatMap(all)];
const text = (e: Element): string => all(e).map((each) => each.text).filter((said) => said !== "").join(" ");

interface ChromiumNode {
  backendNodeId: number;
  nodeType: number;
  localName: string;
  nodeValue: string;
  children?: ChromiumNode[];
  shadowRoots?: ChromiumNode[];
}

async function inChromium(page: Page): Promise<Element[]> {
  const cdp = await page.createCDPSession();
  const { root } = (await cdp.send("DOM.getDocument", { depth: -1, pierce: true })) as { root: ChromiumNode };
  const read = (node: ChromiumNode): Element => ({
    name: node.localName,
    text: (node.children ?? []).filter((n) => n.nodeType === 3).map((n) => n.nodeValue).join(""),
    rect: async () => {
      const box = await cdp.send("DOM.getBoxModel", { backendNodeId: node.backendNodeId }).catch(() => undefined);
      const [x = 0, y = 0] = box?.model.border ?? [];
      return box && [x, y, box.model.width, box.model.height];
    },
    inside: (node.children ?? []).filter((n) => n.nodeType === 1).map(read),
  });
  const walk = (n: ChromiumNode): ChromiumNode[] => [n, ...(n.children ?? []).flatMap(walk)];
  return walk(root).filter((n) => n.localName === "div").flatMap((n) => n.shadowRoots ?? []).flatMap((n) => read(n).inside);
}

interface FirefoxNode {
  sharedId?: string;
  value?: { nodeType: number; localName?: string; nodeValue?: string; children?: FirefoxNode[]; shadowRoot?: FirefoxNode | null };
}

async function inFirefox(driver: Driver, page: Page): Promise<Element[]> {
  const target = { context: (page.mainFrame() as unknown as { _id: string })._id };
  const { connection } = driver.browser as unknown as { connection: { send(method: string, params: object): Promise<unknown> } };
  const { result } = (await connection.send("script.evaluate", {
    expression: "document", target, awaitPromise: false, serializationOptions: { maxDomDepth: null, includeShadowTree: "all" },
  })) as { result: { result?: FirefoxNode } };
  const read = (node: FirefoxNode): Element => ({
    name: node.value?.localName ?? "",
    text: (node.value?.children ?? []).filter((n) => n.value?.nodeType === 3).map((n) => n.value?.nodeValue ?? "").join(""),
    rect: async () => {
      const answer = (await connection.send("script.callFunction", {
        functionDeclaration: "(e) => { const r = e.getBoundingClientRect(); return JSON.stringify([r.x, r.y, r.width, r.height]); }",
        arguments: [{ sharedId: node.sharedId }], target, awaitPromise: false,
      })) as { result: { result?: { value?: string } } };
      const value = answer.result.result?.value;
      return value === undefined ? undefined : (JSON.parse(value) as Rect);
    },
    inside: (node.value?.children ?? []).filter((n) => n.value?.nodeType === 1).map(read),
  });
  const walk = (n: FirefoxNode): FirefoxNode[] => [n, ...(n.value?.children ?? []).flatMap(walk)];
  return walk(result.result ?? {}).filter((n) => n.value?.localName === "div").flatMap((n) => (n.value?.shadowRoot ? read(n.value.shadowRoot).inside : []));
}
