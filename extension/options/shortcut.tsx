import { useEffect, useState } from "preact/hooks";
import { shortcutSettings } from "../browser.js";
import { popupKeys } from "../parts/shortcut.js";
import { t } from "../words.js";

/** The keys that open the popup, and where they are changed: only the browser may do that. */
export function Shortcut() {
  const [keys, setKeys] = useState<string | undefined>(undefined);
  useEffect(() => {
    const look = (): void => { void popupKeys().then(setKeys); };
    look();
    // They are changed in another tab.
    addEventListener("focus", look);
    return () => { removeEventListener("focus", look); };
  }, []);
  const open = shortcutSettings();
  return (
    <section>
      <h2>{t("options_shortcut")}</h2>
      {keys !== undefined && <p data-testid="shortcut">{keys === "" ? t("options_shortcut_none") : t("options_shortcut_keys", keys)}</p>}
      {open === undefined ? <p>{t("options_shortcut_how")}</p> : (
        <div class="buttons">
          <button type="button" data-testid="shortcut-change" onClick={() => void open()}>{t("options_shortcut_change")}</button>
        </div>
      )}
    </section>
  );
}
