// The table of findings. Only the rows in view are in the document, of which there
// may be ten thousand; one at a time is open.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { send, type Scope } from "../messages.js";
import { FindingItem } from "../parts/finding.js";
import type { Finding, Row } from "../wire.js";
import { language, named, shown, t } from "../words.js";
import { columns, inWindow, keyOf, type Column, type Order, type Shown } from "./rows.js";
import { moment } from "./time.js";

interface Props {
  rows: readonly Row[];
  words: Shown;
  order: Order;
  onOrder: (order: Order) => void;
  epochOf: (row: Row) => string;
  scope: Scope;
}

/** Until a row was measured. */
const guessed = 56; // px

export function Table({ rows, words, order, onOrder, epochOf, scope }: Props) {
  const [open, setOpen] = useState("");
  const [view, setView] = useState({ top: 0, height: 600 });
  const [row, setRow] = useState(guessed);
  const [more, setMore] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef(-1);
  const at = open === "" ? -1 : rows.findIndex((r) => keyOf(r) === open);
  const { from, to } = inWindow(view.top, view.height, rows.length, row, at, more);

  useLayoutEffect(() => {
    const own = box.current;
    if (own === null) return undefined;
    const look = (): void => { setView((v) => (v.top === own.scrollTop && v.height === own.clientHeight ? v : { top: own.scrollTop, height: own.clientHeight })); };
    const sizes = new ResizeObserver(look);
    sizes.observe(own);
    own.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      own.removeEventListener("scroll", look);
    };
  }, []);
  // Another font or zoom makes rows higher.
  useLayoutEffect(() => {
    const one = box.current?.querySelector("tr.row:not(.open)");
    const height = one?.getBoundingClientRect().height ?? 0;
    if (height > 0 && Math.abs(height - row) > 0.5) setRow(height);
    if (wanted.current < 0) return;
    const button = box.current?.querySelector<HTMLElement>(`tr[aria-rowindex="${wanted.current + 2}"] button`);
    if (button) {
      wanted.current = -1;
      button.focus({ preventScroll: true });
    }
  });

  const go = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    const own = box.current;
    if (own === null) return;
    wanted.current = next;
    const top = next * row + (at >= 0 && next > at ? more : 0);
    const head = own.querySelector("thead")?.getBoundingClientRect().height ?? 0;
    if (top < own.scrollTop) own.scrollTop = top;
    else if (top + row > own.scrollTop + own.clientHeight - head) own.scrollTop = top + row - own.clientHeight + head;
    setView({ top: own.scrollTop, height: own.clientHeight }); // which draws it, and moves the focus there
  };
  const onKey = (e: KeyboardEvent, i: number): void => {
    const page = Math.max(1, Math.floor(view.height / row) - 2);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, PageDown: i + page, PageUp: i - page, Home: 0, End: rows.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    go(to);
  };

  return (
    <div class="scroll" ref={box} tabIndex={0} role="region" aria-label={t("report_table")} data-testid="scroll">
      <table aria-rowcount={rows.length + 1} data-testid="table">
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => <Head key={column} column={column} order={order} onOrder={onOrder} />)}
          </tr>
        </thead>
        <tbody>
          <Space height={from * row + (at >= 0 && at < from ? more : 0)} />
          {rows.slice(from, to).map((r, i) => {
            const key = keyOf(r);
            return (
              <RowItem
                key={key}
                row={r}
                index={from + i}
                words={words}
                open={key === open}
                onToggle={() => { setOpen(key === open ? "" : key); setMore(0); }}
                onKey={onKey}
                epoch={epochOf(r)}
                scope={scope}
                onHeight={setMore}
              />
            );
          })}
          <Space height={(rows.length - to) * row + (at >= to ? more : 0)} />
        </tbody>
      </table>
    </div>
  );
}

/** What stands for the rows out of view. */
function Space({ height }: { height: number }) {
  return height > 0 ? <tr class="space" aria-hidden="true" style={{ height: `${height}px` }} /> : null;
}

/** Columns that begin with their largest. */
const fallsFirst: readonly Column[] = ["level", "last", "count"];

function Head({ column, order, onOrder }: { column: Column; order: Order; onOrder: (order: Order) => void }) {
  const sort = order.by !== column ? "none" : order.falling ? "descending" : "ascending";
  return (
    <th scope="col" class={column} aria-sort={sort}>
      <button
        type="button"
        data-testid={`sort-${column}`}
        onClick={() => { onOrder({ by: column, falling: order.by === column ? !order.falling : fallsFirst.includes(column) }); }}
      >
        {named("report_column", column)}
        <span class="arrow" aria-hidden="true" />
      </button>
    </th>
  );
}

interface RowProps {
  row: Row;
  index: number;
  words: Shown;
  open: boolean;
  onToggle: () => void;
  onKey: (e: KeyboardEvent, index: number) => void;
  epoch: string;
  scope: Scope;
  onHeight: (height: number) => void;
}

function RowItem({ row, index, words, open, onToggle, onKey, epoch, scope, onHeight }: RowProps) {
  const detail = useRef<HTMLTableRowElement>(null);
  return (
    <>
      <tr
        class={`row ${row.level}${open ? " open" : ""}${row.ignored === true ? " ignored" : ""}${row.ignored === true || row.private === true ? " marked" : ""}`}
        aria-rowindex={index + 2}
        data-testid="row"
        data-check={row.check}
        data-level={row.level}
        onClick={(e) => { if (!(e.target as Element).closest("button")) onToggle(); }}
      >
        <td class="level"><span class="badge"><span class="glyph" aria-hidden="true" />{named("level", row.level) ?? row.level}</span></td>
        <th scope="row" class="title">
          <button type="button" aria-expanded={open} onClick={onToggle} onKeyDown={(e) => { onKey(e, index); }}>{words.title(row)}</button>
          {row.ignored === true && <span class="mark-of">{t("report_count_ignored")}</span>}
          {row.private === true && <span class="mark-of" data-testid="row-private">{t("report_private")}</span>}
        </th>
        <td class="subject" title={shown(row.subject)}><bdi dir="ltr">{shown(row.subject)}</bdi></td>
        <td class="network">{words.network(row)}</td>
        <td class="first"><time dateTime={new Date(row.first).toISOString()}>{moment(row.first)}</time></td>
        <td class="last"><time dateTime={new Date(row.last).toISOString()}>{moment(row.last)}</time></td>
        <td class="count">{row.count.toLocaleString(language())}</td>
      </tr>
      {open && (
        <tr class="detail" ref={detail} data-testid="detail">
          <td colSpan={columns.length}>
            <Detail row={row} epoch={epoch} scope={scope} of={detail} onHeight={onHeight} />
          </td>
        </tr>
      )}
    </>
  );
}

interface DetailProps {
  row: Row;
  epoch: string;
  scope: Scope;
  of: RefObject<HTMLTableRowElement | null>;
  onHeight: (height: number) => void;
}

/** What a row opens to: the same as in the popup. */
function Detail({ row, epoch, scope, of, onHeight }: DetailProps) {
  const [finding, setFinding] = useState<Finding | null | undefined>(undefined);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    send({ kind: "finding", ...scope, check: row.check, subject: row.subject, epoch, hidden: row.private ?? false }).then(
      (found) => { setFinding(found && { ...found, time: Date.parse(found.time) }); },
      (cause: unknown) => { setProblem(cause instanceof Error ? cause.message : String(cause)); },
    );
  }, [row.check, row.subject, row.count, row.private, epoch, scope]);
  useLayoutEffect(() => {
    const own = of.current;
    if (own === null) return undefined;
    const sizes = new ResizeObserver(() => { onHeight(own.getBoundingClientRect().height); });
    sizes.observe(own);
    return () => { sizes.disconnect(); };
  }, [of, onHeight]);
  if (problem !== "") return <p role="alert">{problem}</p>;
  if (finding === undefined) return <p class="quiet" role="status">{t("looking")}</p>;
  if (finding === null) return <p class="quiet">{t("report_gone")}</p>;
  return <FindingItem finding={finding} page="" open />;
}
