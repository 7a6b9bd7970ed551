// The map of all messages: the only file on runtime messaging.
import type { Report } from "./wire.js";

/** What the popup shows of one tab. */
export interface TabView {
  /** The report of the document the tab shows; null when nothing was seen of it. */
  report: Report | null;
  /** Findings of this session by level, after merging. */
  session: { visits: number; notice: number; warning: number; danger: number };
  /** A plain sentence when Midwatch itself failed. */
  error?: string;
}

export type ExportFormat = "json" | "csv";
