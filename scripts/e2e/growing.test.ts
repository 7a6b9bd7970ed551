// Documents go on after they came: what is added and changed later is judged
// like what was there at first, once, and wherever in the page it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence, Report } from "../../extension/wire.js";
import { summary } from "./desk.js";
import { engines, pause, type Session, session, until } from "./session.js";
import { enter, type Guest } from "./walk.js";

const page = "https://growing.lab.test/";
const parts = "http://parts.lab.test";

/** Waits for the report in which a check shows just this evidence, and sees that it stays so. */
async function shows(s: Session, check: string, want: string[], url = page): Promise<Report> {
  let last: string[] = [];
  await until(`${want.join(", ")} of ${check}`, 10_000, async () => {
    const { report } = await s.desk.view(s.guest.tab);
    last = report?.url.split("#")[0] === url ? lines(report, check) : [];
    return last.join() === want.toSorted().join() ? true : undefined;
  }).catch((cause: unknown) => {
    throw new Error(`${String(cause)}, but ${last.join(", ")}`);
  });
  const report = await s.desk.settled(s.guest.tab, url, 1000);
  assert.deepEqual(lines(report, check), want.toSorted());
  assert.equal(report.findings.find((f) => f.check === check)?.count, want.length);
  return report;
}

const line = (e: Evidence): string => [e.tag, e.attr, e.url.replace(parts, "")].join(" ");

function lines(report: Report, check: string): string[] {
  return report.findings.filter((f) => f.check === check).flatMap((f) => f.evidence.map(line)).sort();
}

async function open(s: Session, url = page): Promise<void> {
  await s.guest.page.goto(url);
  const report = await s.desk.settled(s.guest.tab, url, 300);
  assert.deepEqual(summary(report.findings), url.startsWith("https:") ? {} : { "insecure-page": "warning" });
}

/** What is done in a page, each in a tab of its own. */
const cases: Record<string, (s: Session) => Promise<void>> = {
  "elements that are added, and addresses that change": async (s) => {
    const { guest } = s;
    await open(s);
    await guest.page.evaluate((from) => {
      const place = document.querySelector("#place");
      const add = (tag: string, attributes: Record<string, string>, to: Node | null = place) => {
        const e = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
        return to?.appendChild(e) ?? e;
      };
      add("script", { src: `${from}/added.js` });
      add("div", {}).innerHTML = `<img src="${from}/inner.svg"><picture><source id="source"><img src="/photo.svg"></picture>`;
      document.querySelector("#image")?.setAttribute("src", `${from}/image.svg`);
      document.querySelector("#frame")?.setAttribute("src", `${from}/frame.html`);
      document.querySelector("#sheet")?.append(`p { background: url(${from}/sheet.svg) }`);
      document.querySelector("#styled")?.setAttribute("style", `background: url(${from}/styled.svg)`);
      document.querySelector("#source")?.setAttribute("srcset", `${from}/source.svg 2x`);
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      place?.append(svg);
      const image = document.createElementNS("http://www.w3.org/2000/svg", "image");
      setTimeout(() => {
        image.setAttribute("href", `${from}/svg.svg`);
        svg.append(image);
        add("img", { src: `${from}/inner.svg` }); // again: one place, however often it is built
      }, 900);
    }, parts);
    await shows(s, "mixed-content", [
      "iframe src /frame.html", "image href /svg.svg", "img src /image.svg", "img src /inner.svg",
      "p style /styled.svg", "script src /added.js", "source srcset /source.svg", "style #text /sheet.svg",
    ]);
  },

  "shadow trees": async (s) => {
    const { guest } = s;
    await open(s);
    await guest.page.evaluate((from) => {
      const place = document.querySelector("#place");
      for (const mode of ["open", "closed"] as const) {
        const host = document.createElement("div");
        place?.append(host);
        const root = host.attachShadow({ mode });
        root.innerHTML = `<img src="${from}/${mode}.svg"><div></div>`;
        root.querySelector("div")?.attachShadow({ mode }).append(document.createElement("b"));
        setTimeout(() => {
          const script = document.createElement("script");
          script.src = `${from}/${mode}-later.js`;
          root.querySelector("div")?.append(script);
        }, 900);
      }
      // Its script comes late, and changes nothing that could be seen from outside.
      setTimeout(() => {
        customElements.define("late-element", class extends HTMLElement {
          constructor() {
            super();
            this.attachShadow({ mode: "closed" }).innerHTML = `<img src="${from}/late.svg">`;
          }
        });
      }, 1000);
    }, parts);
    await shows(s, "mixed-content", [
      "img src /closed.svg", "img src /late.svg", "img src /open.svg", "script src /closed-later.js", "script src /open-later.js",
    ]);
  },

  "frames without an address of their own": async (s) => {
    const { guest } = s;
    await open(s);
    await guest.page.evaluate((from) => {
      const frame = (attributes: Record<string, string> = {}): HTMLIFrameElement => {
        const f = document.createElement("iframe");
        for (const [name, value] of Object.entries(attributes)) f.setAttribute(name, value);
        document.querySelector("#place")?.append(f);
        return f;
      };
      const script = (name: string) => `<script src="${from}/${name}.js"></` + "script>";
      const written = frame().contentDocument;
      written?.write(script("written"));
      written?.close();
      const later = frame();
      setTimeout(() => { later.contentDocument?.body.append(document.createElement("b")); }, 100);
      setTimeout(() => {
        later.contentDocument?.open();
        later.contentDocument?.write(script("rewritten"));
        later.contentDocument?.close();
      }, 1000);
      frame({ srcdoc: script("srcdoc") });
      frame({ srcdoc: script("sandboxed"), sandbox: "" });
      frame({ src: `data:text/html,${script("data")}` });
      frame({ src: URL.createObjectURL(new Blob([script("blob")], { type: "text/html" })) });
      frame({ src: `javascript:'${script("javascript")}'` });
    }, parts);
    await shows(s, "mixed-content", [
      "script src /blob.js", "script src /data.js", "script src /javascript.js", "script src /rewritten.js",
      "script src /sandboxed.js", "script src /srcdoc.js", "script src /written.js",
    ]);
  },

  "forms that come to ask, and to send elsewhere": async (s) => {
    const { guest } = s;
    await open(s);
    await guest.page.evaluate((from) => {
      document.querySelector("#place")?.insertAdjacentHTML("beforeend", `<form id="new" action="${from}/new"><input name="mail"></form>`);
    }, parts);
    const first = await shows(s, "insecure-form", ["form action /new"]);
    assert.deepEqual(lines(first, "insecure-login"), []);
    await guest.page.evaluate((from) => {
      // A field in a form, one that names its form, and a form that changes its mind.
      const field = (type: string, more: Record<string, string> = {}) => {
        const e = document.createElement("input");
        for (const [name, value] of Object.entries({ type, ...more })) e.setAttribute(name, value);
        return e;
      };
      document.querySelector("#new")?.append(field("password"));
      document.querySelector("#place")?.insertAdjacentHTML("beforeend", `<form id="named" action="${from}/named"></form>`);
      const known = document.querySelector("#known");
      if (known) Element.prototype.append.call(known, field("password"));
      setTimeout(() => {
        document.querySelector("#place")?.append(field("text", { form: "named", autocomplete: "one-time-code" }));
        known?.setAttribute("action", `${from}/known`);
      }, 900);
    }, parts);
    const report = await shows(s, "insecure-login", ["form action /known", "form action /named", "form action /new"]);
    assert.deepEqual(lines(report, "insecure-form"), []); // one cause, one finding
  },

  "a password field that comes to a plain page": async (s) => {
    const { guest } = s;
    const url = "http://growing-plain.lab.test/";
    await open(s, url);
    await guest.page.evaluate(() => {
      const field = document.createElement("input");
      document.querySelector("#place")?.append(field);
      setTimeout(() => { field.type = "password"; }, 900);
    });
    const report = await shows(s, "insecure-login", [`  ${url}`], url);
    assert.deepEqual(summary(report.findings), { "insecure-page": "warning", "insecure-login": "danger" });
  },

  "an application that goes from page to page by itself": async (s) => {
    const { guest } = s;
    await open(s);
    await guest.page.evaluate((from) => {
      history.pushState(null, "", "/deep/er");
      setTimeout(() => {
        location.hash = "#here";
        document.querySelector("#place")?.insertAdjacentHTML("beforeend", `<img src="${from}/spa.svg">`);
      }, 300);
    }, parts);
    await shows(s, "mixed-content", ["img src /spa.svg"]);
  },

  "a page that is left and shown again": async (s) => {
    const { guest } = s;
    const url = `${page}kept`;
    await open(s, url);
    const add = (name: string) => guest.page.evaluate((url) => {
      document.querySelector("#place")?.insertAdjacentHTML("beforeend", `<img src="${url}">`);
      Object.assign(window, { kept: true });
    }, `${parts}/${name}`);
    await add("before.svg");
    await shows(s, "mixed-content", ["img src /before.svg"], url);
    await guest.page.evaluate(() => { setTimeout(() => { location.href = "https://bank.example.com/"; }, 10); });
    await s.desk.settled(guest.tab, "https://bank.example.com/", 300);
    await guest.page.evaluate(() => { setTimeout(() => { history.back(); }, 10); });
    await shows(s, "mixed-content", ["img src /before.svg"], url);
    assert.ok(await guest.page.evaluate(() => "kept" in window), "the browser did not keep it: this test shows nothing");
    await add("after.svg");
    await shows(s, "mixed-content", ["img src /before.svg", "img src /after.svg"], url);
  },

  "a document that has all it names upgraded": async (s) => {
    const { guest } = s;
    await open(s, `${page}upgrading`);
    await guest.page.evaluate((from) => {
      document.querySelector("#place")?.insertAdjacentHTML("beforeend", `<img src="${from}/later.svg"><script src="${from}/later.js"></` + "script>");
    }, parts);
    await pause(1500);
    const report = await s.desk.settled(guest.tab, `${page}upgrading`);
    assert.deepEqual(summary(report.findings), {});
  },

  "a document that grows, and all is well": async (s) => {
    const { guest } = s;
    await guest.page.goto("https://growing.lab.test/clean");
    await guest.page.waitForFunction(() => document.documentElement.dataset.done === "yes");
    const report = await s.desk.settled(guest.tab, "https://growing.lab.test/clean", 1000);
    assert.deepEqual([summary(report.findings), report.verdict.state], [{}, "secure"]);
  },
};

/** Firefox prepares no documents. */
async function prepared(s: Session): Promise<void> {
  const { guest } = s;
  await open(s);
  await guest.page.evaluate(() => {
    const rules = document.createElement("script");
    rules.type = "speculationrules";
    rules.textContent = JSON.stringify({ prerender: [{ source: "list", urls: ["/next"], eagerness: "immediate" }] });
    document.body.append(rules);
  });
  await pause(1500);
  const before = await s.desk.settled(guest.tab, page);
  assert.deepEqual(summary(before.findings), {}, "what is not shown yet is charged to what is");
  await guest.page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "/next";
    document.body.append(link);
    setTimeout(() => { link.click(); }, 10);
  });
  const report = await shows(s, "mixed-content", ["img src /next.svg", "script src /next.js"], `${page}next`);
  assert.ok(!report.unchecked?.some((u) => u.check === "hsts-missing"), "how it came was not seen");
  const { findings } = JSON.parse(await s.desk.export("json")) as { findings: { tab: number; url: string }[] };
  assert.deepEqual(findings.filter((f) => f.tab === guest.tab).map((f) => f.url), [`${page}next`]);
}

async function endless({ desk, guest }: Session): Promise<void> {
  const url = "https://growing.lab.test/endless";
  await guest.page.goto(url);
  const report = await until("end of the reading", 15_000, async () => {
    const asked = Date.now();
    const view = await desk.view(guest.tab);
    assert.ok(Date.now() - asked < 8000, `the popup waited for ${Date.now() - asked} ms`);
    return view.report?.url === url && view.report.unchecked?.some((u) => u.check === "mixed-content") ? view.report : undefined;
  });
  assert.deepEqual(summary(report.findings), {});
  const size = async () => {
    const visits = (await desk.stored()).visits as { open: { visit: { navigation: { hops: { url: string }[] }; pages?: { bytes: number }[] } } }[];
    return visits.find((v) => v.open.visit.navigation.hops[0]?.url === url)?.open.visit.pages?.[0]?.bytes ?? 0;
  };
  const read = await until("end of what is read", 10_000, async () => {
    const before = await size();
    await pause(3000);
    return await size() === before ? before : undefined;
  });
  assert.ok(read > 8 << 20 && read < 20 << 20, `${read} bytes read`);
}

/** Tabs at a time: most of the time is spent waiting. */
const lanes = 3;

for (const engine of engines) {
  test(`growing documents in ${engine}`, { timeout: 300_000, concurrency: lanes }, async (t) => {
    const s = await session(t, engine);
    const left = Object.entries(engine === "chromium" ? { ...cases, "a document that is prepared before it is asked for": prepared } : cases);
    const guests: Guest[] = [];
    while (guests.length < left.length) guests.push(await enter(s.driver, s.desk, s.cafe));
    const lane = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const [name, run] = next;
        const guest = guests.pop() ?? s.guest;
        await t.test(name, () => run({ ...s, guest }));
        await guest.page.close();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    await t.test("a document that never stops growing", () => endless(s));
  });
}
