import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../wire.js";
import { filtered, inWindow, sorted, type Filter } from "./rows.js";

const row = (more: Partial<Row>): Row => ({
  check: "insecure-page", title: "Page is not encrypted", level: "warning", subject: "a.test", site: "a.test", url: "http://a.test/",
  network: 0, first: 1000, last: 2000, count: 1, ...more,
});
const shown = { title: (r: Row) => r.title, network: (r: Row) => `Network ${r.network + 1}` };

test("filters narrow, each and together", () => {
  const rows = [
    row({}),
    row({ level: "danger", subject: "b.test", site: "b.test", network: 1, text: "http://cdn.test/Tag.js" }),
    row({ level: "notice", ignored: true, first: 5000, last: 6000 }),
    row({ between: true, private: true }),
  ];
  const cases: [Filter, number[]][] = [
    [{}, [0, 1, 2, 3]],
    [{ level: "danger" }, [1]],
    [{ check: "hsts-missing" }, []],
    [{ site: "a.test", state: "told" }, [0, 3]],
    [{ network: 1 }, [1]],
    [{ state: "ignored" }, [2]],
    [{ state: "between" }, [3]],
    [{ state: "private" }, [3]],
    [{ from: 2000, until: 3000 }, [0, 1, 3]],
    [{ from: 2001 }, [2]],
    [{ until: 1000 }, []],
    [{ text: "  TAG.js  encrypted " }, [1]],
    [{ text: "network 2" }, [1]],
    [{ text: "nowhere" }, []],
  ];
  for (const [filter, want] of cases) {
    assert.deepEqual(filtered(rows, filter, shown).map((r) => rows.indexOf(r)), want, JSON.stringify(filter));
  }
});

test("rows are sorted by every column, equal ones as they came", () => {
  const a = row({ subject: "s10.test", count: 2 }), b = row({ subject: "s9.test", level: "danger" }), c = row({ subject: "s10.test", network: 1, first: 5 });
  const order = (by: Parameters<typeof sorted>[1]["by"], falling: boolean): string =>
    sorted([a, b, c], { by, falling }, shown, "en").map((r) => (r === a ? "a" : r === b ? "b" : "c")).join("");
  assert.equal(order("level", true), "bac");
  assert.equal(order("level", false), "acb");
  assert.equal(order("subject", false), "bac");
  assert.equal(order("network", true), "cab");
  assert.equal(order("first", false), "cab");
  assert.equal(order("count", true), "abc");
  assert.equal(order("title", true), "abc");
});

test("a window shows the rows that are in it, with an open one too", () => {
  assert.deepEqual(inWindow(0, 500, 10_000, 50, -1, 0), { from: 0, to: 19 });
  assert.deepEqual(inWindow(50_000, 500, 10_000, 50, -1, 0), { from: 992, to: 1019 });
  assert.deepEqual(inWindow(0, 500, 3, 50, -1, 0), { from: 0, to: 3 });
  assert.deepEqual(inWindow(50_000, 500, 10_000, 50, 2, 1000), { from: 972, to: 999 });
  assert.deepEqual(inWindow(300, 500, 10_000, 50, 2, 1000), { from: 0, to: 11 });
});
