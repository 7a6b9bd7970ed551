// mitmproxy, as it is installed, between the browser and the café's servers.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { findProgram } from "./driver.js";
import { until } from "./session.js";

/** Its program, if it is installed. */
export const mitmdump = findProgram(["mitmdump"]);

export interface Mitmproxy {
  port: number;
  /** File with the certificate of its own authority. */
  authority: string;
}

/** Starts one before servers of this computer; it ends with the test. */
export async function startMitmproxy(t: TestContext, mode: string, ...more: string[]): Promise<Mitmproxy> {
  if (mitmdump === undefined) throw new Error("mitmproxy is not installed");
  const dir = mkdtempSync(join(tmpdir(), "midwatch-mitmproxy-"));
  const port = await freePort();
  const child = spawn(mitmdump, [
    "--quiet", "--mode", mode, "--listen-host", "127.0.0.1", "--listen-port", String(port),
    "--ssl-insecure", "--set", "keep_host_header=true", "--set", `confdir=${dir}`,
    // Before it knows whom the browser greets it cannot greet the server in that name.
    "--set", "connection_strategy=lazy",
    ...more,
  ], { stdio: ["ignore", "ignore", "inherit"] });
  t.after(async () => {
    await end(child);
    rmSync(dir, { recursive: true, force: true });
  });
  await until("mitmproxy", 20_000, async () => {
    if (child.exitCode !== null) throw new Error(`mitmdump ended with status ${child.exitCode}`);
    return await answers(port) ? true : undefined;
  });
  return { port, authority: join(dir, "mitmproxy-ca-cert.pem") };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  const late = setTimeout(() => child.kill("SIGKILL"), 3000);
  await ended;
  clearTimeout(late);
}

/** A port that nobody has; somebody might take it before it is used, but seldom does. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => { resolve(port); });
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => { socket.destroy(); resolve(true); });
    socket.on("error", () => { resolve(false); });
  });
}
