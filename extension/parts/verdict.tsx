import type { ComponentChildren } from "preact";
import type { Report, State } from "../wire.js";
import { named, say, shown, t } from "../words.js";

/** The page's state in one word and one sentence, beside its shape. */
export function Verdict({ report, children }: { report: Report; children?: ComponentChildren }) {
  const { state, sentence, words } = report.verdict;
  return (
    <header class={`verdict ${state}`} data-testid="verdict">
      <Shape state={state} />
      <div>
        <p class="state">
          {named("state", state) ?? state} <bdi class="host">{shown(hostOf(report.url))}</bdi>
        </p>
        <h1>{say(words, sentence)}</h1>
        {children}
      </div>
    </header>
  );
}

/** What stands there where there is no verdict, and why. */
export function NoVerdict({ why, title, children }: { why: string; title: string; children: ComponentChildren }) {
  return (
    <header class="verdict off" data-testid="nothing" data-why={why}>
      <Shape state="off" />
      <div>
        <p class="state">{t("state_off")}</p>
        <h1>{title}</h1>
        {children}
      </div>
    </header>
  );
}

/** The same shape as on the toolbar. The words beside it say what it means. */
export function Shape({ state }: { state: State | "off" }) {
  return <img class="shape" src={`icons/${state}-128.png`} alt="" width={40} height={40} />;
}

/** The host of an address, with its port. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
