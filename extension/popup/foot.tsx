// What is wanted seldom: the session's counts, the report, the settings, and behind
// one line export and forgetting.
import { api } from "../browser.js";
import type { TabView } from "../messages.js";
import { language, named, t } from "../words.js";
import { Export } from "./export.js";
import { Forget } from "./forget.js";

const levels = ["danger", "warning", "notice"] as const;

interface Props {
  session: TabView["session"] | undefined;
  host: string;
  tab: number;
  onForgotten: () => void;
}

export function Foot({ session, host, tab, onForgotten }: Props) {
  const count = (n: number | undefined): string => (n === undefined ? "–" : n.toLocaleString(language()));
  return (
    <footer>
      <section aria-labelledby="session-title" data-testid="session">
        <h2 id="session-title">{t("popup_session")}</h2>
        <dl class="counts">
          <div>
            <dt>{t("popup_pages")}</dt>
            <dd>{count(session?.visits)}</dd>
          </div>
          {levels.map((level) => (
            <div key={level} class={(session?.[level] ?? 0) > 0 ? level : ""}>
              <dt>{named("level", level)}</dt>
              <dd>{count(session?.[level])}</dd>
            </div>
          ))}
        </dl>
      </section>
      <div class="buttons">
        <button type="button" data-testid="report" onClick={() => void api.tabs.create({ url: api.runtime.getURL(`report.html?tab=${tab}`) })}>
          {t("popup_report")}
        </button>
        <button type="button" data-testid="settings" onClick={() => void api.runtime.openOptionsPage()}>{t("popup_settings")}</button>
      </div>
      <details class="more-tools" data-testid="more">
        <summary>{t("popup_more")}</summary>
        <Export />
        <Forget host={host} onForgotten={onForgotten} />
      </details>
    </footer>
  );
}
