// Input that no decent page, server or sender would give: a clear outcome for
// each, and Midwatch goes on.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isFailure, summary } from "./desk.js";
import { probe, withProbe } from "./probe.js";
import { engines, extensionFor, pause, type Session, session, until } from "./session.js";
import { enter, expected, walk } from "./walk.js";

for (const engine of engines) {
  test(`bad input in ${engine}`, { timeout: 480_000 }, async (t) => {
    const s = await session(t, engine, { extension: withProbe(t, extensionFor(engine)) });
    const { desk, guest, driver } = s;

    await t.test("a page of 20 MB", async () => {
      await guest.page.goto("https://huge.lab.test/page", { timeout: 30_000 });
      await until("finding in it", 10_000, async () => (await desk.view(guest.tab)).report?.findings[0] && true);
      const report = await desk.settled(guest.tab, "https://huge.lab.test/page");
      assert.deepEqual(summary(report.findings), { "mixed-content": "notice" });
      await goesOn(s);
    });

    await t.test("an attribute of 5 MB", async () => {
      await guest.page.goto("https://huge.lab.test/text", { timeout: 30_000 });
      const report = await desk.settled(guest.tab, "https://huge.lab.test/text");
      assert.deepEqual(summary(report.findings), {});
      await goesOn(s);
    });

    await t.test("a host with a name of the language's own, which is remembered", async () => {
      for (let visit = 1; visit <= 2; visit++) {
        await guest.page.goto("http://__proto__/");
        assert.deepEqual(summary((await desk.settled(guest.tab, "http://__proto__/")).findings), { "insecure-page": "warning" });
        await goesOn(s);
      }
    });

    await t.test("headers of 200 kB", async () => {
      await guest.page.goto("https://huge.lab.test/big-header");
      const report = await desk.settled(guest.tab, "https://huge.lab.test/big-header");
      for (const f of report.findings) {
        assert.ok(JSON.stringify(f).length < 10_000, "evidence quotes the whole header");
      }
      await goesOn(s);
    });

    await t.test("headers of 1 MB", async () => {
      // More than browsers take: whether they show a page is theirs to decide.
      // Firefox's driver loses the tab over it, so it is one of its own.
      const other = await enter(driver, desk, s.cafe);
      await other.page.goto("https://huge.lab.test/header").catch(() => undefined);
      const view = await desk.view(other.tab);
      assert.equal(view.error, undefined);
      await other.page.close();
      await goesOn(s);
    });

    await t.test("messages that mean nothing", async () => {
      for (const message of [
        { kind: "nonsense" },
        { kind: "toString" },
        { kind: "__proto__" },
        { kind: 7 },
        {},
        [],
        "export",
        null,
        { kind: "export", format: "docx" },
        { kind: "export" },
        { kind: "tab" },
        { kind: "tab", tab: "1" },
        { kind: "tab", tab: -3.5 },
      ]) {
        await assert.rejects(desk.send(message), /messages: /, JSON.stringify(message));
      }
      await goesOn(s);
    });

    await t.test("a content script that asks for what is not its own", async () => {
      await guest.page.goto("http://rowing.club.test/");
      await desk.settled(guest.tab, "http://rowing.club.test/");
      for (const message of [
        { kind: "export", format: "json" },
        { kind: "tab", tab: guest.tab },
        { kind: "nonsense" },
        { kind: "page" },
        { kind: "page", page: null },
        { kind: "page", url: {}, text: 12, at: "now" },
        { kind: "page", url: "http://rowing.club.test/", base: "", text: "", at: 1, part: "yes" },
      ]) {
        const answer = await probe(guest.page, message);
        assert.ok(isFailure(answer.value), `${JSON.stringify(message)}: ${JSON.stringify(answer)}`);
      }
      // Of its own page it may say what it likes.
      for (const message of [
        { kind: "page", url: "https://bank.example.com/", base: "", text: "<form><input type=password>", at: -1e308 },
        { kind: "page", url: "\u0000", base: "\u0000", text: "<".repeat(100_000), at: 1e308, part: true, truncated: true },
      ]) {
        const answer = await probe(guest.page, message);
        assert.deepEqual(answer, { value: null });
      }
      await goesOn(s);
    });

    await t.test("a page that never rests", async () => {
      const url = "https://restless.lab.test/";
      await guest.page.goto(url);
      const found = await until("finding while the page goes on", 5000, async () => {
        const { report } = await desk.view(guest.tab);
        return report?.url === url && report.findings.length > 0 ? summary(report.findings) : undefined;
      });
      // An answer must not wait for the page's end, which comes after 800 requests.
      assert.ok(Number(await guest.page.evaluate("n")) <= 800, "no finding while the page goes on");
      assert.deepEqual(found, { "mixed-content": "notice" });
      await goesOn(s);
    });

    await t.test("a page that talks to the extension", async () => {
      const page = guest.page;
      await page.goto("http://board.harbour.test/");
      await desk.settled(guest.tab, "http://board.harbour.test/");
      const heard = await page.evaluate(async (id) => {
        const answers: string[] = [];
        const listen = (e: MessageEvent) => answers.push(JSON.stringify(e.data));
        addEventListener("message", listen);
        for (const kind of ["export", "tab", "page"]) postMessage({ kind, format: "json", tab: 1 }, "*");
        dispatchEvent(new CustomEvent("midwatch", { detail: { kind: "export" } }));
        const runtime = (globalThis as { chrome?: { runtime?: { sendMessage?: unknown } } }).chrome?.runtime;
        if (typeof runtime?.sendMessage === "function") answers.push(`this page can send to ${id}`);
        await new Promise((resolve) => setTimeout(resolve, 800));
        removeEventListener("message", listen);
        return answers.filter((a) => !/^\{"kind":/.test(a)); // its own come back to it
      }, driver.origin);
      assert.deepEqual(heard, []);
      await goesOn(s);
    });

    await t.test("a page that looks for Midwatch", async () => {
      const page = guest.page;
      await page.goto("http://board.harbour.test/");
      await pause(500);
      const seen = await page.evaluate(async (origin) => {
        const found: string[] = [];
        for (const file of ["manifest.json", "popup.html", "icons/secure-128.png", "core.wasm", "content.js", "background.js"]) {
          await fetch(origin + file).then(
            () => found.push(file),
            () => undefined,
          );
          await new Promise((resolve) => {
            const image = new Image();
            image.onload = () => resolve(found.push(file));
            image.onerror = resolve;
            image.src = origin + file;
          });
        }
        const names = Object.getOwnPropertyNames(globalThis).filter((n) => /midwatch/i.test(n));
        const marks = document.documentElement.outerHTML.match(/midwatch|-extension:/gi) ?? [];
        return [...found, ...names, ...marks];
      }, driver.origin);
      assert.deepEqual(seen, []);
      const manifest = JSON.parse(readFileSync(join(extensionFor(engine), "manifest.json"), "utf8")) as object;
      assert.ok(!("web_accessible_resources" in manifest));
      assert.ok(!("externally_connectable" in manifest));
    });
  });
}

/** One of each kind of scenario is still judged right. */
async function goesOn(s: Session): Promise<void> {
  for (const name of ["http-login", "clean"]) {
    const scenario = s.cafe.scenarios.find((x) => x.name === name);
    assert.ok(scenario);
    const report = await walk(s.desk, s.guest, s.cafe, scenario);
    assert.deepEqual(summary(report.findings), expected(scenario, s.driver.engine));
  }
}
