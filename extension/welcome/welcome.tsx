// What is shown once, when Midwatch was installed.
import "../parts/theme.css";
import "../parts/sheet.css";
import "./welcome.css";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, source } from "../browser.js";
import { send } from "../messages.js";
import { Notify } from "../parts/notify.js";
import { Permissions } from "../parts/permissions.js";
import { popupKeys } from "../parts/shortcut.js";
import { Switch } from "../parts/switch.js";
import { onSettings, settings, usual } from "../store/settings.js";
import { loadWords, onLanguage, t } from "../words.js";
import { Withheld } from "./withheld.js";

function Welcome() {
  const [keys, setKeys] = useState("");
  useEffect(() => { void popupKeys().then(setKeys); }, []);
  const pin = source === "chromium" ? t("welcome_pin_chromium") : t("welcome_pin_firefox");
  const certificate = source === "chromium" ? t("welcome_blind_certificate_chromium") : t("welcome_blind_certificate_firefox");
  return (
    <main data-testid="welcome">
      <h1>{t("welcome_title")}</h1>
      <p class="lead">{t("welcome_lead")}</p>
      <Withheld />
      <section>
        <h2>{t("welcome_does")}</h2>
        <ul>
          <li>{t("welcome_does_page")}</li>
          <li>{t("welcome_does_memory")}</li>
          <li>{t("welcome_does_ask")}</li>
          <li>{t("welcome_does_stays")}</li>
        </ul>
      </section>
      <section>
        <h2>{t("welcome_button")}</h2>
        <dl class="shapes">
          <Shape state="secure" name={t("state_secure")} means={t("welcome_secure")} />
          <Shape state="exposed" name={t("state_exposed")} means={t("welcome_exposed")} />
          <Shape state="suspect" name={t("state_suspect")} means={t("welcome_suspect")} />
          <Shape state="off" name={t("state_off")} means={t("welcome_off")} />
        </dl>
        <p>{pin}</p>
        {keys !== "" && <p>{t("welcome_keys", keys)}</p>}
      </section>
      <section>
        <h2>{t("welcome_blind")}</h2>
        <ul>
          <li>{t("welcome_blind_first")}</li>
          <li>{t("welcome_blind_network")}</li>
          <li>{certificate}</li>
          <li>{t("welcome_blind_honest")}</li>
          <li>{t("welcome_blind_private")}</li>
        </ul>
      </section>
      <section>
        <h2>{t("welcome_more")}</h2>
        <Notify />
        <Canary />
      </section>
      <section>
        <details>
          <summary><h2>{t("options_permissions")}</h2></summary>
          <Permissions />
        </details>
      </section>
      <p class="open">
        <button type="button" data-testid="settings" onClick={() => void api.runtime.openOptionsPage()}>{t("welcome_settings")}</button>
      </p>
    </main>
  );
}

/** A shape of the toolbar's button, and what it means. */
function Shape({ state, name, means }: { state: string; name: string; means: string }) {
  return (
    <div>
      <dt><img src={`icons/${state}-48.png`} width={24} height={24} alt="" />{name}</dt>
      <dd>{means}</dd>
    </div>
  );
}

/** The canary with what is set of it; the rest is in the settings. */
function Canary() {
  const [canary, setCanary] = useState(usual.canary);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    void settings().then((now) => { setCanary(now.canary); });
    return onSettings((now) => { setCanary(now.canary); });
  }, []);
  const change = (on: boolean): void => {
    setProblem("");
    send({ kind: "canary", settings: { ...canary, on }, ...(on && { ask: true }) }).then(
      (view) => { setCanary(view.settings); },
      (cause: unknown) => { setProblem(String(cause)); },
    );
  };
  return (
    <>
      <Switch id="canary-on" on={canary.on} label={t("options_canary_on")} onChange={change}>{t("welcome_more_canary_what")}</Switch>
      {problem !== "" && <p role="alert">{t("options_failed", problem)}</p>}
    </>
  );
}

async function show(): Promise<void> {
  await loadWords();
  document.title = t("welcome_title");
  const root = document.getElementById("welcome");
  if (root !== null) render(<Welcome />, root);
}

onLanguage(() => void show());
void show();
