import type { Report, State } from "../wire.js";

const words: Record<State, string> = { secure: "Secure", exposed: "Exposed", suspect: "Suspect" };

/** The page's state in one word and one sentence, beside its shape. */
export function Verdict({ report }: { report: Report }) {
  const { state, sentence } = report.verdict;
  return (
    <header class={`verdict ${state}`} data-testid="verdict">
      <Shape state={state} />
      <div>
        <p class="state">
          {words[state]} <bdi class="host">{hostOf(report.url)}</bdi>
        </p>
        <h1>{sentence}</h1>
      </div>
    </header>
  );
}

/** What stands there when nothing was seen of a tab. */
export function Nothing() {
  return (
    <header class="verdict off" data-testid="nothing">
      <Shape state="off" />
      <div>
        <p class="state">Off</p>
        <h1>I see nothing of this page.</h1>
        <p class="quiet">It is the browser's own, or it was open before Midwatch was. If it is a site, load it again.</p>
      </div>
    </header>
  );
}

/** The same shape as on the toolbar. The words beside it say what it means. */
function Shape({ state }: { state: State | "off" }) {
  return <img class="shape" src={`icons/${state}-128.png`} alt="" width={40} height={40} />;
}

/** The host of an address, with its port. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
