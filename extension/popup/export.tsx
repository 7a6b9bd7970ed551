import { useState } from "preact/hooks";
import { send, type ExportFormat } from "../messages.js";
import { t } from "../words.js";

const types: Record<ExportFormat, string> = { json: "application/json", csv: "text/csv" };

/** Buttons that save the session's findings, or those of earlier ones too, as a file. */
export function Export() {
  const [problem, setProblem] = useState("");
  const [earlier, setEarlier] = useState(false);
  const save = (format: ExportFormat) => {
    send({ kind: "export", format, earlier }).then(
      (text) => {
        download(text, format);
        setProblem("");
      },
      (cause: unknown) => { setProblem(t("popup_not_exported", cause instanceof Error ? cause.message : String(cause))); },
    );
  };
  return (
    <section class="tools" aria-labelledby="export-title">
      <h2 id="export-title">{t("popup_export")}</h2>
      <div class="buttons">
        <button type="button" data-testid="export-json" onClick={() => { save("json"); }}>{t("popup_export_json")}</button>
        <button type="button" data-testid="export-csv" onClick={() => { save("csv"); }}>{t("popup_export_csv")}</button>
      </div>
      <label>
        <input type="checkbox" data-testid="export-earlier" checked={earlier} onChange={(e) => { setEarlier(e.currentTarget.checked); }} />
        {t("popup_export_earlier")}
      </label>
      {problem !== "" && <p role="alert">{problem}</p>}
    </section>
  );
}

function download(text: string, format: ExportFormat): void {
  const url = URL.createObjectURL(new Blob([text], { type: types[format] }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `midwatch-${today()}.${format}`;
  link.click();
  // The browser has to have read it before it goes.
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}

/** The visitor's own date, as YYYY-MM-DD. */
function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
