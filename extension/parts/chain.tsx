import type { Step } from "../wire.js";
import { named, shown, t } from "../words.js";

/** A redirect chain, drawn as one, with the steps in clear marked. */
export function Chain({ steps }: { steps: Step[] }) {
  return (
    <ol class="chain" aria-label={t("parts_chain")}>
      {steps.map((step, i) => {
        const clear = step.plain === true;
        return (
          <li key={i} class={clear ? "step clear" : "step"}>
            <span class="mark" aria-hidden="true" />
            <Address url={step.url} />
            {clear && <span class="tag">{t("parts_clear")}</span>}
            {step.status !== undefined && step.status > 0 && <span class="status">{step.status}</span>}
            {step.cause !== undefined && <span class="cause">{named("cause", step.cause) ?? step.cause}</span>}
          </li>
        );
      })}
    </ol>
  );
}

/** A URL with its host standing out. */
export function Address({ url }: { url: string }) {
  const parts = /^([a-z]+:\/\/)([^/?#]*)(.*)$/s.exec(url);
  if (parts === null) return <bdi class="url" dir="ltr">{shown(url)}</bdi>;
  return (
    <bdi class="url" dir="ltr">
      {parts[1]}
      <b>{shown(parts[2] ?? "")}</b>
      {parts[3] === "/" ? "" : shown(parts[3] ?? "")}
    </bdi>
  );
}
