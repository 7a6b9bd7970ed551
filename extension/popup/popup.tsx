// The toolbar's popup: what was seen on the tab, worst first.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../browser.js";
import { send, type ExportFormat, type TabView } from "../messages.js";
import { FindingView } from "./finding.js";
import { Unchecked } from "./unchecked.js";
import { Verdict } from "./verdict.js";

/** The tab that the popup is about: the one it is opened for, or the one in front. */
async function tabInQuestion(): Promise<number> {
  const asked = Number(new URLSearchParams(location.search).get("tab") ?? NaN);
  if (Number.isInteger(asked)) return asked;
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? -1;
}

function Popup() {
  const [view, setView] = useState<TabView>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    tabInQuestion()
      .then((tab) => send({ kind: "tab", tab }))
      .then(setView, (cause: unknown) => { setFailure(`Midwatch could not look: ${String(cause)}`); });
  }, []);
  if (failure !== undefined) return <p class="failed" role="alert">{failure}</p>;
  if (!view) return <p class="nothing" role="status">Looking…</p>;
  const { report, session, error } = view;
  return (
    <>
      <p class="network">Network: not known to you. I judge it as untrusted.</p>
      {error !== undefined && <p class="failed" role="alert">{error}</p>}
      <Verdict report={report} />
      {report && (
        <>
          <ul class="findings">
            {report.findings.map((f, i) => <li key={`${f.check} ${f.subject}`}><FindingView finding={f} open={i === 0} /></li>)}
          </ul>
          <Unchecked list={report.unchecked ?? []} />
        </>
      )}
      <p class="session">
        This session: {count(session.visits, "page")}, {session.danger} danger, {count(session.warning, "warning")}, {count(session.notice, "notice")}.
      </p>
      <Export onFailure={setFailure} />
    </>
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function Export({ onFailure }: { onFailure: (text: string) => void }) {
  const save = (format: ExportFormat) => () => {
    send({ kind: "export", format })
      .then((text) => { download(text, format); })
      .catch((cause: unknown) => { onFailure(`Midwatch could not export: ${String(cause)}`); });
  };
  return (
    <div class="export">
      <button type="button" onClick={save("json")}>Export as JSON</button>
      <button type="button" onClick={save("csv")}>Export as CSV</button>
    </div>
  );
}

const types: Record<ExportFormat, string> = { json: "application/json", csv: "text/csv" };

function download(text: string, format: ExportFormat): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: types[format] }));
  link.download = `midwatch-${new Date().toISOString().slice(0, 10)}.${format}`;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(link.href); }, 60_000);
}

const root = document.getElementById("popup");
if (root) render(<Popup />, root);
