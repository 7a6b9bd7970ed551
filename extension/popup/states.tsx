// What stands in the popup where there is no verdict: each state with its cause, and
// what to do about it.
import { askAccess } from "../access.js";
import { api } from "../browser.js";
import type { TabView } from "../messages.js";
import { NoVerdict, Shape } from "../parts/verdict.js";
import { t } from "../words.js";
import type { Place } from "./place.js";

/** Until something is known: it has the form of what will stand there. */
export function Loading() {
  return (
    <main data-testid="loading" aria-busy="true">
      <section class="network" />
      <header class="verdict off">
        <Shape state="off" />
        <div>
          <p class="quiet" role="status">{t("looking")}</p>
        </div>
      </header>
    </main>
  );
}

/** Why there is no report of this page. */
export function WithoutReport({ view, place, onChange }: { view: Pick<TabView, "network" | "broken">; place: Place; onChange: () => void }) {
  if (view.broken === true) {
    return (
      <NoVerdict why="broken" title={t("popup_broken_title")}>
        <p>{t("popup_broken")}</p>
        <p class="quiet">{t("popup_broken_works")}</p>
      </NoVerdict>
    );
  }
  if (!place.access) {
    return (
      <NoVerdict why="access" title={t("popup_access_title")}>
        <p>{t("popup_access")}</p>
        <button type="button" class="primary" data-testid="ask-access" onClick={() => void askAccess().then(onChange, onChange)}>
          {t("popup_access_ask")}
        </button>
      </NoVerdict>
    );
  }
  if (!place.site) {
    return <NoVerdict why="internal" title={t("popup_internal_title")}><p class="quiet">{t("popup_internal")}</p></NoVerdict>;
  }
  if (view.network.offline === true) {
    return <NoVerdict why="offline" title={t("popup_offline_title")}><p class="quiet">{t("popup_offline")}</p></NoVerdict>;
  }
  return (
    <NoVerdict why="unseen" title={t("popup_unseen_title")}>
      <p class="quiet">{t("popup_unseen")}</p>
      <button type="button" class="primary" data-testid="reload" onClick={() => void api.tabs.reload(place.tab)}>{t("popup_reload")}</button>
    </NoVerdict>
  );
}

/** What failed of Midwatch itself. */
export function Failure({ words }: { words: string }) {
  return (
    <div class="failure" role="alert" data-testid="failure">
      <b>{t("popup_failure_title")}</b>
      <p>{t("popup_failure")}</p>
      <p class="quiet">{words}</p>
    </div>
  );
}
