// Starts a real browser in a throw-away profile, inside the café, with the
// extension in it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import type { Cafe } from "./cafe.js";

export type Engine = "chromium" | "firefox";

export interface Options {
  engine: Engine;
  /** The browser's program; found on the path if not given. */
  path?: string;
  cafe: Cafe;
  /** Folder of the unpacked extension; none for a browser without it. */
  extension?: string;
  headless?: boolean;
  /** More command line arguments (Chromium). */
  args?: string[];
  /** More preferences (Firefox). */
  prefs?: Record<string, string | number | boolean>;
  /** Let the extension see private windows. */
  private?: boolean;
  /** Lead traffic through the café's proxy, by its PAC file. */
  proxy?: boolean;
  /** Folder of the browser's profile, which stays: for a browser that is started again. A throw-away one if not given. */
  home?: string;
}

/** The fixed half of the extension's address in Firefox, which else is random. */
const firefoxUUID = "6d1d0a7c-6d77-4e17-9a7c-0c1a7e5ca7e5";

const starting = 90_000; // ms until the browser runs, on a busy machine
const opening = 20_000; // ms until its address is there, on a busy machine
const closing = 15_000; // ms that a browser gets to close by itself
const restoring = 1000; // ms; after a kill it may never be done

const programs: Record<Engine, string[]> = {
  chromium: ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"],
  firefox: ["firefox-esr", "firefox"],
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function findProgram(names: string[]): string | undefined {
  for (const name of names) {
    for (const dir of (process.env.PATH ?? "").split(delimiter)) {
      const file = join(dir, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

export class Driver {
  private constructor(
    readonly engine: Engine,
    readonly browser: Browser,
    /** "chrome-extension://…/" or "moz-extension://…/"; empty without extension. */
    readonly origin: string,
    /** Where downloads go. */
    readonly downloads: string,
    /** The café's authority looks as if it had come with the browser; only Firefox tells extensions which did. */
    readonly builtIn: boolean,
    private readonly dir: string,
    private readonly stays: boolean,
  ) {}

  static async launch(options: Options): Promise<Driver> {
    const path = options.path ?? findProgram(programs[options.engine]);
    if (path === undefined) throw new Error(`${options.engine} is not installed`);
    const stays = options.home !== undefined;
    const dir = options.home ?? mkdtempSync(join(tmpdir(), "midwatch-browser-"));
    const profile = join(dir, "profile");
    const downloads = join(dir, "Downloads");
    mkdirSync(profile, { recursive: true });
    mkdirSync(downloads, { recursive: true });
    try {
      const browser =
        options.engine === "chromium"
          ? await launchChromium(options, path, dir, profile)
          : await launchFirefox(options, path, dir, profile, downloads);
      try {
        const origin = options.extension === undefined ? "" : await install(browser, options, options.extension);
        return new Driver(options.engine, browser, origin, downloads, builtIn(options), dir, stays);
      } catch (cause) {
        await browser.close();
        throw cause;
      }
    } catch (cause) {
      if (!stays) rmSync(dir, { recursive: true, force: true });
      throw cause;
    }
  }

  /** Opens a page of the extension in a tab. */
  async extensionPage(path: string): Promise<Page> {
    const page = await this.browser.newPage();
    await this.showExtensionPage(page, path);
    return page;
  }

  /** Shows a page of the extension in a tab that is already open. */
  async showExtensionPage(page: Page, path: string): Promise<void> {
    const url = this.origin + path;
    if (this.engine === "chromium") {
      await page.goto(url);
      return;
    }
    // A page of an extension loads, but Firefox never says so to who waits for it.
    const { connection } = this.browser as unknown as BiDiBrowser;
    const { _id: context } = page.mainFrame() as unknown as BiDiFrame;
    const before = await page.evaluate(() => performance.timeOrigin);
    await connection.send("browsingContext.navigate", { context, url, wait: "none" });
    let at = "";
    for (const end = Date.now() + opening; Date.now() < end; await pause(20)) {
      // It may be leaving the page before.
      const now = await page.evaluate(() => ({ at: location.href, began: performance.timeOrigin, ready: document.readyState })).catch(() => undefined);
      at = now?.at ?? "";
      if (now?.ready === "complete" && now.began !== before && at.startsWith(this.origin)) return;
    }
    throw new Error(`wanted ${url}, got ${at}`);
  }

  async close(): Promise<void> {
    const browser = this.browser;
    const child = browser.process();
    const ended = (): boolean => child !== null && (child.exitCode !== null || child.signalCode !== null);
    let timer: NodeJS.Timeout | undefined;
    if (!ended()) await Promise.race([
      browser.close().catch(() => undefined),
      new Promise((resolve) => {
        timer = setTimeout(resolve, closing);
      }),
    ]);
    clearTimeout(timer);
    if (child !== null && !ended()) child.kill("SIGKILL");
    await this.restored();
    if (!this.stays) rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  /** Kills the browser with all its processes, at once and for good (SIGKILL). */
  async kill(): Promise<void> {
    const child = this.browser.process();
    if (child?.pid === undefined) throw new Error("the browser is no process of ours");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    process.kill(-child.pid, "SIGKILL"); // puppeteer gives it a process group of its own
    await ended;
    await this.restored();
  }

  /** Waits until puppeteer has put back Firefox's preferences in a profile that stays: it is not to do so while the next browser starts with it. */
  private async restored(): Promise<void> {
    const backups = ["user.js", "prefs.js"].map((name) => join(this.dir, "profile", `${name}.puppeteer`));
    for (const end = Date.now() + restoring; this.stays && Date.now() < end && backups.some((file) => existsSync(file)); await pause(20));
  }

  /** Runs a script in Firefox's own process, where its browser windows live. */
  async evaluateInFirefox(script: string): Promise<unknown> {
    const { connection } = this.browser as unknown as BiDiBrowser;
    const { result } = (await connection.send("browsingContext.getTree", { "moz:scope": "chrome" })) as {
      result: { contexts: { context: string }[] };
    };
    const context = result.contexts[0]?.context;
    const answer = (await connection.send("script.evaluate", { expression: script, target: { context }, awaitPromise: true })) as {
      result: { type: string; result?: { value?: unknown }; exceptionDetails?: { text: string } };
    };
    if (answer.result.type === "exception") throw new Error(answer.result.exceptionDetails?.text ?? script);
    return answer.result.result?.value;
  }
}

/**
 * Chromium hides a new extension's icon behind a menu. It names an unpacked
 * extension after its folder: a digest of the path, in the letters a to p.
 */
function pinToToolbar(profile: string, extension: string): void {
  const digest = createHash("sha256").update(realpathSync(extension)).digest("hex").slice(0, 32);
  const id = digest.replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));
  mkdirSync(join(profile, "Default"), { recursive: true });
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify({ extensions: { pinned_extensions: [id] } }));
}

async function launchChromium(options: Options, path: string, home: string, profile: string): Promise<Browser> {
  const { cafe } = options;
  const args = [
    // Every host is the café; what has another port has no server at all.
    ...(cafe.resolved === true ? [] : [
      `--host-resolver-rules=EXCLUDE 127.0.0.1,EXCLUDE localhost,` +
        `MAP *:80 127.0.0.1:${cafe.plain},MAP *:443 127.0.0.1:${cafe.secure},MAP * ~NOTFOUND`,
    ]),
    ...(options.proxy === true ? [`--proxy-pac-url=${cafe.pac}`] : []),
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    ...(options.args ?? []),
  ];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  if (options.headless !== false) args.push("--disable-gpu");
  if (!trust(join(home, ".pki", "nssdb"), cafe)) {
    // Elsewhere than on Linux there is no such store: name the key instead.
    args.push(`--ignore-certificate-errors-spki-list=${cafe.pin}`);
  }
  if (options.extension !== undefined) pinToToolbar(profile, options.extension);
  return puppeteer.launch({
    browser: "chrome",
    executablePath: path,
    headless: options.headless ?? true,
    timeout: starting,
    pipe: true,
    enableExtensions: true,
    userDataDir: profile,
    defaultViewport: options.headless === false ? null : { width: 1100, height: 800 },
    env: { ...process.env, HOME: home, XAUTHORITY: process.env.XAUTHORITY ?? join(homedir(), ".Xauthority") },
    args,
  });
}

async function launchFirefox(options: Options, path: string, home: string, profile: string, downloads: string): Promise<Browser> {
  const { cafe } = options;
  if (!trust(profile, cafe)) throw new Error("certutil is needed for Firefox to trust the café (package libnss3-tools)");
  if (builtIn(options)) buildIn(home, profile, cafe);
  const prefs: Record<string, string | number | boolean> = {
    ...(cafe.resolved === true ? { "network.dnsCacheExpiration": 0, "network.dnsCacheExpirationGracePeriod": 0, "network.dns.disableIPv6": true } : {
      "network.dns.forceResolve": "127.0.0.1",
      "network.socket.forcePort": `80=${cafe.plain};443=${cafe.secure}`,
    }),
    ...(options.proxy === true && { "network.proxy.type": 2, "network.proxy.autoconfig_url": cafe.pac }),
    // Asked of what came with the browser only, and there is no log that knows the café.
    "security.pki.certificate_transparency.mode": 0,
    // A modal question that would hang the driver.
    "security.warn_submit_secure_to_insecure": false,
    "browser.download.folderList": 2,
    "browser.download.dir": downloads,
    "browser.download.useDownloadDir": true,
    "browser.download.alwaysOpenPanel": false,
    ...options.prefs,
  };
  if (options.extension !== undefined) {
    prefs["extensions.webextensions.uuids"] = JSON.stringify({ [addonID(options.extension)]: firefoxUUID });
  }
  return puppeteer.launch({
    browser: "firefox",
    executablePath: path,
    headless: options.headless ?? true,
    timeout: starting,
    userDataDir: profile,
    defaultViewport: options.headless === false ? null : { width: 1100, height: 800 },
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: prefs,
  });
}

/** p11-kit's module for roots: to Firefox, what it holds came with the browser. */
const rootModule = ["/usr/lib", "/usr/lib64"]
  .flatMap((dir) => [dir, ...(existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : [])])
  .map((dir) => join(dir, "pkcs11", "p11-kit-trust.so"))
  .find((file) => existsSync(file));

function builtIn({ engine }: Options): boolean {
  return engine === "firefox" && rootModule !== undefined && findProgram(["modutil"]) !== undefined;
}

/** Has a profile take the café's authority for one that came with the browser. */
function buildIn(home: string, profile: string, cafe: Cafe): void {
  const [modutil, anchors] = [findProgram(["modutil"]), join(home, "roots", "anchors")];
  if (modutil === undefined || rootModule === undefined || existsSync(anchors)) return;
  mkdirSync(anchors, { recursive: true });
  const marks = 'label: "midwatch café"\ntrusted: true\nnss-mozilla-ca-policy: true\nmodifiable: false\n';
  writeFileSync(join(anchors, "cafe.p11-kit"), `[p11-kit-object-v1]\n${marks}${readFileSync(cafe.authority, "utf8")}`);
  const add = ["-force", "-dbdir", `sql:${profile}`, "-add", "midwatch roots", "-libfile", rootModule, "-string", `paths='${join(home, "roots")}'`];
  execFileSync(modutil, add, { stdio: "pipe" });
}

/** Makes an NSS store in dir that trusts the café's authorities; false without certutil. */
function trust(dir: string, cafe: Cafe): boolean {
  const certutil = findProgram(["certutil"]);
  if (certutil === undefined) return false;
  if (existsSync(join(dir, "cert9.db"))) return true; // a profile that was used before
  mkdirSync(dir, { recursive: true });
  execFileSync(certutil, ["-N", "-d", `sql:${dir}`, "--empty-password"], { stdio: "pipe" });
  [cafe.authority, ...cafe.believed].forEach((file, n) => {
    execFileSync(certutil, ["-A", "-d", `sql:${dir}`, "-t", "C,,", "-n", `midwatch café ${n}`, "-i", file], { stdio: "pipe" });
  });
  return true;
}

async function install(browser: Browser, options: Options, extension: string): Promise<string> {
  if (!existsSync(join(extension, "manifest.json"))) throw new Error(`no extension in ${extension}: run make build`);
  if (options.engine === "firefox") {
    await installFirefox(browser, extension, options.private === true);
    return `moz-extension://${firefoxUUID}/`;
  }
  if (options.private !== true) return `chrome-extension://${await browser.installExtension(extension)}/`;
  const session = await browser.target().createCDPSession();
  const params = { path: extension, enableInIncognito: true };
  const { id } = await session.send("Extensions.loadUnpacked", params);
  return `chrome-extension://${id}/`;
}

/** What puppeteer has, but does not show, of its line to Firefox. */
interface BiDiBrowser {
  connection: { send(method: string, params: object): Promise<unknown> };
}

/** What puppeteer has, but does not show, of a frame in Firefox: its name there. */
interface BiDiFrame {
  _id: string;
}

async function installFirefox(browser: Browser, extension: string, seesPrivate: boolean): Promise<void> {
  if (!seesPrivate) {
    await browser.installExtension(extension);
    return;
  }
  await (browser as unknown as BiDiBrowser).connection.send("webExtension.install", {
    extensionData: { type: "path", path: extension },
    "moz:allowPrivateBrowsing": true,
    "moz:permanent": false,
  });
}

function addonID(extension: string): string {
  const manifest = JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8")) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (id === undefined) throw new Error(`${extension}: the manifest names no gecko id`);
  return id;
}
