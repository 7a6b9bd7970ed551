// Saves a text as a file: an anchor is all that this takes, and no permission.
import type { ExportFormat } from "../messages.js";

const types: Record<ExportFormat, string> = { json: "application/json", csv: "text/csv" };

/** Saves findings, and tells under which name. */
export function download(text: string, format: ExportFormat): string {
  const url = URL.createObjectURL(new Blob([text], { type: types[format] }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `midwatch-${today()}.${format}`;
  link.click();
  // The browser has to have read it before it goes.
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
  return link.download;
}

/** The visitor's own date, as YYYY-MM-DD. */
function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
