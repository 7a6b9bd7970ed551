// How much of a growing document is read, and when.
import { deepEqual, equal, ok } from "node:assert/strict";
import test from "node:test";
import { Allowance, due } from "./bounds.js";

const never = { ended: 0, took: 0 };

test("a batch waits for quiet, but not for ever", () => {
  deepEqual([due(1000, 1000, never), due(1000, 1400, never), due(1000, 60_000, never)], [1500, 1900, 3000]);
});

test("work that took long is not done again soon", () => {
  const took = 100;
  equal(due(10_000, 10_000, { ended: 9000, took }), 14_000);
  equal(due(60_000, 60_000, { ended: 9000, took }), 60_500);
});

test("what may be told of a document comes to an end, whether in large pieces or in small ones", () => {
  for (const size of [0, 100, 1 << 20, 8 << 20]) {
    const allowance = new Allowance();
    let told = 0;
    while (told <= 4096 && allowance.take(size)) told++;
    ok(told * size <= 16 << 20, `${told} pieces of ${size}`);
    ok(told <= 4096, `${told} pieces of ${size}`);
    ok(told >= 1);
    equal(allowance.take(0), false, "once it is used up nothing more is told");
  }
});
