// The report: what all that was found comes to, by site, in time, and one by one.
import "../parts/theme.css";
import "../parts/findings.css";
import "./report.css";
import { render } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../browser.js";
import { send, type Scope } from "../messages.js";
import { titleOf } from "../parts/finding.js";
import { Shape } from "../parts/verdict.js";
import type { Overview, Row } from "../wire.js";
import { language, loadWords, named, onLanguage, say, t } from "../words.js";
import { Filters } from "./filters.js";
import { Printed } from "./printed.js";
import { filtered, levels, sorted, without, type Filter, type Order, type Shown } from "./rows.js";
import { Save } from "./save.js";
import { Sites } from "./sites.js";
import { Stories } from "./stories.js";
import { Table } from "./table.js";
import { TimelineView } from "./timeline.js";

/** How often an open report looks for news. */
const refresh = 3000; // ms

function Report({ hidden }: { hidden: boolean }) {
  const [scope, setScope] = useState<Scope>({ earlier: false, private: hidden });
  const [overview, setOverview] = useState<Overview | undefined>(undefined);
  const [failure, setFailure] = useState("");
  const since = useRef<string | undefined>(undefined);
  const asking = useRef(false);
  const ask = useCallback(async () => {
    // One that takes long is not asked for twice.
    if (asking.current) return;
    asking.current = true;
    try {
      const now = await send({ kind: "overview", ...scope, ...(since.current !== undefined && { since: since.current }) });
      since.current = now.version;
      if (now.overview !== null) setOverview(now.overview);
      setFailure("");
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
    }
    asking.current = false;
  }, [scope]);
  useEffect(() => {
    void ask();
    const timer = setInterval(() => { if (!document.hidden) void ask(); }, refresh);
    return () => { clearInterval(timer); };
  }, [ask]);
  const empty = overview !== undefined && overview.rows.length === 0;
  return (
    <main data-testid="report" data-state={overview?.state ?? ""} aria-busy={overview === undefined && failure === ""}>
      <header class="top">
        <p class="name">{t("report_title")}</p>
        <Which scope={scope} onScope={setScope} />
      </header>
      {failure !== "" && overview !== undefined && <p role="alert" class="stale" data-testid="stale">{t("report_stale")} <span class="quiet">{failure}</span></p>}
      {overview === undefined && failure === "" && <Headline state="off" title={t("looking")} />}
      {overview === undefined && failure !== "" && (
        <div role="alert" data-testid="failure">
          <Headline state="off" title={t("report_failed_title")}>
            <p>{t("report_failed")}</p>
            <p class="quiet">{failure}</p>
            <button type="button" class="primary" onClick={() => void ask()}>{t("report_retry")}</button>
          </Headline>
        </div>
      )}
      {empty && (
        <div data-testid="empty">
          <Headline state="secure" title={t("report_empty_title")}>
            <p>{t("report_empty")}</p>
            {scope.earlier !== true && (
              <button type="button" class="primary" data-testid="look-earlier" onClick={() => { setScope({ ...scope, earlier: true }); }}>{t("report_empty_earlier")}</button>
            )}
          </Headline>
        </div>
      )}
      {overview !== undefined && !empty && <Whole overview={overview} scope={scope} />}
    </main>
  );
}

function Which({ scope, onScope }: { scope: Scope; onScope: (scope: Scope) => void }) {
  return (
    <div class="which">
      <label>
        <span class="unseen">{t("report_which")}</span>
        <select
          data-testid="which"
          value={scope.earlier === true ? "earlier" : "now"}
          onChange={(e) => { onScope({ ...scope, earlier: e.currentTarget.value === "earlier" }); }}
        >
          <option value="now">{t("report_now")}</option>
          <option value="earlier">{t("report_earlier")}</option>
        </select>
      </label>
      <label class="tick">
        <input
          type="checkbox"
          data-testid="private"
          checked={scope.private ?? false}
          onChange={(e) => { onScope({ ...scope, private: e.currentTarget.checked }); }}
        />
        {t("report_private_show")}
      </label>
      <button type="button" data-testid="print" onClick={() => { print(); }}>{t("report_print")}</button>
    </div>
  );
}

function Headline({ state, title, children }: { state: Overview["state"] | "off"; title: string; children?: preact.ComponentChildren }) {
  return (
    <section class={`headline ${state}`} data-testid="headline">
      <Shape state={state} />
      <div>
        {state !== "off" && <p class="state">{named("state", state)}</p>}
        <h1 aria-live="polite">{title}</h1>
        {children}
      </div>
    </section>
  );
}

function Whole({ overview, scope }: { overview: Overview; scope: Scope }) {
  const [filter, setFilter] = useState<Filter>({});
  const [order, setOrder] = useState<Order>({ by: "level", falling: true });
  const findings = useRef<HTMLHeadingElement>(null);
  const words: Shown = useMemo(() => ({
    title: titleOf,
    network: ({ network }: Pick<Row, "network">) => t("report_network_name", network + 1, named("report_trust", overview.networks[network]?.trust ?? "unknown") ?? ""),
  }), [overview]);
  const rows = useMemo(() => sorted(filtered(overview.rows, filter, words), order, words, language()), [overview, filter, order, words]);
  /** Narrows the table from elsewhere on the page, and goes there. */
  const show = (narrow: Filter): void => {
    setFilter(narrow);
    findings.current?.scrollIntoView({ block: "start" });
    findings.current?.focus({ preventScroll: true });
  };
  const epochOf = (row: Row): string => overview.networks[row.network]?.epoch ?? "";
  const counts: { id: string; name: string; n: number; narrow: Filter }[] = levels.map((level) => (
    { id: level, name: named("level", level) ?? level, n: overview[level], narrow: { level, state: "told" } }));
  if (overview.ignored > 0) counts.push({ id: "ignored", name: t("report_count_ignored"), n: overview.ignored, narrow: { state: "ignored" } });
  return (
    <>
      <Headline state={overview.state} title={say(overview.words, overview.sentence)}>
        <ul class="counts">
          {counts.map(({ id, name, n, narrow }) => (
            <li key={id} class={n > 0 ? id : ""}>
              <button type="button" data-testid={`count-${id}`} disabled={n === 0} title={t("report_count_show", name, n)} onClick={() => { show(narrow); }}>
                <b>{n.toLocaleString(language())}</b>
                <span>{name}</span>
              </button>
            </li>
          ))}
        </ul>
        {scope.private === true && <p class="quiet">{t("report_private_note")}</p>}
      </Headline>
      <Stories
        stories={overview.stories}
        onNetwork={(epoch) => { show({ network: overview.networks.findIndex((n) => n.epoch === epoch) }); }}
      />
      <Sites sites={overview.sites} onSite={(site) => { show({ site }); }} />
      <section class="findings" aria-labelledby="findings-title">
        <h2 id="findings-title" ref={findings} tabIndex={-1}>{t("report_findings")}</h2>
        {overview.timeline.buckets.length > 0 && (
          <div class="when">
            <h3>{t("report_timeline")}</h3>
            <TimelineView
              timeline={overview.timeline}
              networks={overview.networks}
              from={filter.from}
              until={filter.until}
              onRange={(from, until) => {
                setFilter({ ...without(filter, "from", "until"), ...(from !== undefined && { from }), ...(until !== undefined && { until }) });
              }}
            />
          </div>
        )}
        <Filters overview={overview} words={words} filter={filter} onFilter={setFilter} />
        <div class="shown">
          <p role="status" data-testid="shown">{t("report_shown", rows.length, overview.rows.length)}</p>
          {Object.keys(filter).length > 0 && (
            <button type="button" class="plain" data-testid="clear" onClick={() => { setFilter({}); }}>{t("report_clear")}</button>
          )}
        </div>
        {rows.length > 0 ? (
          <Table rows={rows} words={words} order={order} onOrder={setOrder} epochOf={epochOf} scope={scope} />
        ) : (
          <div class="none" data-testid="none">
            <p><b>{t("report_none_title")}</b></p>
            <p class="quiet">{t("report_none")}</p>
          </div>
        )}
        <Printed rows={rows} words={words} />
      </section>
      <Save scope={scope} />
    </>
  );
}

/** Whether the report was asked for from a private window. */
async function fromPrivate(): Promise<boolean> {
  const asked = new URLSearchParams(location.search);
  const tab = Number(asked.get("tab") ?? NaN);
  if (asked.has("private")) return true;
  return Number.isInteger(tab) && await api.tabs.get(tab).then((of) => of.incognito, () => false);
}

async function show(root: HTMLElement, hidden: boolean): Promise<void> {
  await loadWords();
  document.title = t("report_title");
  render(null, root); // all of it in the other language
  render(<Report hidden={hidden} />, root);
}

const root = document.getElementById("report");
if (root !== null) {
  void fromPrivate().then(async (hidden) => {
    await show(root, hidden);
    onLanguage(() => void show(root, hidden));
  });
}
