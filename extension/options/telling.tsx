import { useEffect, useState } from "preact/hooks";
import { Notify } from "../parts/notify.js";
import { Switch } from "../parts/switch.js";
import { keepSettings, settings, usual, type Settings } from "../store/settings.js";
import { t } from "../words.js";

/** Beside the toolbar, which always tells. */
export function Telling() {
  const [now, setNow] = useState<Settings>(usual);
  const [problem, setProblem] = useState("");
  const doing = (work: Promise<void>): void => {
    setProblem("");
    work.then(settings).then(setNow, (cause: unknown) => { setProblem(String(cause)); });
  };
  useEffect(() => { doing(Promise.resolve()); }, []);
  return (
    <section>
      <h2>{t("options_telling")}</h2>
      <Switch id="banner" on={now.banner} label={t("options_banner")} onChange={(banner) => { doing(keepSettings({ banner })); }}>
        {t("options_banner_what")}
      </Switch>
      <Switch id="ask" on={now.ask} label={t("options_ask")} onChange={(ask) => { doing(keepSettings({ ask })); }}>
        {t("options_ask_what")}
      </Switch>
      <Notify />
      {problem !== "" && <p role="alert">{t("options_failed", problem)}</p>}
    </section>
  );
}
