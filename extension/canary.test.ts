// What is asked for the canary, and what is told of what came back.
import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { askCanary } from "./canary.js";

const settings = { on: true, url: "http://canary.test/", body: "success\n" };

function answering(response: () => Promise<Response>): RequestInit[] {
  const asked: RequestInit[] = [];
  Object.assign(globalThis, { fetch: (_: string, init: RequestInit) => { asked.push(init); return response(); } });
  return asked;
}

test("it is asked for without anything that tells who asks", async () => {
  const asked = answering(() => Promise.resolve(new Response("success\n")));
  const { at = 0, ...told } = await askCanary(settings);
  ok(Math.abs(Date.now() - at) < 60_000);
  deepEqual(told, { url: settings.url, want: "success\n", status: 200, got: "success\n" });
  deepEqual(asked.map(({ credentials, cache, referrerPolicy, method, headers, body }) => [credentials, cache, referrerPolicy, method, headers, body]),
    [["omit", "no-store", "no-referrer", undefined, undefined, undefined]]);
});

test("where it was sent on is told, and what stood there", async () => {
  answering(() => Promise.resolve(Object.defineProperties(new Response("log in", { status: 511 }), { redirected: { value: true }, url: { value: "http://portal.test/" } })));
  const told = await askCanary(settings);
  delete told.at;
  deepEqual(told, { url: settings.url, want: "success\n", status: 511, got: "log in", final: "http://portal.test/" });
});

test("of a body without end only the beginning is read", async () => {
  let sent = 0;
  let ended = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (c) => { c.enqueue(new Uint8Array(1000).fill(0x61)); sent++; },
    cancel: () => { ended++; },
  });
  answering(() => Promise.resolve(new Response(endless)));
  equal((await askCanary(settings)).got?.length, 4000);
  deepEqual([ended, sent < 20], [1, true], `${sent} pieces`);
});

test("where nothing comes back, that is told", async () => {
  answering(() => Promise.reject(new TypeError("Failed to fetch")));
  const told = await askCanary(settings);
  delete told.at;
  deepEqual(told, { url: settings.url, want: "success\n", error: "Failed to fetch" });
});
