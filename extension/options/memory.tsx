import { useEffect, useRef, useState } from "preact/hooks";
import { send, type Kept } from "../messages.js";
import { t } from "../words.js";

const hour = 3_600_000; // ms
const periods = { hour, day: 24 * hour, week: 7 * 24 * hour, everything: undefined };
type Period = keyof typeof periods;

const words: Record<Period, () => string> = {
  hour: () => t("options_forget_hour"),
  day: () => t("options_forget_day"),
  week: () => t("options_forget_week"),
  everything: () => t("options_forget_everything"),
};

/** How much is remembered, and forgetting it. */
export function MemorySection({ onForgotten }: { onForgotten: () => void }) {
  const [kept, setKept] = useState<Kept | undefined>(undefined);
  const [wanted, setWanted] = useState<Period | undefined>(undefined);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const asked = useRef<HTMLButtonElement | null>(null);
  const doing = async (work?: () => Promise<unknown>): Promise<void> => {
    setSaid("");
    setProblem("");
    try {
      await work?.();
      setKept(await send({ kind: "kept" }));
      if (!work) return;
      setSaid(t("options_forgotten"));
      onForgotten();
    } catch (cause) {
      setProblem(cause instanceof Error ? cause.message : String(cause));
    }
  };
  useEffect(() => void doing(), []);
  const answer = (yes: boolean): void => {
    if (yes && wanted) {
      const ms = periods[wanted];
      void doing(() => send({ kind: "forget", ...(ms === undefined ? { everything: true } : { since: Date.now() - ms }) }));
    }
    setWanted(undefined);
    asked.current?.focus();
  };
  return (
    <section>
      <h2 id="memory">{t("options_memory")}</h2>
      <p>{t("options_memory_what")}</p>
      {kept && (
        <ul data-testid="kept">
          <li>{t("options_memory_sites", kept.hosts)}</li>
          <li>{t("options_memory_findings", kept.findings)}</li>
        </ul>
      )}
      <p class="quiet">{t("options_forget_settings")}</p>
      <div class="buttons">
        {(Object.keys(periods) as Period[]).map((period) => (
          <button
            key={period}
            type="button"
            data-testid={`forget-${period}`}
            aria-expanded={wanted === period}
            onClick={(e) => {
              asked.current = e.currentTarget;
              setSaid("");
              setWanted(period);
            }}
          >
            {words[period]()}
          </button>
        ))}
      </div>
      {wanted && <Sure key={wanted} words={words[wanted]()} onAnswer={answer} />}
      {said !== "" && <p role="status" data-testid="forgotten">{said}</p>}
      {problem !== "" && <p role="alert">{t("options_failed", problem)}</p>}
    </section>
  );
}

/** Asks once more. What is safe comes first, and is where the keyboard is. */
function Sure({ words, onAnswer }: { words: string; onAnswer: (yes: boolean) => void }) {
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => { safe.current?.focus(); }, []);
  return (
    <div
      class="sure"
      role="alertdialog"
      aria-label={words}
      aria-describedby="sure"
      onKeyDown={(e) => { if (e.key === "Escape") onAnswer(false); }}
    >
      <p id="sure">{t("options_forget_sure")}</p>
      <div class="buttons">
        <button type="button" class="primary" ref={safe} data-testid="forget-keep" onClick={() => { onAnswer(false); }}>{t("options_forget_keep")}</button>
        <button type="button" data-testid="forget-sure" onClick={() => { onAnswer(true); }}>{words}</button>
      </div>
    </div>
  );
}
