import type { Step } from "../wire.js";
import { causeName } from "../popup/words.js";

/** A redirect chain, drawn as one, with the steps in clear marked. */
export function Chain({ steps }: { steps: Step[] }) {
  return (
    <ol class="chain" aria-label="The way the request took">
      {steps.map((step, i) => {
        const clear = step.plain === true;
        return (
          <li key={i} class={clear ? "step clear" : "step"}>
            <span class="mark" aria-hidden="true" />
            <Address url={step.url} />
            {clear && <span class="tag">in clear</span>}
            {step.status !== undefined && step.status > 0 && <span class="status">{step.status}</span>}
            {step.cause !== undefined && <span class="cause">{causeName[step.cause]}</span>}
          </li>
        );
      })}
    </ol>
  );
}

/** A URL with its host standing out. */
export function Address({ url }: { url: string }) {
  const parts = /^([a-z]+:\/\/)([^/?#]*)(.*)$/s.exec(url);
  if (parts === null) return <bdi class="url" dir="ltr">{url}</bdi>;
  return (
    <bdi class="url" dir="ltr">
      {parts[1]}
      <b>{parts[2]}</b>
      {parts[3] === "/" ? "" : parts[3]}
    </bdi>
  );
}
