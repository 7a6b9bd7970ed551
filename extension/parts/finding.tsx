import type { Evidence, Finding } from "../wire.js";
import { Address, Chain } from "./chain.js";
import { levelName, outcomeName } from "../popup/words.js";

/**
 * One finding: a line that opens to what was seen, why it matters, and what to
 * do. page is the host that the tab shows, which need not be named again.
 */
export function FindingItem({ finding, page, open }: { finding: Finding; page: string; open: boolean }) {
  const more = finding.count - finding.evidence.length;
  return (
    <details class={`finding ${finding.level}`} open={open} data-testid="finding" data-check={finding.check} data-level={finding.level}>
      <summary>
        <span class="level">{levelName[finding.level]}</span>
        <span class="title">{finding.title}</span>
        {finding.subject !== page && !finding.subject.includes("/") && <bdi class="subject">{finding.subject}</bdi>}
      </summary>
      <div class="inside">
        <h3>What to do</h3>
        <p>{finding.advice}</p>
        <h3>Why it matters</h3>
        <p>{finding.explanation}</p>
        <h3>What was seen</h3>
        <ul class="evidence">
          {finding.evidence.map((e, i) => (
            <EvidenceItem key={i} evidence={e} />
          ))}
        </ul>
        {more > 0 && <p class="more">and {more} more like these</p>}
        <p class="reference">
          <a href={finding.reference} target="_blank" rel="noreferrer">
            Read more about this
          </a>
          <code>{finding.check}</code>
        </p>
      </div>
    </details>
  );
}

function EvidenceItem({ evidence: e }: { evidence: Evidence }) {
  return (
    <li data-testid="evidence">
      {e.chain === undefined && <Address url={e.url} />}
      {e.outcome !== undefined && <span class={`outcome ${e.outcome}`}>{outcomeName[e.outcome]}</span>}
      {e.detail !== undefined && <p class="detail">{e.detail}</p>}
      {e.header !== undefined && <code class="header">{e.header}</code>}
      {e.tag !== undefined && (
        <p class="place">
          in <code>{e.attr === undefined ? `<${e.tag}>` : `<${e.tag} ${e.attr}>`}</code>
          {e.line !== undefined && `, line ${e.line}`}
        </p>
      )}
      {e.error !== undefined && (
        <p class="place">
          Your browser calls it <code>{e.error}</code>
        </p>
      )}
      {e.chain !== undefined && <Chain steps={e.chain} />}
    </li>
  );
}
