// A network of one's own, with addresses and a resolver, for what depends on
// them: the test's process starts itself again inside one. It takes root, or the
// right to user namespaces.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cafeProgram, repository } from "./cafe.js";
import { findProgram } from "./driver.js";

const inside = "MIDWATCH_NAMESPACE"; // set in the process that runs there

/**
 * Why the tests of this file cannot have a network of their own; undefined
 * where they have one. A process outside runs itself again inside, and ends as
 * that did: what it tells goes to whoever started this one.
 */
export function needsNetwork(): string | undefined {
  if (process.env[inside] !== undefined) return undefined;
  const unshare = findProgram(["unshare"]);
  if (unshare === undefined) return "unshare is not installed (package util-linux)";
  if (findProgram(["ip"]) === undefined) return "ip is not installed (package iproute2)";
  const apart = ["--net", "--mount", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])];
  const dir = mkdtempSync(join(tmpdir(), "midwatch-network-"));
  try {
    const names = join(dir, "resolv.conf");
    writeFileSync(names, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n");
    const addresses = execFileSync(cafeProgram(), ["-addresses"], { cwd: repository(), encoding: "utf8" });
    const lines = [
      "set -e",
      "ip link set lo up",
      ...addresses.trim().split("\n").map((a) => `ip addr add ${a} dev lo`),
      `mount --bind '${names}' /etc/resolv.conf`,
    ].join("\n");
    const tried = spawnSync(unshare, [...apart, "sh", "-c", lines], { encoding: "utf8" });
    if (tried.status !== 0) return `no right to a network namespace: ${tried.stderr.trim()}`;
    const script = `${lines}\nexec "$0" "$@"`;
    const again = spawnSync(unshare, [...apart, "sh", "-c", script, process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
      stdio: "inherit",
      env: { ...process.env, [inside]: "1" },
    });
    process.exit(again.status ?? 1);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
