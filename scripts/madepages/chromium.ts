// Loads a page in real Chromium with every request answered here, and tells
// which requests were made.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import puppeteer, { type Browser, type BrowserContext, type HTTPRequest, type Page } from "puppeteer-core";
import { findProgram } from "../e2e/driver.js";
import { answer } from "./answers.js";

/** One request. */
export interface Asked {
  url: string;
  /** Chromium's own word for what is asked for. */
  type: string;
  /** What Chromium says of it as mixed content, where it says anything. */
  mixed?: string;
}

const quiet = 500; // ms without a request before a page counts as done
const slowest = 1500; // ms that a page gets after its load: the longest refresh that is waited for takes 1000
const limit = 30_000; // ms for one page

const programs = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

export class Chromium {
  private constructor(
    private readonly browser: Browser,
    readonly version: string,
    private readonly network: Network,
  ) {}

  /** With the preload scanner, as visitors have it, or without. */
  static async launch(scanner: boolean): Promise<Chromium> {
    const executablePath = findProgram(programs);
    if (executablePath === undefined) throw new Error("chromium is not installed");
    const network = await Network.open();
    const args = [
      // Whatever is not answered in the browser reaches only this program.
      `--host-resolver-rules=EXCLUDE 127.0.0.1,MAP *:80 127.0.0.1:${network.port},MAP * ~NOTFOUND`,
      // Let insecure requests out, as they were written.
      "--allow-running-insecure-content",
      "--disable-features=AutoupgradeMixedContent,HttpsUpgrades",
      `--blink-settings=doHtmlPreloadScanning=${scanner}`,
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ];
    if (process.getuid?.() === 0) args.push("--no-sandbox");
    const browser = await puppeteer.launch({
      browser: "chrome",
      executablePath,
      pipe: true,
      // Tall, so that nothing is left out because it is far below.
      defaultViewport: { width: 1100, height: 4000 },
      args,
    });
    return new Chromium(browser, await browser.version(), network);
  }

  /** Loads text as the document at url and waits until it asks for no more. */
  async load(url: string, text: Buffer, scripts: boolean): Promise<Asked[]> {
    const context = await this.browser.createBrowserContext();
    try {
      return await watch(context, url, text, scripts);
    } finally {
      await context.close();
    }
  }

  /** What was asked of the network, although requests are answered in the browser. */
  get escaped(): readonly string[] {
    return this.network.asked;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.network.close();
  }
}

/** The only server there is, for requests that could not be intercepted. */
class Network {
  readonly asked: string[] = [];
  readonly port: number;

  private constructor(private readonly server: Server) {
    this.port = (server.address() as AddressInfo).port;
    server.on("request", (request, response) => {
      const host = request.headers.host ?? "";
      // The browser's own errands go to other names.
      if (host.endsWith(".example")) this.asked.push(`http://${host}${request.url ?? ""}`);
      response.end();
    });
  }

  static async open(): Promise<Network> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Network(server);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function watch(context: BrowserContext, url: string, text: Buffer, scripts: boolean): Promise<Asked[]> {
  const page = await context.newPage();
  const asked: Asked[] = [];
  const mixed = new Map<string, string>();
  let last = Date.now();
  let served = false;
  await page.setJavaScriptEnabled(scripts);
  await page.setRequestInterception(true);
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", ({ request }) => {
    if (request.mixedContentType !== undefined) mixed.set(request.url + (request.urlFragment ?? ""), request.mixedContentType);
  });
  page.on("dialog", (dialog) => void dialog.dismiss());
  page.on("request", (request) => {
    last = Date.now();
    if (!served && request.url() === url) {
      served = true;
      void request.respond({ contentType: "text/html; charset=utf-8", body: text });
      return;
    }
    asked.push({ url: request.url(), type: request.resourceType() });
    reply(page, request);
  });
  const start = Date.now();
  await page.goto(url, { waitUntil: "load", timeout: limit });
  const loaded = Date.now();
  while (Date.now() - loaded < slowest || Date.now() - last < quiet) {
    if (Date.now() - start > limit) throw new Error(`${url}: still asking after ${limit} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return asked.map((a) => ({ ...a, mixed: mixed.get(a.url) }));
}

/** Answers with something fitting; the document itself is never left. */
function reply(page: Page, request: HTTPRequest): void {
  if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
    void request.abort("aborted");
    return;
  }
  void request.respond(answer(request.resourceType()));
}
