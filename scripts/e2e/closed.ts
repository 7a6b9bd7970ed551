// What Midwatch shows in a page is in a closed shadow tree. Here it is opened to the
// page's own scripts, by the browser's tools, so that what examines a page sees it too.
import type { Page } from "puppeteer-core";
import type { Driver } from "./driver.js";

/** Opens all closed shadow trees of a page, and says how many there were. */
export function openClosed(driver: Driver, page: Page): Promise<number> {
  return driver.engine === "chromium" ? inChromium(page) : inFirefox(driver, page);
}

const open = `(host, root) => { Object.defineProperty(host, "shadowRoot", { value: root, configurable: true }); }`;

interface ChromiumNode {
  backendNodeId: number;
  shadowRootType?: string;
  children?: ChromiumNode[];
  shadowRoots?: ChromiumNode[];
}

async function inChromium(page: Page): Promise<number> {
  const line = await page.createCDPSession();
  try {
    const { root } = (await line.send("DOM.getDocument", { depth: -1, pierce: true })) as { root: ChromiumNode };
    const all = (n: ChromiumNode): ChromiumNode[] => [n, ...[...(n.children ?? []), ...(n.shadowRoots ?? [])].flatMap(all)];
    let opened = 0;
    for (const host of all(root)) {
      for (const tree of (host.shadowRoots ?? []).filter((r) => r.shadowRootType === "closed")) {
        const objects = await Promise.all([host, tree].map(async ({ backendNodeId }) => (await line.send("DOM.resolveNode", { backendNodeId })).object.objectId));
        const [objectId] = objects;
        if (objectId === undefined) continue;
        await line.send("Runtime.callFunctionOn", { objectId, functionDeclaration: `function (host, root) { (${open})(host, root); }`, arguments: objects.map((id) => ({ objectId: id })) });
        opened++;
      }
    }
    return opened;
  } finally {
    await line.detach();
  }
}

interface FirefoxNode {
  sharedId?: string;
  value?: { mode?: string; children?: FirefoxNode[]; shadowRoot?: FirefoxNode | null };
}

async function inFirefox(driver: Driver, page: Page): Promise<number> {
  const target = { context: (page.mainFrame() as unknown as { _id: string })._id };
  const { connection } = driver.browser as unknown as { connection: { send(method: string, params: object): Promise<unknown> } };
  const { result } = (await connection.send("script.evaluate", {
    expression: "document", target, awaitPromise: false, serializationOptions: { maxDomDepth: null, includeShadowTree: "all" },
  })) as { result: { result?: FirefoxNode } };
  const all = (n: FirefoxNode): FirefoxNode[] => [n, ...[...(n.value?.children ?? []), ...(n.value?.shadowRoot ? [n.value.shadowRoot] : [])].flatMap(all)];
  let opened = 0;
  for (const host of all(result.result ?? {})) {
    const root = host.value?.shadowRoot;
    if (root?.value?.mode !== "closed") continue;
    await connection.send("script.callFunction", { functionDeclaration: open, arguments: [{ sharedId: host.sharedId }, { sharedId: root.sharedId }], target, awaitPromise: false });
    opened++;
  }
  return opened;
}
