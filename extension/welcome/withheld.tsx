import { useEffect, useState } from "preact/hooks";
import { askAccess, hasAccess, onAccess } from "../access.js";
import { t } from "../words.js";

/** Where the browser withholds sites: that, and the button that has it ask. */
export function Withheld() {
  const [access, setAccess] = useState(true);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    void hasAccess().then(setAccess);
    onAccess(setAccess);
  }, []);
  if (access) return null;
  const ask = (): void => {
    askAccess().then(
      (allowed) => {
        setAccess(allowed);
        setRefused(!allowed);
      },
      () => { setRefused(true); },
    );
  };
  return (
    <div class="withheld" role="alert" data-testid="withheld">
      <h2>{t("welcome_withheld")}</h2>
      <p>{t("welcome_withheld_what")}</p>
      <button type="button" class="primary" data-testid="allow" onClick={ask}>{t("welcome_allow")}</button>
      {refused && <p data-testid="refused">{t("welcome_refused")}</p>}
    </div>
  );
}
