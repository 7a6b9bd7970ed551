import { useEffect, useState } from "preact/hooks";
import { Switch } from "../parts/switch.js";
import { send, type CanaryView } from "../messages.js";
import { isCanarySettings, maxBody, maxURL, offered, type CanarySettings } from "../store/settings.js";
import { language, shown, t } from "../words.js";
import type { Canary } from "../wire.js";

/** The page whose every letter is known: off, where it is, what it says, and what last came back. */
export function CanarySection() {
  const [form, setForm] = useState<CanarySettings | null>(null);
  const [last, setLast] = useState<Canary | undefined>(undefined);
  const [said, setSaid] = useState<"options_canary_saved" | "options_canary_saved_asked" | "options_canary_asked" | undefined>(undefined);
  const [problem, setProblem] = useState("");
  const tell = (message: { settings?: CanarySettings; ask?: true }, words: typeof said): void => {
    setSaid(undefined);
    send({ kind: "canary", ...message }).then(
      (view: CanaryView) => {
        setForm(view.settings);
        setLast(view.last);
        setProblem("");
        setSaid(words);
      },
      (cause: unknown) => { setProblem(cause instanceof Error ? cause.message : String(cause)); },
    );
  };
  useEffect(() => { tell({}, undefined); }, []);
  const fits = isCanarySettings(form);
  const save = (settings: CanarySettings): void => {
    // It is asked for at once: so it is seen whether it is the right page.
    if (isCanarySettings(settings)) {
      tell({ settings, ...(settings.on && { ask: true }) }, settings.on ? "options_canary_saved_asked" : "options_canary_saved");
    }
  };
  return (
    <section>
      <h2 id="canary">{t("options_canary")}</h2>
      <p>{t("options_canary_what")}</p>
      {form === null ? <p class="quiet" aria-busy={problem === ""}>{t("looking")}</p> : (
        <form
          aria-labelledby="canary"
          onSubmit={(e) => {
            e.preventDefault();
            save(form);
          }}
        >
          <Switch id="canary-on" on={form.on} disabled={!fits} label={t("options_canary_on")} onChange={(on) => { save({ ...form, on }); }}>
            {t("options_canary_sends")}
          </Switch>
          <fieldset aria-labelledby="canary">
            <label class="field">
              <span>{t("options_canary_url")}</span>
              <input
                type="url"
                required
                dir="ltr"
                maxLength={maxURL}
                spellcheck={false}
                data-testid="canary-url"
                aria-describedby="canary-url-what"
                value={form.url}
                onInput={(e) => { setForm({ ...form, url: e.currentTarget.value }); }}
              />
            </label>
            <p class="quiet" id="canary-url-what">{t("options_canary_url_what")}</p>
            <label class="field">
              <span>{t("options_canary_body")}</span>
              <textarea
                rows={3}
                dir="auto"
                maxLength={maxBody}
                spellcheck={false}
                data-testid="canary-body"
                value={form.body}
                onInput={(e) => { setForm({ ...form, body: e.currentTarget.value }); }}
              />
            </label>
          </fieldset>
          <div class="buttons">
            <button type="submit" data-testid="canary-save" disabled={!fits}>{t("options_canary_save")}</button>
            <button type="button" data-testid="canary-ask" disabled={!form.on || !fits} onClick={() => { tell({ ask: true }, "options_canary_asked"); }}>
              {t("options_canary_ask")}
            </button>
            <button type="button" data-testid="canary-offered" onClick={() => { setForm({ ...offered, on: form.on }); }}>
              {t("options_canary_offered")}
            </button>
          </div>
          {!fits && <p role="alert">{t("options_canary_unfit")}</p>}
        </form>
      )}
      {said !== undefined && <p role="status" data-testid="canary-said">{t(said)}</p>}
      {problem !== "" && <p role="alert">{t("options_failed", problem)}</p>}
      {last !== undefined && (last.at ?? 0) > 0 && <Last canary={last} />}
    </section>
  );
}

/** What last came back on this network: as it is, without a word on what it means. */
function Last({ canary }: { canary: Canary }) {
  const time = new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(canary.at ?? 0);
  return (
    <div data-testid="canary-last">
      <h3>{t("options_canary_last")}</h3>
      <p class="quiet">{t("options_canary_last_when", canary.url ?? "", time)}</p>
      {canary.error !== undefined ? <p>{t("options_canary_last_error", canary.error)}</p> : (
        <>
          {canary.final !== undefined && <p>{t("options_canary_last_final", canary.final)}</p>}
          <p>{t("options_canary_last_status", String(canary.status ?? 0))}</p>
          <pre dir="auto"><code>{(canary.got ?? "").split("\n").map(shown).join("\n")}</code></pre>
        </>
      )}
    </div>
  );
}
