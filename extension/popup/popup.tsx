// What the toolbar icon opens: the verdict on the tab's page, and its findings.
import "../parts/theme.css";
import "../parts/findings.css";
import "./popup.css";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "../browser.js";
import { send, type TabView } from "../messages.js";
import type { Report } from "../wire.js";
import { loadWords } from "../words.js";
import { Export } from "./export.js";
import { FindingItem } from "../parts/finding.js";
import { Forget } from "./forget.js";
import { IncidentView } from "../parts/incident.js";
import { NetworkLine } from "./network.js";
import { Unchecked } from "./unchecked.js";
import { hostOf, Nothing, Verdict } from "../parts/verdict.js";
import { count } from "./words.js";

/** How often an open popup looks for news. */
const refresh = 2000; // ms

function Popup({ tab }: { tab: Promise<number> }) {
  const [view, setView] = useState<TabView | null>(null);
  const [failure, setFailure] = useState("");
  const ask = useCallback(async () => {
    try {
      const now = await send({ kind: "tab", tab: await tab });
      setView((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
      setFailure("");
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
    }
  }, [tab]);
  useEffect(() => {
    void ask();
    const timer = setInterval(() => void ask(), refresh);
    return () => { clearInterval(timer); };
  }, [ask]);
  if (view === null) {
    return failure !== "" ? <Failure words={failure} /> : (
      <main data-testid="loading" aria-busy="true">
        <p class="quiet">Looking …</p>
      </main>
    );
  }
  return (
    <main data-testid="popup" data-state={view.report?.verdict.state ?? "off"}>
      <NetworkLine network={view.network} onChosen={() => void ask()} />
      {failure !== "" && <Failure words={failure} />}
      {view.error !== undefined && <Failure words={view.error} />}
      {view.notes?.map((words) => <p key={words} class="quiet" role="status" data-testid="note">{words}</p>)}
      {view.report === null ? <Nothing /> : <Verdict report={view.report} />}
      {view.incident !== undefined && <IncidentView incident={view.incident} alarms={view.network.alarms ?? []} onDismissed={() => void ask()} />}
      {view.report !== null && <ReportView report={view.report} />}
      <footer>
        <p data-testid="session">
          This session: {count(view.session.visits, "page")}, {count(view.session.danger, "danger")},{" "}
          {count(view.session.warning, "warning")}, {count(view.session.notice, "notice")}
        </p>
        <Export />
        <p class="settings">
          <button type="button" data-testid="settings" onClick={() => void api.runtime.openOptionsPage()}>Settings</button>
        </p>
        <Forget host={hostNameOf(view.report)} onForgotten={() => void ask()} />
      </footer>
    </main>
  );
}

function ReportView({ report }: { report: Report }) {
  return (
    <>
      <section aria-label="Findings">
        {report.findings.length === 0 ? (
          <p class="quiet" data-testid="silent">
            Nothing to report about this page.
          </p>
        ) : (
          report.findings.map((f, i) => (
            <FindingItem key={`${f.check} ${f.subject}`} finding={f} page={hostOf(report.url)} open={i === 0 && f.level !== "notice"} />
          ))
        )}
      </section>
      <Unchecked list={report.unchecked ?? []} />
    </>
  );
}

function Failure({ words }: { words: string }) {
  return (
    <div class="failure" role="alert" data-testid="failure">
      <b>Midwatch itself has a problem.</b>
      <p>Do not take its silence as a good sign until it is gone. {words}</p>
    </div>
  );
}

/** The host of a report's page, without its port: what is remembered is remembered of that. */
function hostNameOf(report: Report | null): string {
  return report !== null && URL.canParse(report.url) ? new URL(report.url).hostname : "";
}

/** The tab that the address names, or the one in front. */
async function subject(): Promise<number> {
  const named = Number(new URLSearchParams(location.search).get("tab") ?? NaN);
  if (Number.isInteger(named)) return named;
  const [front] = await api.tabs.query({ active: true, currentWindow: true });
  return front?.id ?? -1;
}

const root = document.getElementById("popup");
const tab = subject();
if (root !== null) void loadWords().then(() => { render(<Popup tab={tab} />, root); });
