// The table as it is printed: the rows that there is paper for, and not only those in
// view.
import type { Row } from "../wire.js";
import { language, named, shown, t } from "../words.js";
import { usePrinting } from "./printing.js";
import { columns, keyOf, type Shown } from "./rows.js";
import { moment } from "./time.js";

const most = 500;

export function Printed({ rows, words }: { rows: readonly Row[]; words: Shown }) {
  if (!usePrinting()) return null;
  return (
    <div class="printed" data-testid="printed">
      {rows.length > most && <p>{t("report_print_rows", most, rows.length)}</p>}
      <table>
        <thead>
          <tr>{columns.map((column) => <th key={column} scope="col">{named("report_column", column)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) => (
            <tr key={keyOf(row)}>
              <td>{named("level", row.level)}</td>
              <th scope="row">{words.title(row)}</th>
              <td>{shown(row.subject)}</td>
              <td>{words.network(row)}</td>
              <td>{moment(row.first)}</td>
              <td>{moment(row.last)}</td>
              <td>{row.count.toLocaleString(language())}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
