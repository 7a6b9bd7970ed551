// What the toolbar icon opens: the verdict on the tab's page, and its findings.
import "../parts/theme.css";
import "../parts/findings.css";
import "./popup.css";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { send, type TabView } from "../messages.js";
import { FindingItem } from "../parts/finding.js";
import { IncidentView } from "../parts/incident.js";
import { hostOf, Verdict } from "../parts/verdict.js";
import { earlyOf, type EarlyView } from "../view/early.js";
import type { Report } from "../wire.js";
import { loadWords, t } from "../words.js";
import { Foot } from "./foot.js";
import { Ignore, IgnoredHere, type Where } from "./ignore.js";
import { NetworkLine } from "./network.js";
import { type Place, placeOf } from "./place.js";
import { Failure, Loading, WithoutReport } from "./states.js";
import { Unchecked } from "./unchecked.js";
import { Upgrade } from "./upgrade.js";

/** How often an open popup looks for news. */
const refresh = 2000; // ms

/** What there is to show: at first only what was kept for that. */
type View = EarlyView & Partial<TabView>;

function Popup({ at, early }: { at: Place; early: EarlyView | undefined }) {
  const [view, setView] = useState<View | undefined>(early);
  const [place, setPlace] = useState(at);
  const [failure, setFailure] = useState("");
  const ask = useCallback(async () => {
    try {
      const [now, there] = await Promise.all([send({ kind: "tab", tab: at.tab }), placeOf()]);
      setView((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
      setPlace((before) => (JSON.stringify(before) === JSON.stringify(there) ? before : there));
      setFailure("");
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
    }
  }, [at.tab]);
  // The tests tell how long it took.
  useEffect(() => { if (view !== undefined) performance.mark(view.session === undefined ? "early" : "answered"); }, [view]);
  useEffect(() => {
    void ask();
    const timer = setInterval(() => void ask(), refresh);
    return () => { clearInterval(timer); };
  }, [ask]);
  if (view === undefined) return failure !== "" ? <Failure words={failure} /> : <Loading />;
  const { report, network, incident, error, broken } = view;
  const news = (): void => void ask();
  return (
    <main data-testid="popup" data-state={report?.verdict.state ?? "off"} data-early={view.session === undefined}>
      <NetworkLine network={network} onChosen={news} />
      {failure !== "" && <Failure words={failure} />}
      {error !== undefined && broken !== true && <Failure words={error} />}
      {view.notes?.map((words) => <p key={words} class="quiet note" role="status" data-testid="note">{words}</p>)}
      {report === null ? <WithoutReport view={view} place={place} onChange={news} /> : (
        <Verdict report={report}>
          {(report.upgrade?.url ?? "") !== "" && report.upgrade && <Upgrade key={report.visit} tab={at.tab} to={report.upgrade} />}
        </Verdict>
      )}
      {place.private && <p class="quiet note" data-testid="private">{t("popup_private")}</p>}
      {incident !== undefined && <IncidentView incident={incident} alarms={network.alarms ?? []} onDismissed={news} />}
      {report !== null && (
        <ReportView
          report={report}
          ignored={view.ignored ?? []}
          where={{ host: hostNameOf(report), epoch: network.id ?? "", private: place.private }}
          ask={ask}
        />
      )}
      <Foot session={view.session} host={hostNameOf(report)} tab={at.tab} onForgotten={news} />
    </main>
  );
}

function ReportView({ report, ignored, where, ask }: { report: Report; ignored: NonNullable<View["ignored"]>; where: Where; ask: () => Promise<void> }) {
  const [latest, setLatest] = useState("");
  const page = hostOf(report.url);
  const told = report.findings.filter((f) => f.ignored !== true);
  const done = (check: string): void => void ask().then(() => { setLatest(check); });
  return (
    <>
      <section aria-labelledby="findings-title" data-testid="findings">
        <h2 id="findings-title" class="unseen">{t("popup_findings")}</h2>
        {report.findings.length === 0 && <p class="quiet" data-testid="silent">{t("popup_silent")}</p>}
        {told.map((f, i) => (
          <FindingItem key={`${f.check} ${f.subject}`} finding={f} page={page} open={i === 0 && f.level !== "notice"}>
            {/* That somebody interferes is set aside for a reason, with the incident. */}
            {f.verdict !== "suspect" && where.host !== "" && <Ignore finding={f} where={where} onDone={done} />}
          </FindingItem>
        ))}
      </section>
      <IgnoredHere
        ignored={ignored}
        findings={report.findings.filter((f) => f.ignored === true)}
        page={page}
        where={where}
        latest={latest}
        onDone={() => { done(""); }}
      />
      <Unchecked list={report.unchecked ?? []} />
    </>
  );
}

/** The host of a report's page, without its port: what is remembered is remembered of that. */
function hostNameOf(report: Report | null): string {
  return report !== null && URL.canParse(report.url) ? new URL(report.url).hostname : "";
}

async function start(root: HTMLElement): Promise<void> {
  const words = loadWords();
  const at = await placeOf();
  const [early] = await Promise.all([earlyOf(at.tab).catch(() => undefined), words]);
  render(<Popup at={at} early={early} />, root);
}

const root = document.getElementById("popup");
if (root !== null) void start(root);
