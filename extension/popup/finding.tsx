import type { Evidence, Finding, Level, Step } from "../wire.js";

const levels: Record<Level, string> = { notice: "Notice", warning: "Warning", danger: "Danger" };

/** One line that opens to what was seen, why it matters and what to do. */
export function FindingView({ finding, open }: { finding: Finding; open: boolean }) {
  const left = finding.count - finding.evidence.length;
  return (
    <details class="finding" open={open} data-check={finding.check} data-level={finding.level}>
      <summary>
        <span class={`level ${finding.level}`}>{levels[finding.level]}</span>
        <span class="title">{finding.title}</span>
      </summary>
      <div class="about">
        <div>
          <h3>What was seen</h3>
          <ul class="evidence">
            {finding.evidence.map((e, i) => <li key={i}><EvidenceView evidence={e} /></li>)}
          </ul>
          {left > 0 && <p class="more">and {left} more like these</p>}
        </div>
        <div>
          <h3>Why it matters</h3>
          <p>{finding.explanation}</p>
        </div>
        <div>
          <h3>What to do</h3>
          <p>{finding.advice}</p>
        </div>
        <a href={finding.reference} target="_blank" rel="noreferrer">Where this is written</a>
      </div>
    </details>
  );
}

function EvidenceView({ evidence }: { evidence: Evidence }) {
  return (
    <>
      <p class="address"><bdi dir="ltr">{evidence.url}</bdi></p>
      {evidence.detail !== undefined && <p>{evidence.detail}</p>}
      {evidence.header !== undefined && <p class="header"><bdi dir="ltr">Strict-Transport-Security: {evidence.header}</bdi></p>}
      {evidence.chain && <Chain steps={evidence.chain} />}
    </>
  );
}

const causes: Record<string, string> = {
  server: "the answer led on",
  hsts: "your browser knows that this site insists on encryption",
  upgrade: "your browser asked over HTTPS by itself",
  extension: "something in your browser led on",
  fallback: "HTTPS failed, and your browser went on without",
};

function Chain({ steps }: { steps: Step[] }) {
  return (
    <ol class="chain" aria-label="The way here">
      {steps.map((s, i) => {
        return (
          <li key={i} class={s.plain ? "plain" : ""}>
            <bdi dir="ltr" class="address">{s.url}</bdi>
            <span class="cause">
              {s.plain ? "not encrypted" : "encrypted, or within your browser"}
              {s.status !== undefined && `, status ${s.status}`}
              {s.cause !== undefined && `: ${causes[s.cause] ?? s.cause}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
