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

/** How long an answer may take, in milliseconds: Firefox gives none for a background that was stopped meanwhile. */
const patience = 3000;

/** Asks again where the background was stopped before it had answered: to forget twice does no harm. */
async function forgetSurely(what: What, tries = 3): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error("Midwatch did not answer.")); }, patience);
  });
  try {
    await Promise.race([send({ kind: "forget", ...what }), late]);
  } catch (cause) {
    if (tries <= 1) throw cause;
    await forgetSurely(what, tries - 1);
  } finally {
    clearTimeout(timer);
  }
}

type Period = keyof typeof periods;

/** Buttons that make Midwatch forget: a site with all below it, a time, or everything. */
export function Forget({ host, onForgotten }: { host: string; onForgotten: () => void }) {
  const [period, setPeriod] = useState<Period>("hour");
  const [outcome, setOutcome] = useState("");
  const forget = (what: What) => {
    setOutcome("");
    forgetSurely(what).then(
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
