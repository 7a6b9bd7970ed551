// What would send a secret in clear waits for an answer; everything else goes its way.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, Page } from "puppeteer-core";
import { asked } from "./cafe.js";
import { shown, type Shown } from "./layer.js";
import { engines, pause, type Session, session, until } from "./session.js";

const plain = "http://secrets.lab.test", secure = "https://secrets.lab.test";
const name = "anna", secret = "hush-hush";
const calm = 600; // ms after which a question takes an answer

for (const engine of engines) {
  test(`a secret is asked for before it goes out in clear, in ${engine}`, { timeout: 240_000 }, async (t) => {
    const s = await session(t, engine);
    const { page, tab } = s.guest;
    await page.bringToFront();

    // All that content scripts say, as any page of the extension hears it.
    await s.desk.page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      chrome.runtime.onMessage.addListener((message: unknown) => { said.push(JSON.stringify(message)); });
    });

    const fill = async (url: string, where: () => Page | Frame = () => page): Promise<void> => {
      await page.goto(url);
      await s.desk.settled(tab, url);
      await close(s);
      await page.evaluate(() => { sessionStorage.clear(); });
      await where().type("input[name=user]", name).catch(() => undefined); // a page may not have it
      await where().type("input[name=p]", secret);
    };
    /** Does something, and gives the addresses where something arrived. */
    const arrives = async (what: () => Promise<unknown>): Promise<string[]> => {
      const { next } = await asked(s.cafe);
      await what();
      await pause(500);
      return (await asked(s.cafe, next)).asked.filter((a) => a.path === "/sent").map((a) => `${a.scheme}://${a.host}`);
    };
    const question = (): Promise<Shown> => until("question", 5000, async () => {
      const seen = await shown(s.driver, page);
      return seen?.modal ? seen : undefined;
    });
    const answer = async (button: string): Promise<void> => {
      const { buttons } = await question();
      await pause(calm);
      const place = buttons.find((b) => b.name === button);
      assert.ok(place, `no button ${button}`);
      await page.mouse.click(place.x, place.y);
    };
    const got = (where: () => Page | Frame = () => page): Promise<string> =>
      until("what was sent", 5000, () => where().$eval("#got", (e) => e.textContent ?? "").catch(() => undefined));
    const heard = (): Promise<string | undefined> => page.evaluate(() => sessionStorage.getItem("heard") ?? undefined);
    const noQuestion = async (): Promise<void> => { assert.ok(!(await shown(s.driver, page))?.modal, "a question"); };
    const pressed = (selector: string) => async (): Promise<void> => { await page.click(selector); };
    const enter = async (): Promise<void> => { await page.keyboard.press("Enter"); };

    await t.test("by a button: it says who could read it, the safe answer sends nothing", async () => {
      await fill(`${plain}/login`);
      assert.deepEqual(await arrives(async () => {
        await page.click("#go");
        const { text, buttons } = await question();
        assert.match(text, /Others could read this password.*secrets\.lab\.test.*Anyone on this network/);
        const [safe, other] = buttons;
        assert.ok(safe && other && safe.name === "Do not send" && safe.height > other.height, "the safe answer is the big one");
        await answer("Do not send");
      }), []);
      assert.equal(await page.$eval("input[name=p]", (e) => (e as HTMLInputElement).value), secret);
    });

    await t.test("by Enter, sent once and whole, and not asked again of the same form", async () => {
      assert.deepEqual(await arrives(async () => {
        await page.focus("input[name=p]");
        await enter();
        await answer("Send anyway");
      }), [plain]);
      assert.equal(await got(), `p=${secret}&user=${name}&with=a`);
    });

    await t.test("by requestSubmit; Escape and a page that takes the question away send nothing", async () => {
      await fill(`${plain}/login`);
      const submit = () => page.evaluate(() => { document.querySelector("form")?.requestSubmit(); });
      assert.deepEqual(await arrives(async () => {
        await submit();
        await question();
        await page.keyboard.press("Escape");
        await until("closed question", 2000, async () => (!(await shown(s.driver, page))?.modal) || undefined);
        await submit();
        await question();
        await page.evaluate(() => { document.querySelector(":root > div")?.remove(); });
        await pause(600);
        // The focus is on the safe answer.
        await submit();
        await question();
        await pause(calm);
        await enter();
        await noQuestion();
      }), []);
    });

    await t.test("by a button with an address of its own", async () => {
      await fill(`${plain}/formaction`);
      assert.deepEqual(await arrives(async () => {
        await page.click("#other");
        assert.match((await question()).text, /This page is from secrets\.lab\.test, but .* to elsewhere\.lab\.test/);
        await answer("Send anyway");
      }), ["http://elsewhere.lab.test"]);
      assert.equal(await got(), `p=${secret}&user=${name}&with=b`);
    });

    await t.test("from a frame", async () => {
      const frame = (): Frame => {
        const [inside] = page.frames().filter((f) => f.url().startsWith("http://frame."));
        assert.ok(inside, "no frame");
        return inside;
      };
      await fill(`${plain}/login`, frame);
      assert.deepEqual(await arrives(async () => {
        await frame().click("#go");
        assert.match((await question()).text, /frame\.lab\.test/);
        await answer("Do not send");
      }), []);
      assert.deepEqual(await arrives(async () => {
        await frame().click("#go");
        await answer("Send anyway");
      }), ["http://frame.lab.test"]);
      assert.equal(await got(frame), `p=${secret}&user=${name}&with=a`);
    });

    await t.test("from a closed shadow tree", async () => {
      const url = `${plain}/shadow`;
      await page.goto(url);
      await s.desk.settled(tab, url);
      await close(s);
      assert.deepEqual(await arrives(async () => {
        for (const text of ["\t", name, "\t", secret, "\n"]) {
          for (const key of text) await page.keyboard.press(key === "\t" ? "Tab" : key === "\n" ? "Enter" : (key as "a"));
        }
        await answer("Do not send");
      }), []);
    });

    await t.test("the page hears of each submission once", async () => {
      await fill(`${plain}/heard`);
      await arrives(async () => {
        await page.click("#go");
        await answer("Do not send");
      });
      assert.equal(await heard(), undefined, "it heard of what was not sent");
      assert.deepEqual(await arrives(async () => {
        await page.click("#go");
        await answer("Send anyway");
        await got();
      }), [plain]);
      assert.equal(await heard(), "2", "two listeners");
    });

    await t.test("a page in clear that sends by itself", async () => {
      await fill(`${plain}/handled`);
      assert.deepEqual(await arrives(async () => {
        await page.click("#go");
        await answer("Do not send");
      }), []);
      assert.equal(await heard(), undefined);
      assert.deepEqual(await arrives(async () => {
        await page.click("#go");
        await answer("Send anyway");
        await got();
        await page.click("#go"); // that form was answered for
      }), [plain, plain]);
      assert.equal(await heard(), "2");
    });

    await t.test("an encrypted page that sends in clear, also where it keeps its event from others", async () => {
      for (const path of ["/away", "/stopped"]) {
        await fill(secure + path);
        assert.deepEqual(await arrives(async () => {
          await page.click("#go");
          assert.match((await question()).text, /elsewhere\.lab\.test/);
          await answer("Do not send");
        }), [], path);
        assert.equal(await heard(), path === "/stopped" ? "1" : undefined);
      }
      // Chromium goes on to ask once more by itself, in a page of its own.
      const arrived = await arrives(async () => {
        await page.click("#go");
        await answer("Send anyway");
        if (engine === "chromium") await until("Chromium's own question", 5000, async () => (await page.$("#proceed-button").catch(() => null)) ?? undefined);
        else assert.equal(await got(), `p=${secret}&user=${name}&with=a`);
      });
      assert.deepEqual(arrived, engine === "chromium" ? [] : ["http://elsewhere.lab.test"]);
    });

    await t.test("what is encrypted, harmless or stays on this computer is not asked for", async () => {
      for (const [url, how] of [
        [`${secure}/login`, pressed("#go")], [`${secure}/handled`, pressed("#go")], [`${plain}/search`, enter], [`${plain}/search`, pressed("button")],
      ] as const) {
        await fill(url);
        assert.deepEqual(await arrives(async () => {
          await how();
          assert.match(await got(), new RegExp(`p=${secret}`));
          await noQuestion();
        }), [url.slice(0, url.lastIndexOf("/"))], url);
      }
      await page.goto(`${s.cafe.tour}login`);
      await page.type("input[name=password]", secret);
      const [response] = await Promise.all([page.waitForNavigation(), page.click("button")]);
      assert.equal(response?.request().method(), "POST");
    });

    await t.test("what was typed is never told", async () => {
      const said = (await s.desk.page.evaluate(() => (globalThis as unknown as { said: string[] }).said)).filter((m) => m.includes('"sending"'));
      assert.ok(said.length > 5, `${said.length} questions`);
      assert.ok(!said.join().includes(secret) && !said.join().includes(name), "a value was sent");
    });
  });
}

/** Closes the banner, if there is one: a form may lie under it. */
async function close({ driver, guest: { page } }: Session): Promise<void> {
  await pause(200);
  const place = (await shown(driver, page))?.buttons.find((b) => b.name === "Close this warning");
  if (place) await page.mouse.click(place.x, place.y);
}
