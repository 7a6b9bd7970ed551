// A copy of the extension that has a permission from the start which people are
// asked for otherwise: nobody can click in the browser's own question here.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export function withPermission(t: TestContext, extension: string, permission: string): string {
  const copy = mkdtempSync(join(tmpdir(), "midwatch-allowed-"));
  t.after(() => { rmSync(copy, { recursive: true, force: true }); });
  cpSync(extension, copy, { recursive: true });
  const file = join(copy, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { permissions: string[]; optional_permissions?: string[] };
  manifest.permissions.push(permission);
  manifest.optional_permissions = (manifest.optional_permissions ?? []).filter((name) => name !== permission);
  writeFileSync(file, JSON.stringify(manifest));
  return copy;
}
