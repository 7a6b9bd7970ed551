import { useState } from "preact/hooks";
import { send } from "../messages.js";
import type { Forget as What } from "../store/forget.js";

const hour = 3_600_000; // ms

/** What can be forgotten beside a site; the words stand after "Forget". */
const periods = {
  hour: { words: "the last hour", ms: hour },
  day: { words: "the last day", ms: 24 * hour },
  week: { words: "the last week", ms: 7 * 24 * hour },
  everything: { words: "everything", ms: undefined },
};

type Period = keyof typeof periods;

/** Buttons that make Midwatch forget: a site with all below it, a time, or everything. */
export function Forget({ host, onForgotten }: { host: string; onForgotten: () => void }) {
  const [period, setPeriod] = useState<Period>("hour");
  const [outcome, setOutcome] = useState("");
  const forget = (what: What) => {
    send({ kind: "forget", ...what }).then(
      () => {
        setOutcome("Forgotten.");
        onForgotten();
      },
      (cause: unknown) => { setOutcome(`It could not be forgotten. ${cause instanceof Error ? cause.message : String(cause)}`); },
    );
  };
  const { ms } = periods[period];
  return (
    <section class="forget" aria-label="Forget">
      {host !== "" && (
        <button type="button" class="wide" data-testid="forget-site" onClick={() => { forget({ host }); }}>
          Forget <bdi>{host}</bdi>
        </button>
      )}
      <select
        aria-label="What to forget"
        data-testid="forget-period"
        value={period}
        onChange={(e) => { setPeriod(e.currentTarget.value as Period); }}
      >
        {Object.entries(periods).map(([name, { words }]) => <option key={name} value={name}>{words}</option>)}
      </select>
      <button
        type="button"
        aria-label={`Forget ${periods[period].words}`}
        data-testid="forget"
        onClick={() => { forget(ms === undefined ? { everything: true } : { since: Date.now() - ms }); }}
      >
        Forget
      </button>
      {outcome !== "" && <p role="status" data-testid="forgotten">{outcome}</p>}
    </section>
  );
}
