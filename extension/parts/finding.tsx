import type { ComponentChildren } from "preact";
import type { Evidence, Finding } from "../wire.js";
import { named, say, shortened, shown, t } from "../words.js";
import { Address, Chain } from "./chain.js";

interface Props {
  finding: Finding;
  /** The host that the tab shows, which need not be named again. */
  page: string;
  open: boolean;
  /** What can be done about it here. */
  children?: ComponentChildren;
}

/** One finding: a line that opens to what to do, why it matters, and what was seen. */
export function FindingItem({ finding, page, open, children }: Props) {
  const { check, level, subject } = finding;
  const more = finding.count - finding.evidence.length;
  return (
    <details class={`finding ${level}`} open={open} data-testid="finding" data-check={check} data-level={level} data-ignored={finding.ignored}>
      <summary>
        <span class="level">{named("level", level) ?? level}</span>
        <span class="title">{titleOf(finding)}</span>
        {subject !== page && !subject.includes("/") && <bdi class="subject">{shown(subject)}</bdi>}
      </summary>
      <div class="inside">
        <div class="do">
          <h3>{t("parts_to_do")}</h3>
          <p>{named("check", check, "advice") ?? finding.advice}</p>
        </div>
        <h3>{t("parts_why")}</h3>
        <p>{named("check", check, "why") ?? finding.explanation}</p>
        <h3>{t("parts_seen")}</h3>
        <ul class="evidence">
          {finding.evidence.map((e, i) => (
            <EvidenceItem key={i} evidence={e} />
          ))}
        </ul>
        {more > 0 && <p class="more">{t("parts_more", more)}</p>}
        {children}
        <p class="reference">
          <a href={finding.reference} target="_blank" rel="noreferrer">{t("parts_read_more")}</a>
          <code>{check}</code>
        </p>
      </div>
    </details>
  );
}

/** A check's title. */
export function titleOf({ check, title }: { check: string; title: string }): string {
  return named("check", check, "title") ?? title;
}

function EvidenceItem({ evidence: e }: { evidence: Evidence }) {
  return (
    <li data-testid="evidence">
      <span class="hop">
        {e.chain === undefined && <Address url={e.url} />}
        {e.outcome !== undefined && <span class={`outcome ${e.outcome}`}>{named("outcome", e.outcome) ?? e.outcome}</span>}
      </span>
      {e.detail !== undefined && <p class="detail">{say(e.words, shown(e.detail))}</p>}
      {e.header !== undefined && <code class="header" dir="ltr" title={shown(e.header)}>{shown(shortened(e.header))}</code>}
      {e.tag !== undefined && <p class="place">{place(e.attr === undefined ? `<${e.tag}>` : `<${e.tag} ${e.attr}>`, e.line)}</p>}
      {e.error !== undefined && <p class="place">{t("parts_error", e.error)}</p>}
      {e.chain !== undefined && <Chain steps={e.chain} />}
    </li>
  );
}

function place(element: string, line: number | undefined): string {
  return line === undefined ? t("parts_place", element) : t("parts_place_line", element, line);
}
