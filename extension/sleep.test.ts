// What comes too late tells of a sleep, whoever looks first.
import { deepEqual, equal } from "node:assert/strict";
import { beforeEach, test } from "node:test";

const minute = 60_000;

let listener: ((alarm: { name: string; scheduledTime: number }) => void) | undefined;
let waiting: { scheduledTime: number } | undefined;
let made = 0;

beforeEach(() => {
  [listener, waiting, made] = [undefined, undefined, 0];
  const alarms = {
    onAlarm: { addListener: (l: typeof listener) => { listener = l; } },
    get: () => Promise.resolve(waiting),
    create: () => { made++; },
  };
  Object.assign(globalThis, { chrome: { alarms, runtime: { getURL: () => "chrome-extension://midwatch/" } } });
});

async function watched(): Promise<{ sleep: { look(now: number): boolean }; woke: number[] }> {
  const { Sleep } = await import("./sleep.js");
  const woke: number[] = [];
  const sleep = new Sleep((at) => woke.push(at));
  await Promise.resolve();
  await Promise.resolve();
  return { sleep, woke };
}

test("an alarm in its time is nothing, one far too late is a sleep", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 100 * minute });
  waiting = { scheduledTime: 105 * minute };
  const { woke } = await watched();
  t.mock.timers.setTime(105 * minute + 5000);
  listener?.({ name: "awake", scheduledTime: 105 * minute });
  deepEqual([woke, made], [[], 0]);
  t.mock.timers.setTime(190 * minute);
  listener?.({ name: "awake", scheduledTime: 110 * minute });
  deepEqual([woke, made], [[190 * minute], 1]);
  listener?.({ name: "another", scheduledTime: 0 });
  equal(woke.length, 1);
});

test("what happens after a sleep is known to come after it, before the alarm does", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 100 * minute });
  waiting = { scheduledTime: 102 * minute };
  const { sleep, woke } = await watched();
  deepEqual([sleep.look(102 * minute), sleep.look(103 * minute), woke], [false, false, []]);
  equal(sleep.look(150 * minute), true);
  equal(sleep.look(150 * minute + 1), false, "told twice");
  deepEqual(woke, [150 * minute]);
});

test("a background that starts after a sleep knows of it too", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 100 * minute });
  waiting = { scheduledTime: 50 * minute };
  deepEqual((await watched()).woke, [100 * minute]);
});

test("the first start sets the alarm, and tells nothing", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 100 * minute });
  deepEqual([(await watched()).woke, made], [[], 1]);
});
