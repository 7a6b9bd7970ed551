// The tool that people really use to stand in between: mitmproxy, with an
// authority that the browser does not know, with one that it was told to believe,
// and with an addon that strips encryption (scripts/demo/mitmproxy).
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { type Expect, openCafe, repository } from "./cafe.js";
import { Desk, summary } from "./desk.js";
import { Driver } from "./driver.js";
import { mitmdump, startMitmproxy } from "./mitmproxy.js";
import { engines, extensionFor } from "./session.js";
import { enter, enterNetwork, look } from "./walk.js";

const skip = mitmdump === undefined ? "mitmproxy is not installed (Debian's package of that name)" : false;
if (skip !== false) console.log(`skipped: the tests with mitmproxy, since ${skip}`);

for (const engine of engines) {
  test(`mitmproxy in between, in ${engine}`, { skip, timeout: 120_000 }, async (t) => {
    const cafe = await openCafe();
    t.after(() => { cafe.close(); });
    const tls = `reverse:https://127.0.0.1:${cafe.honestSecure}`;
    const [stranger, believed, stripping] = await Promise.all([
      startMitmproxy(t, tls),
      startMitmproxy(t, tls),
      startMitmproxy(t, `reverse:http://127.0.0.1:${cafe.honestPlain}`,
        "--scripts", join(repository(), "scripts", "demo", "mitmproxy", "strip.py"), "--set", `servers=${cafe.honestSecure}`),
    ]);
    const driver = await Driver.launch({ engine, cafe: { ...cafe, believed: [believed.authority] }, extension: extensionFor(engine) });
    t.after(() => driver.close());
    const desk = await Desk.open(driver);
    const guest = await enter(driver, desk, cafe);

    /** What is found at an address that was visited on an honest network before. */
    const meet = async (url: string, between: Record<string, number>): Promise<{ found: Expect; suspect: boolean }> => {
      await enterNetwork(desk, cafe);
      await look(desk, guest, url);
      await enterNetwork(desk, cafe, "outside", Object.fromEntries(Object.entries(between).map(([name, port]) => [name, String(port)])));
      await guest.page.goto(url).catch(() => undefined);
      const report = await desk.settled(guest.tab, url);
      return { found: summary(report.findings), suspect: report.verdict.state === "suspect" };
    };

    await t.test("with an authority that the browser does not know", async () => {
      const met = await meet("https://credit-union.test/", { secure: stranger.port });
      assert.deepEqual(met, { found: { "certificate-error": "danger" }, suspect: true });
    });
    await t.test("with an authority that the browser was told to believe", { skip: engine === "firefox" && !driver.builtIn }, async () => {
      const met = await meet("https://family-bank.test/", { secure: believed.port });
      // Chromium shows no certificates to extensions.
      const want = engine === "firefox" ? { found: { "issuer-changed": "danger" }, suspect: true } : { found: {}, suspect: false };
      assert.deepEqual(met, want);
    });
    await t.test("stripping", async () => {
      const met = await meet("http://seaside-savings.test/", { plain: stripping.port });
      assert.deepEqual(met, { found: { "insecure-page": "warning", "https-stripped": "danger" }, suspect: true });
      const page = await guest.page.content();
      assert.match(page, /href="http:\/\/www\.example\.org\/"/, "the links were not stripped");
    });
  });
}
