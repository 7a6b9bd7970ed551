// Which findings the table shows, and in what order. What they mean was judged in Go.
import type { Level, Row } from "../wire.js";

export const levels = ["danger", "warning", "notice"] as const satisfies readonly Level[];

export const states = ["told", "ignored", "between", "private"] as const;
export type State = (typeof states)[number];

/** What the table is narrowed to; what is left out narrows nothing. */
export interface Filter {
  text?: string;
  level?: Level;
  check?: string;
  site?: string;
  /** The index of a network. */
  network?: number;
  state?: State;
  /** A stretch of time, in milliseconds; a finding is in it when some of it was seen then. */
  from?: number;
  until?: number;
}

/** A filter that narrows less. */
export function without(filter: Filter, ...keys: (keyof Filter)[]): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !(keys as string[]).includes(key)));
}

export const columns = ["level", "title", "subject", "network", "first", "last", "count"] as const;
export type Column = (typeof columns)[number];

export interface Order {
  by: Column;
  falling: boolean;
}

/** What a row shows in the reader's language, by which it is sorted and found. */
export interface Shown {
  title: (row: Row) => string;
  network: (row: Row) => string;
}

const inState: Record<State, (row: Row) => boolean> = {
  told: (row) => row.ignored !== true,
  ignored: (row) => row.ignored === true,
  between: (row) => row.between === true,
  private: (row) => row.private === true,
};

/** The rows that pass a filter. Every word of its text has to be somewhere in them. */
export function filtered(rows: readonly Row[], f: Filter, shown: Shown): Row[] {
  const words = (f.text ?? "").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return rows.filter((row) =>
    (f.level === undefined || row.level === f.level)
    && (f.check === undefined || row.check === f.check)
    && (f.site === undefined || row.site === f.site)
    && (f.network === undefined || row.network === f.network)
    && (f.state === undefined || inState[f.state](row))
    && (f.from === undefined || row.last >= f.from)
    && (f.until === undefined || row.first < f.until)
    && (words.length === 0 || hasAll(textOf(row, shown), words)));
}

const hasAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

function textOf(row: Row, shown: Shown): string {
  return `${shown.title(row)}\n${row.subject}\n${row.url}\n${row.check}\n${shown.network(row)}\n${row.text ?? ""}`.toLowerCase();
}

/** The rows in order; equal ones as they came, worst first. */
export function sorted(rows: readonly Row[], { by, falling }: Order, shown: Shown, language: string): Row[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const words = new Map<Row, string>();
  const word = (row: Row): string => {
    const known = words.get(row) ?? (by === "title" ? shown.title(row) : row.subject);
    words.set(row, known);
    return known;
  };
  const rank = (row: Row): number => levels.length - levels.indexOf(row.level);
  const ascending: Record<Column, (a: Row, b: Row) => number> = {
    level: (a, b) => rank(a) - rank(b),
    title: (a, b) => compare(word(a), word(b)),
    subject: (a, b) => compare(word(a), word(b)),
    network: (a, b) => a.network - b.network,
    first: (a, b) => a.first - b.first,
    last: (a, b) => a.last - b.last,
    count: (a, b) => a.count - b.count,
  };
  const sign = falling ? -1 : 1;
  return [...rows].sort((a, b) => sign * ascending[by](a, b));
}

/** What tells a row from all others. */
export const keyOf = (row: Row): string => `${row.check} ${row.subject} ${row.network} ${row.private ?? false}`;

/** Which rows of a list a window of it shows: their first and the one after the last. One row may be open, and higher by so much. */
export function inWindow(top: number, height: number, total: number, row: number, open: number, more: number): { from: number; to: number } {
  const spare = 8; // so that a key or a slow frame finds rows there
  const at = (y: number): number => {
    if (open < 0 || y < (open + 1) * row) return Math.floor(y / row);
    return y < (open + 1) * row + more ? open : Math.floor((y - more) / row);
  };
  return { from: Math.max(0, at(top) - spare), to: Math.min(total, at(top + height) + 1 + spare) };
}
