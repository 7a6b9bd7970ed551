// Saving as a file: in what form, without what, and how that will look.
import { useRef, useState } from "preact/hooks";
import { exportFormats, redactions, send, type ExportFormat, type Scope } from "../messages.js";
import { download } from "../parts/download.js";
import type { Redaction } from "../wire.js";
import { language, named, shown, t } from "../words.js";

/** How much of the text a preview shows, in characters. */
const previewed = 4000;

export function Save({ scope }: { scope: Scope }) {
  const [format, setFormat] = useState<ExportFormat>("json");
  const [redact, setRedact] = useState<Redaction | undefined>(undefined);
  const [hidden, setHidden] = useState(false);
  const [text, setText] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const asked = useRef(0);
  const change = (apply: () => void): void => {
    apply();
    setText(undefined); // it would show what is not saved
    asked.current++;
  };
  const make = (then: (text: string) => void): void => {
    const mine = ++asked.current;
    setBusy(true);
    send({ kind: "export", format, earlier: scope.earlier ?? false, private: hidden, ...(redact && { redact }) }).then(
      (made) => {
        setBusy(false);
        setProblem("");
        if (mine === asked.current) then(made);
      },
      (cause: unknown) => {
        setBusy(false);
        setProblem(t("report_save_failed", cause instanceof Error ? cause.message : String(cause)));
      },
    );
  };
  // What was previewed is what is saved.
  const save = (): void => {
    if (text !== undefined) download(text, format);
    else make((made) => { download(made, format); });
  };
  return (
    <section class="save" aria-labelledby="save-title">
      <h2 id="save-title">{t("report_save")}</h2>
      <p class="quiet">{t("report_save_how")}</p>
      <div class="wishes">
        <fieldset>
          <legend>{t("report_save_redact")}</legend>
          {[undefined, ...redactions].map((r) => (
            <label key={r ?? "none"}>
              <input type="radio" name="redact" data-testid={`redact-${r ?? "none"}`} checked={redact === r} onChange={() => { change(() => { setRedact(r); }); }} />
              {named("report_redact", r ?? "none")}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t("report_save_format")}</legend>
          {exportFormats.map((f) => (
            <label key={f}>
              <input type="radio" name="format" data-testid={`format-${f}`} checked={format === f} onChange={() => { change(() => { setFormat(f); }); }} />
              {named("report_save", f)}
            </label>
          ))}
          <label class="apart">
            <input type="checkbox" data-testid="save-private" checked={hidden} onChange={(e) => { const on = e.currentTarget.checked; change(() => { setHidden(on); }); }} />
            {t("report_save_private")}
          </label>
        </fieldset>
      </div>
      <div class="buttons">
        <button type="button" data-testid="preview" aria-disabled={busy} onClick={() => { make(setText); }}>{t("report_save_preview")}</button>
        <button type="button" class="primary" data-testid="save" aria-disabled={busy} onClick={save}>
          {t("report_save_now")}
        </button>
      </div>
      {problem !== "" && <p role="alert">{problem}</p>}
      <div role="status">
        {text !== undefined && (
          <p>{text.length > previewed ? t("report_save_size", size(text)) : t("report_save_whole", size(text))}</p>
        )}
      </div>
      {text !== undefined && (
        <pre class="preview" tabIndex={0} role="region" aria-label={t("report_save_preview")} dir="ltr" data-testid="preview-text">
          {/* Line by line: what is shown takes line ends for something to hide. */}
          {text.slice(0, previewed).split(/\r?\n/).map(shown).join("\n")}
        </pre>
      )}
    </section>
  );
}

/** A text's size as a file. */
function size(text: string): string {
  const bytes = new Blob([text]).size;
  const [n, unit] = bytes < 10_000 ? [bytes, "byte"] as const : bytes < 10_000_000 ? [bytes / 1000, "kilobyte"] as const : [bytes / 1_000_000, "megabyte"] as const;
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(n);
}
