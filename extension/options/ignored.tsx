import { useEffect, useState } from "preact/hooks";
import { send } from "../messages.js";
import type { Entry } from "../store/ignored.js";
import { named, t } from "../words.js";

/** What the person chose not to hear of, to be taken back. */
export function IgnoredSection() {
  const [list, setList] = useState<Entry[] | undefined>(undefined);
  const [problem, setProblem] = useState("");
  const doing = async (undone?: Entry): Promise<void> => {
    setProblem("");
    try {
      if (undone) await send({ kind: "ignore", ...undone, undo: true });
      // What was wished in a private window is told in that only.
      setList((await send({ kind: "ignored" })).filter((entry) => entry.private !== true));
    } catch (cause) {
      setProblem(cause instanceof Error ? cause.message : String(cause));
    }
  };
  useEffect(() => void doing(), []);
  return (
    <section>
      <h2 id="ignored">{t("options_ignored")}</h2>
      {list?.length === 0 && <p data-testid="ignored-none">{t("options_ignored_none")}</p>}
      {list !== undefined && list.length > 0 && (
        <>
          <p>{t("options_ignored_what")}</p>
          <ul class="ignored" data-testid="ignored" aria-labelledby="ignored">
            {list.map((entry) => {
              const { check, host, epoch } = entry;
              const warning = named("check", check, "title") ?? check;
              return (
                <li key={`${check} ${host} ${epoch ?? ""}`}>
                  <span>{epoch === undefined ? t("options_ignored_always", host, warning) : t("options_ignored_epoch", host, warning)}</span>
                  <button type="button" title={t("options_ignored_undo_which", warning, host)} onClick={() => void doing(entry)}>
                    {t("options_ignored_undo")}
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {problem !== "" && <p role="alert">{t("options_failed", problem)}</p>}
    </section>
  );
}
