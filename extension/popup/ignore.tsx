import { useEffect, useRef, useState } from "preact/hooks";
import { send } from "../messages.js";
import { FindingItem, titleOf } from "../parts/finding.js";
import type { Wish } from "../store/ignored.js";
import type { Finding, Ignored } from "../wire.js";
import { named, t } from "../words.js";

/** Where and for whom a wish holds. */
export interface Where {
  host: string;
  /** The network epoch. */
  epoch: string;
  private: boolean;
}

function wish(where: Where, check: string, epoch: string, undo: boolean): Promise<null> {
  const { host, private: hidden } = where;
  const what: Wish = { check, host, ...(epoch !== "" && { epoch }), ...(hidden && { private: true }), ...(undo && { undo: true }) };
  return send({ kind: "ignore", ...what });
}

/** The button that has a finding ignored on this site, and for how long. */
export function Ignore({ finding, where, onDone }: { finding: Finding; where: Where; onDone: (check: string) => void }) {
  const [asks, setAsks] = useState(false);
  const [problem, setProblem] = useState("");
  const ignore = (epoch: string): void => {
    wish(where, finding.check, epoch, false).then(
      () => { onDone(finding.check); },
      (cause: unknown) => { setProblem(t("popup_not_done", cause instanceof Error ? cause.message : String(cause))); },
    );
  };
  const group = `ignore-${finding.check}`;
  return (
    <div class="ignore">
      <button type="button" class="plain" data-testid="ignore" aria-expanded={asks} aria-controls={group} onClick={() => { setAsks(!asks); }}>
        {t("popup_ignore")}
      </button>
      {asks && (
        <div class="choices" id={group} role="group" aria-labelledby={`${group}-how-long`}>
          <p id={`${group}-how-long`}>{t("popup_ignore_how_long", where.host)}</p>
          <button type="button" data-testid="ignore-epoch" onClick={() => { ignore(where.epoch); }}>{t("popup_ignore_epoch")}</button>
          <button type="button" data-testid="ignore-always" onClick={() => { ignore(""); }}>
            {where.private ? t("popup_ignore_private") : t("popup_ignore_always")}
          </button>
        </div>
      )}
      {problem !== "" && <p role="alert">{problem}</p>}
    </div>
  );
}

interface ListProps {
  ignored: readonly Ignored[];
  findings: readonly Finding[];
  page: string;
  where: Where;
  /** The check whose Undo gets the focus: it was ignored just now. */
  latest: string;
  onDone: () => void;
}

/** What is ignored on this site, to be undone and still to be read. */
export function IgnoredHere({ ignored, findings, page, where, latest, onDone }: ListProps) {
  const [problem, setProblem] = useState("");
  const list = ignored.filter(({ host, epoch = "" }) => host === where.host && (epoch === "" || epoch === where.epoch));
  if (list.length === 0) return null;
  const undo = ({ check, epoch = "" }: Ignored): void => {
    wish(where, check, epoch, true).then(onDone, (cause: unknown) => {
      setProblem(t("popup_not_done", cause instanceof Error ? cause.message : String(cause)));
    });
  };
  const titles = new Map(findings.map((f) => [f.check, titleOf(f)]));
  return (
    <section class="ignored" aria-labelledby="ignored-title" data-testid="ignored-here">
      <h2 id="ignored-title">{t("popup_ignored")}</h2>
      <ul>
        {list.map((entry) => {
          const title = titles.get(entry.check) ?? named("check", entry.check, "title") ?? entry.check;
          return (
            <li key={`${entry.check} ${entry.epoch ?? ""}`} data-testid="ignored" data-check={entry.check}>
              <span>
                {title}
                <span class="place">{lasts(entry, where)}</span>
              </span>
              <Undo title={title} focus={entry.check === latest} onClick={() => { undo(entry); }} />
            </li>
          );
        })}
      </ul>
      {problem !== "" && <p role="alert">{problem}</p>}
      {findings.map((f) => <FindingItem key={`${f.check} ${f.subject}`} finding={f} page={page} open={false} />)}
    </section>
  );
}

function lasts({ epoch = "" }: Ignored, where: Where): string {
  if (epoch !== "") return t("popup_ignored_epoch");
  return where.private ? t("popup_ignored_private") : t("popup_ignored_always");
}

function Undo({ title, focus, onClick }: { title: string; focus: boolean; onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  // What was pressed before is gone: who goes by keyboard is not to be lost.
  useEffect(() => { if (focus) button.current?.focus(); }, [focus]);
  return (
    <button ref={button} type="button" data-testid="undo" title={t("popup_undo_what", title)} onClick={onClick}>{t("popup_undo")}</button>
  );
}
