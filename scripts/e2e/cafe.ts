// The hostile café (scripts/demo) as the tests and the tour see it.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Checks and the level of each one's worst finding. */
export type Expect = Record<string, string>;

export interface Scenario {
  name: string;
  group: string;
  title: string;
  look: string;
  start: string;
  /** Where start leads, if that is another address. */
  through?: string;
  next?: string;
  final?: string;
  expect: Expect;
  firefox?: Expect;
  /** What was visited before, on networks of their own. */
  before?: Earlier[];
  /** Visited before start, on the same network. */
  first?: string[];
  /** Who stands on the way; nobody if not given. */
  road?: string;
  /** Somebody is there; all others are innocent. */
  attack?: boolean;
  /** The verdict has to be that somebody may be there. */
  suspect?: boolean;
  firefoxSuspect?: boolean;
  /** It shows only on a network with addresses. */
  addresses?: boolean;
  /** In Firefox it shows only where the café's authority looks as if it had come with the browser. */
  builtIn?: boolean;
}

export interface Earlier {
  road?: string;
  visit: string[];
  /** How many days pass after it. */
  days?: number;
}

export interface Cafe {
  /** Address of the tour page. */
  tour: string;
  /** The ports that stand for every host's 80 and 443. */
  plain: number;
  secure: number;
  /** The ports where the honest servers are, for who stands before them. */
  honestPlain: number;
  honestSecure: number;
  /** Address of a script that leads through a proxy of the café's. */
  pac: string;
  /** The café is a network with addresses and a resolver. */
  resolved?: boolean;
  /** File with the certificate of the café's own authority. */
  authority: string;
  /** Files with the certificates of more authorities to trust, which intercept. */
  believed: string[];
  /** SHA-256 of the good certificates' public key, in base64. */
  pin: string;
  scenarios: Scenario[];
  attacks: Scenario[];
}

/** One thing that a browser wanted from the café. */
export interface Asked {
  scheme: string;
  host: string;
  path?: string;
  origin?: string;
}

/** The top of the repository, wherever below it the tests were started. */
export function repository(): string {
  for (let dir = process.cwd(); ; dir = dirname(dir)) {
    const mod = join(dir, "go.mod");
    if (existsSync(mod) && readFileSync(mod, "utf8").startsWith("module midwatch")) return dir;
    if (dir === dirname(dir)) throw new Error("run the tests from within the repository");
  }
}

export interface OpenCafe extends Cafe {
  close(): void;
}

/** The café's program, built with the tests (scripts/build -tests). */
export const cafeProgram = (): string => join(repository(), "dist", "e2e", "cafe");

/** Opens a café. It closes when asked to, and when this process ends. */
export async function openCafe(corpus = "", network = false): Promise<OpenCafe> {
  const args = ["-serve"];
  if (network) args.push("-network");
  if (corpus !== "") args.push("-corpus", corpus);
  const child = spawn(cafeProgram(), args, { cwd: repository(), stdio: ["pipe", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.includes("\n")) resolve(text);
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the café closed with status ${code}`)));
  });
  const cafe = JSON.parse(line) as Cafe;
  return { ...cafe, close: () => child.stdin.end() };
}

/** Takes a road: who stands between the browser and the honest servers. */
export async function take(cafe: Cafe, road = "clean", how: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${cafe.tour}road?${String(new URLSearchParams({ name: road, ...how }))}`, { method: "POST" });
  if (!answer.ok) throw new Error(await answer.text());
}

/** What was asked of the café since the mark that an earlier call gave. */
export async function asked(cafe: Cafe, since = 0): Promise<{ next: number; asked: Asked[] }> {
  const answer = await fetch(`${cafe.tour}asked?since=${since}`);
  return (await answer.json()) as { next: number; asked: Asked[] };
}

/** What waits at the café's gate: before the head of its answer, or after the first byte of its body; or a TLS greeting that will end badly. */
export interface Held {
  url: string;
  stage: "greeting" | "head" | "body";
}

/** Shuts the café's gate, lets go what waits there, or opens it; and tells what waits then. */
export async function gate(cafe: Cafe, what: "look" | "shut" | "let" | "open"): Promise<Held[]> {
  const answer = await fetch(`${cafe.tour}gate?do=${what}`);
  return (await answer.json()) as Held[];
}
