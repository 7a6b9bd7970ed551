// A copy of the extension with one more content script, which sends what a
// page tells it: so the tests can speak to the background as a content script
// that went over to the enemy would.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Page } from "puppeteer-core";

interface Manifest {
  content_scripts?: { matches: string[]; js: string[]; run_at?: string }[];
}

const probeScript = `
addEventListener("message", (e) => {
  if (e.source !== window || !("probe" in (e.data ?? {}))) return;
  const answer = (value) => postMessage({ answer: value }, "*");
  Promise.resolve()
    .then(() => chrome.runtime.sendMessage(e.data.probe))
    .then((value) => answer({ value }), (cause) => answer({ refused: String(cause) }));
});`;

export function withProbe(t: TestContext, extension: string): string {
  const copy = mkdtempSync(join(tmpdir(), "midwatch-probe-"));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(extension, copy, { recursive: true });
  const file = join(copy, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  manifest.content_scripts = [
    ...(manifest.content_scripts ?? []),
    { matches: ["<all_urls>"], js: ["probe.js"], run_at: "document_start" },
  ];
  writeFileSync(file, JSON.stringify(manifest));
  writeFileSync(join(copy, "probe.js"), probeScript);
  return copy;
}

export interface Answer {
  value?: unknown;
  refused?: string;
}

/** Sends a message from the probe in a page and waits for the outcome. */
export function probe(page: Page, message: unknown): Promise<Answer> {
  return page.evaluate(
    (m) =>
      new Promise<Answer>((resolve) => {
        const limit = setTimeout(() => resolve({ refused: "no answer" }), 12_000);
        addEventListener("message", function listen(e: MessageEvent<{ answer?: Answer } | null>) {
          const answer = e.data?.answer;
          if (answer === undefined) return;
          clearTimeout(limit);
          removeEventListener("message", listen);
          resolve(answer);
        });
        postMessage({ probe: m }, "*");
      }),
    message,
  );
}
