// How a document was reached, hop by hop, as each browser tells it: what the
// browser upgrades by itself, what a document does by itself, and what somebody
// did.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Open } from "../../extension/gather/open.js";
import type { Hop, Visit } from "../../extension/wire.js";
import { engines, pause, type Session, session, until } from "./session.js";
import { stop } from "./stop.js";

const leaving = "https://leaving.chain.test";
const end = "http://end.chain.test/";

for (const engine of engines) {
  test(`chains in ${engine}`, { timeout: 480_000 }, async (t) => {
    const s = await session(t, engine);
    const go = (url: string): Promise<unknown> => s.guest.page.goto(url).catch(() => undefined);
    const led = (from: string, refresh?: string): string[] => [`200 ${leaving}${from} client${refresh === undefined ? "" : ` refresh ${refresh}`}`, `200 ${end}`];

    await t.test("a refresh in the text leads on", async () => {
      await go(`${leaving}/refresh`);
      assert.deepEqual(await chain(s, end), led("/refresh", end));
    });
    await t.test("a refresh after two seconds too, of a document that was redirected to", async () => {
      await go(`${leaving}/away`);
      assert.deepEqual(await chain(s, end), [`302 ${leaving}/away`, `200 ${leaving}/slow-refresh client refresh ${end}`, `200 ${end}`]);
    });
    await t.test("a refresh after seven seconds is another visit", async () => {
      await go(`${leaving}/late-refresh`);
      assert.deepEqual(await chain(s, end, 10_000), [`200 ${end}`]);
    });
    await t.test("a refresh in a header leads on", async () => {
      await go(`${leaving}/header`);
      const visit = await reached(s, end);
      assert.deepEqual(hops(visit), led("/header"));
      assert.ok(visit.navigation.hops?.[0]?.headers?.some((h) => h.name === "refresh" && h.value === `0; url=${end}`));
    });
    for (const by of ["/script", "/replace", "/click"]) {
      await t.test(`a script leads on (${by})`, async () => {
        await go(leaving + by);
        assert.deepEqual(await chain(s, end), led(by));
      });
    }
    await t.test("a form that sends itself leads on", async () => {
      await go(`${leaving}/submit`);
      assert.deepEqual(await chain(s, "https://arriving.chain.test/?"), [`200 ${leaving}/submit client`, "200 https://arriving.chain.test/?"]);
    });
    await t.test("the plain page of a host leads to its encrypted one", async () => {
      await go("http://arriving.chain.test/");
      assert.deepEqual(await chain(s, "https://arriving.chain.test/"),
        ["200 http://arriving.chain.test/ client refresh https://arriving.chain.test/", "200 https://arriving.chain.test/"]);
    });
    for (const by of ["/link", "/button", "/over"]) {
      await t.test(`a person's click is no redirect (${by})`, async () => {
        await s.guest.page.goto(leaving + by, { waitUntil: "domcontentloaded" });
        await s.guest.page.click("#next");
        assert.deepEqual(await chain(s, end), [`200 ${end}`]);
      });
    }
    await t.test("nor is an address that somebody types", async () => {
      await go(`${leaving}/link`);
      await go(end);
      assert.deepEqual(await chain(s, end), [`200 ${end}`]);
    });
    await t.test("nor the way back", async () => {
      await go(`${leaving}/`);
      await go(`${leaving}/link`);
      await s.guest.page.evaluate(() => { setTimeout(() => history.back(), 20); });
      await until("way back", 8000, async () => {
        const { report } = await s.desk.view(s.guest.tab);
        return report?.url === `${leaving}/` ? true : undefined;
      });
      await pause(500);
      for (const { visit } of await opens(s)) assert.ok(visit.navigation.hops?.every((h) => !h.client), JSON.stringify(hops(visit)));
    });
    await t.test("nor a page that loads itself again", async () => {
      await go(`${leaving}/again`);
      await pause(1500);
      await go(`${leaving}/`);
      await reached(s, `${leaving}/`);
      for (const open of await opens(s)) assert.ok(open.visit.navigation.hops?.every((h) => !h.client), JSON.stringify(hops(open.visit)));
    });
    await t.test("pages that lead on without end have a bounded chain", async () => {
      await go(`${leaving}/ring?0`);
      const visit = await until("full chain", 20_000, async () =>
        (await opens(s)).map((o) => o.visit).find((v) => Number(/ring\?(\d+)/.exec(v.navigation.hops?.at(-1)?.url ?? "")?.[1] ?? 0) > 25));
      assert.equal(visit.navigation.hops?.length, 20);
      await go(`${leaving}/`);
    });

    await t.test("HTTPS is tried first", async () => {
      await go(`${leaving}/`);
      await follow(s, "http://first.example.org/");
      assert.deepEqual(await chain(s, "https://first.example.org/"), ["0 http://first.example.org/", "200 https://first.example.org/"]);
    });
    await t.test("and what comes after it fails belongs to the same chain", async () => {
      await go(`${leaving}/`);
      await follow(s, "http://second.example.org/");
      const error = engine === "firefox" ? "NS_ERROR_NET_RESET" : "net::ERR_CONNECTION_CLOSED";
      assert.deepEqual(await chain(s, "http://second.example.org/"),
        ["0 http://second.example.org/", `0 https://second.example.org/ ${error}`, "200 http://second.example.org/"]);
    });
    await t.test("a site that insists", async () => {
      await go("https://strict.chain.test/");
      await s.guest.page.click("#next");
      const first = engine === "firefox" ? "0" : "307";
      assert.deepEqual(await chain(s, "https://strict.chain.test/", 8000, 2), [`${first} http://strict.chain.test/`, "200 https://strict.chain.test/"]);
    });

    await t.test("cookies are told without their values, and the protocol as it is", async () => {
      for (const [host, protocol] of [["cookies", "http/1.1"], ["swift", "h2"]] as const) {
        await go(`https://${host}.chain.test/`);
        const { visit } = await until("protocol", 8000, async () =>
          (await opens(s)).find((o) => o.visit.navigation.hops?.at(-1)?.url === `https://${host}.chain.test/` && o.visit.pages?.[0]?.protocol));
        const headers = visit.navigation.hops?.[0]?.headers ?? [];
        assert.deepEqual(headers.filter((h) => h.name === "set-cookie").map((h) => h.value), ["id=; Secure; HttpOnly; Path=/", "plain=", "="]);
        assert.equal(visit.pages?.[0]?.protocol, protocol);
        // What the line says of HTTP/2 is not to be relied on.
        if (protocol === "h2") assert.equal(visit.navigation.hops?.[0]?.statusLine?.trim(), engine === "firefox" ? "HTTP/2.0 200" : "HTTP/1.1 200");
        if (engine === "firefox") {
          const { visit: told } = await until("connection", 8000, async () => (await opens(s)).find((o) => o.visit.id === visit.id && o.visit.connections));
          const [c, ...more] = told.connections ?? [];
          assert.deepEqual([c?.host, c?.version, c?.builtIn, c?.fault, more.length], [`${host}.chain.test`, "TLSv1.3", s.driver.builtIn || undefined, undefined, 0]);
          assert.match(c?.issuer ?? "", /Midwatch demo authority/);
          assert.equal(c?.key, s.cafe.pin);
        } else {
          assert.equal(visit.connections, undefined);
        }
      }
    });

    await t.test("parts that are upgraded", async () => {
      const upgraded = engine === "firefox" ? ["0 http://parts.chain.test/photo.svg", "200 https://parts.chain.test/photo.svg"] : ["200 https://parts.chain.test/photo.svg"];
      for (const [path, want] of [["/upgrading", upgraded], ["/mixed", upgraded], ["/away", ["302 https://parts.chain.test/away.svg", ...upgraded]]] as const) {
        await go(s.cafe.tour); // else Chromium may still name the page before as the one that asks
        await go(`https://page.chain.test${path}`);
        const load = await until("picture", 8000, async () =>
          (await opens(s)).find((o) => o.visit.navigation.hops?.[0]?.url === `https://page.chain.test${path}`)?.visit.loads?.find((l) => l.hops?.at(-1)?.done && l.hops.at(-1)?.url.endsWith("/photo.svg")));
        assert.deepEqual((load.hops ?? []).map(words), want, path);
      }
    });

    await t.test("what a page sends as it is left is not the next one's", async () => {
      await go(`${leaving}/link`);
      await s.guest.page.evaluate(() => { addEventListener("pagehide", () => { navigator.sendBeacon("/parting"); }); });
      await go("https://first.example.org/"); // of another site: Chromium changes the process
      const visit = await reached(s, "https://first.example.org/");
      await pause(500);
      for (const open of await opens(s)) {
        if (open.visit.id === visit.id) assert.ok(!JSON.stringify(open.visit.loads ?? []).includes("/parting"), JSON.stringify(open.visit.loads));
      }
    });

    // The last: Firefox's error page does not answer to its driver.
    await t.test("what leads to another program leaves the page that is there", async () => {
      await go(`${leaving}/`);
      await s.desk.settled(s.guest.tab, `${leaving}/`);
      await go(`${leaving}/mail`);
      await pause(1000);
      const { report } = await s.desk.view(s.guest.tab);
      assert.equal(report?.url, `${leaving}/`);
    });
    await t.test("a redirect into the page itself (data:) is refused", async () => {
      await go(`${leaving}/data`);
      const visit = await reached(s, `${leaving}/data`);
      assert.equal(visit.navigation.hops?.length, 1);
      assert.notEqual(visit.navigation.hops[0]?.error, undefined);
    });
    await t.test("a loop is followed for twenty hops", async () => {
      const loop = s.guest.page.goto(`${leaving}/loop`).catch(() => undefined);
      const visit = await until("loop", 8000, async () =>
        (await opens(s)).map((o) => o.visit).find((v) => v.navigation.hops?.[0]?.url === `${leaving}/loop` && v.navigation.hops.at(-1)?.error !== undefined));
      const length = visit.navigation.hops?.length ?? 0;
      assert.ok(length >= 20 && length <= 21, `${length} hops`);
      assert.equal(visit.navigation.hops?.at(-1)?.error, engine === "firefox" ? "Error code 2152398879" : "net::ERR_TOO_MANY_REDIRECTS");
      await Promise.race([loop, pause(500)]);
    });
  });
}

for (const engine of engines) {
  test(`why each hop followed, in ${engine}`, { timeout: 300_000 }, async (t) => {
    const s = await session(t, engine);
    await s.driver.browser.installExtension(redirector(t));
    await s.guest.page.goto("https://strict.chain.test/"); // its policy is known from here on
    await reached(s, "https://strict.chain.test/");
    const cases: [from: string, to: string, want: string][] = [
      ["http://way.chain.test/first", "https://first.example.org/", "server https-first"],
      ["http://way.chain.test/strict", "https://strict.chain.test/", "server hsts"],
      ["http://way.chain.test/other", "https://arriving.chain.test/", "server extension"],
      [`${leaving}/second`, "http://second.example.org/", "server https-first fallback"],
      [`${leaving}/refresh`, end, "meta-refresh"],
      [`${leaving}/header`, end, "meta-refresh"],
      [`${leaving}/script`, end, "script"],
      [`http://arriving.chain.test/`, "https://arriving.chain.test/", "meta-refresh"],
      ["https://page.chain.test/away", "https://page.chain.test/away", "server mixed-content-upgrade"],
      ["https://page.chain.test/ordered", "https://page.chain.test/ordered", "server upgrade-insecure-requests"],
    ];
    for (const [from, to, want] of cases) {
      await t.test(`${from}: ${want}`, async () => {
        await s.guest.page.goto(s.cafe.tour);
        await follow(s, from);
        const report = await s.desk.settled(s.guest.tab, to);
        const chains = report.findings.flatMap((f) => f.evidence).flatMap((e) => e.chain ?? []);
        const open = (await opens(s)).find((o) => o.visit.id === report.visit);
        const causes = report.findings.flatMap((f) => f.evidence).flatMap((e) => (e.chain ? [e.chain.flatMap((step) => step.cause ?? []).join(" ")] : []));
        assert.deepEqual([...new Set(causes)], [want], JSON.stringify([chains, open?.visit.navigation, report.findings], null, 1));
      });
    }
  });
}

for (const engine of engines) {
  test(`a navigation that wakes the background, in ${engine}`, { timeout: 240_000 }, async (t) => {
    const s = await session(t, engine);
    for (let round = 1; round <= 3; round++) {
      // A refresh: Firefox tells of it wherever the events stand.
      await stop(s.driver);
      await s.guest.page.goto(`${leaving}/refresh`).catch(() => undefined);
      assert.deepEqual(await chain(s, end), [`200 ${leaving}/refresh client refresh ${end}`, `200 ${end}`]);
      if (engine === "firefox") continue; // it tries HTTPS first only where a link led
      await stop(s.driver);
      await s.guest.page.goto("http://first.example.org/").catch(() => undefined);
      assert.deepEqual(await chain(s, "https://first.example.org/"), ["0 http://first.example.org/", "200 https://first.example.org/"]);
    }
  });
}

/** An extension that redirects one host, as others do. */
function redirector(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), "midwatch-redirector-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const write = (name: string, content: unknown): void => writeFileSync(join(dir, name), JSON.stringify(content));
  write("manifest.json", {
    manifest_version: 3, name: "Redirector", version: "1",
    browser_specific_settings: { gecko: { id: "redirector@midwatch.example" } },
    permissions: ["declarativeNetRequestWithHostAccess"], host_permissions: ["<all_urls>"],
    declarative_net_request: { rule_resources: [{ id: "all", enabled: true, path: "rules.json" }] },
  });
  write("rules.json", [{
    id: 1, condition: { urlFilter: "||taken.chain.test/", resourceTypes: ["main_frame"] },
    action: { type: "redirect", redirect: { url: "https://arriving.chain.test/" } },
  }]);
  return dir;
}

/** The visits that are stored. */
async function opens(s: Session): Promise<Open[]> {
  const { visits } = await s.desk.stored();
  return (visits ?? []).map((v) => (v as { open: Open }).open).filter((o) => !o.pending);
}

/** The visit of a document that the tab shows, once it is stored with how its navigation ended: a busy Firefox tells that last. */
function reached(s: Session, url: string, limit = 8000, least = 1): Promise<Visit> {
  return until(`visit of ${url}`, limit, async () => {
    const open = (await opens(s)).findLast(({ visit: { tab, navigation: { hops = [] } } }) => {
      const last = hops.at(-1);
      return tab === s.guest.tab && last?.url === url && hops.length >= least && (last.done === true || last.error !== undefined);
    });
    const { report } = await s.desk.view(s.guest.tab);
    return open !== undefined && report?.visit === open.visit.id ? open.visit : undefined;
  });
}

async function chain(s: Session, url: string, limit?: number, least?: number): Promise<string[]> {
  const found = hops(await reached(s, url, limit, least));
  await s.guest.page.goto(s.cafe.tour); // so that the next visit is another one
  return found;
}

const hops = (visit: Visit): string[] => (visit.navigation.hops ?? []).map(words);

function words(hop: Hop): string {
  return [String(hop.status ?? 0), hop.url, ...(hop.client ? ["client"] : []), ...(hop.refresh === undefined ? [] : ["refresh", hop.refresh]),
    ...(hop.error === undefined ? [] : [hop.error])].join(" ");
}

/** Clicks a link to an address, as a person would. */
async function follow(s: Session, url: string): Promise<void> {
  const put = (): Promise<void> => s.guest.page.evaluate((to) => {
    const link = document.createElement("a");
    link.href = to;
    link.id = "follow";
    link.textContent = "Follow";
    document.body.prepend(link);
  }, url);
  // The document may still be taking another's place.
  await put().catch(async () => {
    await pause(500);
    await put();
  });
  await s.guest.page.click("#follow");
}
