import type { Report, State } from "../wire.js";

const words: Record<State | "off", string> = {
  secure: "Secure",
  exposed: "Exposed",
  suspect: "Suspect",
  off: "Nothing seen",
};

/** The page's state in one word and one sentence. */
export function Verdict({ report }: { report: Report | null }) {
  const state = report?.verdict.state ?? "off";
  return (
    <section class={`verdict ${state}`}>
      <img src={`icons/${state}-48.png`} alt="" />
      <div>
        <h1>{words[state]}</h1>
        <p>{report?.verdict.sentence ?? "I see nothing of this page: it is the browser's own, or it was opened before Midwatch. Reload it to look again."}</p>
      </div>
    </section>
  );
}
