import type { Step } from "../wire.js";
import { named, shortened, shown, t } from "../words.js";

/** A redirect chain, drawn as one, with the steps in clear marked. */
export function Chain({ steps }: { steps: Step[] }) {
  return (
    <ol class="chain" aria-label={t("parts_chain")}>
      {steps.map((step, i) => {
        const clear = step.plain === true;
        return (
          <li key={i} class={clear ? "step clear" : "step"}>
            <span class="mark" aria-hidden="true" />
            <span class="hop">
              <Address url={step.url} />
              {clear && <span class="tag">{t("parts_clear")}</span>}
              {step.status !== undefined && step.status > 0 && <span class="status">{step.status}</span>}
            </span>
            {step.cause !== undefined && <span class="cause">{named("cause", step.cause) ?? step.cause}</span>}
          </li>
        );
      })}
    </ol>
  );
}

/** A URL with its host standing out; of a long one the host, its beginning and its end, and the rest to whoever points at it. */
export function Address({ url }: { url: string }) {
  const short = shortened(url);
  const whole = short === url ? undefined : shown(url);
  const parts = /^([a-z]+:\/\/)([^/?#]*)(.*)$/s.exec(short);
  if (parts === null) return <bdi class="url" dir="ltr" title={whole}>{shown(short)}</bdi>;
  return (
    <bdi class="url" dir="ltr" title={whole}>
      {parts[1]}
      <b>{shown(parts[2] ?? "")}</b>
      {parts[3] === "/" ? "" : shown(parts[3] ?? "")}
    </bdi>
  );
}
