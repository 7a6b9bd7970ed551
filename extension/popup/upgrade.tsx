import { useState } from "preact/hooks";
import { send } from "../messages.js";
import type { Upgrade as To } from "../wire.js";
import { t } from "../words.js";

/** The button that leads to the page's encrypted version, or has that tried. */
export function Upgrade({ tab, to }: { tab: number; to: To }) {
  const [outcome, setOutcome] = useState("");
  const [busy, setBusy] = useState(false);
  const go = (): void => {
    setBusy(true);
    setOutcome(to.known === true ? "" : t("popup_https_trying"));
    send({ kind: "upgrade", tab }).then(
      (came) => { setOutcome(t(`popup_https_${came}`)); },
      (cause: unknown) => { setOutcome(t("popup_not_done", cause instanceof Error ? cause.message : String(cause))); },
    ).finally(() => { setBusy(false); });
  };
  return (
    <div class="upgrade">
      <button type="button" class="primary" data-testid="upgrade" data-known={to.known === true} aria-disabled={busy} onClick={() => { if (!busy) go(); }}>
        {to.known === true ? t("popup_https_go") : t("popup_https_try")}
      </button>
      <p role="status" data-testid="upgrade-outcome">{outcome}</p>
    </div>
  );
}
