import { useState } from "preact/hooks";
import { send } from "../messages.js";
import type { Forget as What } from "../store/forget.js";
import { t } from "../words.js";

const hour = 3_600_000; // ms

/** What can be forgotten beside a site, in milliseconds until now. */
const periods = { hour, day: 24 * hour, week: 7 * 24 * hour, everything: undefined };

/** How long an answer may take, in milliseconds: Firefox gives none for a background that was stopped meanwhile. */
const patience = 3000;

/** Asks again where the background was stopped before it had answered: to forget twice does no harm. */
async function forgetSurely(what: What, tries = 3): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error(t("popup_no_answer"))); }, patience);
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
        setOutcome(t("popup_forgotten"));
        onForgotten();
      },
      (cause: unknown) => { setOutcome(t("popup_not_forgotten", cause instanceof Error ? cause.message : String(cause))); },
    );
  };
  const ms = periods[period];
  return (
    <section class="tools" aria-labelledby="forget-title">
      <h2 id="forget-title">{t("popup_forget_title")}</h2>
      {host !== "" && (
        <button type="button" class="wide" data-testid="forget-site" onClick={() => { forget({ host }); }}>
          {t("popup_forget_site", host)}
        </button>
      )}
      <div class="buttons">
        <select
          aria-label={t("popup_forget_what")}
          data-testid="forget-period"
          value={period}
          onChange={(e) => { setPeriod(e.currentTarget.value as Period); }}
        >
          {(Object.keys(periods) as Period[]).map((name) => <option key={name} value={name}>{t(`popup_period_${name}`)}</option>)}
        </select>
        <button
          type="button"
          title={t(`popup_forget_${period}`)}
          data-testid="forget"
          onClick={() => { forget(ms === undefined ? { everything: true } : { since: Date.now() - ms }); }}
        >
          {t("popup_forget")}
        </button>
      </div>
      {outcome !== "" && <p role="status" data-testid="forgotten">{outcome}</p>}
    </section>
  );
}
