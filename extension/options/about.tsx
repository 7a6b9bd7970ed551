import { useEffect, useState } from "preact/hooks";
import { api } from "../browser.js";
import { onSettings, settings, usual, type CanarySettings } from "../store/settings.js";
import { t } from "../words.js";

/** What leaves the computer, and what this is. */
export function About() {
  const [canary, setCanary] = useState<CanarySettings>(usual.canary);
  useEffect(() => {
    const take = (now: { canary: CanarySettings }): void => { setCanary(now.canary); };
    void settings().then(take);
    return onSettings(take);
  }, []);
  return (
    <>
      <section>
        <h2>{t("options_leaves")}</h2>
        <p data-testid="leaves">{canary.on ? t("options_leaves_canary", canary.url) : t("options_leaves_nothing")}</p>
        <p>{t("options_leaves_try")}</p>
      </section>
      <section>
        <h2>{t("options_about")}</h2>
        <p data-testid="version">{t("options_version", api.runtime.getManifest().version)}</p>
        <ul class="links">
          <li><a href="LICENSE.txt">{t("options_licence")}</a></li>
          <li><a href="THIRD-PARTY.txt">{t("options_third_party")}</a></li>
          <li><a href="welcome.html">{t("options_welcome")}</a></li>
        </ul>
      </section>
    </>
  );
}
