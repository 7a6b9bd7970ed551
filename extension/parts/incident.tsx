import { useState } from "preact/hooks";
import { maxReason, send } from "../messages.js";
import type { Alarm, Incident, Piece } from "../wire.js";
import { language, named, say, shortened, shown, t } from "../words.js";
import { titleOf } from "./finding.js";

/** An incident's title, sentence and advice. */
export function incidentWords({ words = [], title, sentence, advice }: Incident): { title: string; sentence: string; advice: string } {
  return { title: say(words.slice(0, 1), title), sentence: say(words.slice(1, 2), sentence), advice: say(words.slice(2, 3), advice) };
}

/** What points at somebody on this network, as one thing, with its pieces. */
export function IncidentView({ incident, alarms, onDismissed }: { incident: Incident; alarms: readonly Alarm[]; onDismissed: () => void }) {
  const more = incident.count - incident.pieces.length;
  const alarmOf = (piece: Piece): Alarm | undefined => alarms.find((a) => a.check === piece.check && a.subject === piece.subject);
  const raised = incident.pieces.map(alarmOf).filter((alarm) => alarm !== undefined);
  // Once the person knows why, it is still there to be read, and no more.
  const aside = raised.length > 0 && raised.every((alarm) => (alarm.dismissed ?? "") !== "");
  const { title, sentence, advice } = incidentWords(incident);
  return (
    <section class={`incident ${aside ? "notice" : incident.level}`} aria-labelledby="incident-title" data-testid="incident" data-level={incident.level}>
      <h2 id="incident-title">{aside ? t("parts_aside", title) : title}</h2>
      {!aside && <p>{sentence}</p>}
      {!aside && <p class="advice">{advice}</p>}
      <details>
        <summary>{t("parts_pieces", incident.count)}</summary>
        <ol class="pieces">
          {incident.pieces.map((piece) => (
            <PieceItem
              key={`${piece.check} ${piece.subject}`}
              piece={piece}
              alarm={alarmOf(piece)}
              onDismissed={onDismissed}
            />
          ))}
        </ol>
        {more > 0 && <p class="more">{t("parts_more", more)}</p>}
      </details>
    </section>
  );
}

function PieceItem({ piece, alarm, onDismissed }: { piece: Piece; alarm: Alarm | undefined; onDismissed: () => void }) {
  return (
    <li data-testid="piece" data-check={piece.check}>
      <p class="state">{titleOf(piece)}</p>
      <p class="place facts">
        <time dateTime={piece.time}>{new Date(piece.time).toLocaleTimeString(language(), { timeStyle: "short" })}</time>
        <bdi dir="ltr">{shown(shortened(piece.subject))}</bdi>
        {piece.count > 1 && <span>{t("parts_times", piece.count)}</span>}
      </p>
      {piece.detail !== undefined && <p class="detail">{say(piece.words, shown(piece.detail))}</p>}
      <p class="place">{named("strength", piece.strength)}</p>
      {alarm && <SetAside alarm={alarm} title={titleOf(piece)} onDismissed={onDismissed} />}
    </li>
  );
}

/** An alarm stands until the network changes, or until the person says why it should not. */
function SetAside({ alarm, title, onDismissed }: { alarm: Alarm; title: string; onDismissed: () => void }) {
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const dismiss = (words: string): void => {
    send({ kind: "dismiss", check: alarm.check ?? "", subject: alarm.subject ?? "", reason: words }).then(
      () => {
        setReason("");
        setProblem("");
        onDismissed();
      },
      (cause: unknown) => { setProblem(t("parts_not_kept", cause instanceof Error ? cause.message : String(cause))); },
    );
  };
  const said = alarm.dismissed ?? "";
  if (said !== "") {
    return (
      <div class="aside" data-testid="set-aside">
        <p class="quiet">{t("parts_reason", said)}</p>
        <button type="button" data-testid="raise" title={t("parts_count_again_what", title)} onClick={() => { dismiss(""); }}>
          {t("parts_count_again")}
        </button>
        {problem !== "" && <p role="alert">{problem}</p>}
      </div>
    );
  }
  return (
    <form
      class="aside"
      onSubmit={(e) => {
        e.preventDefault();
        if (reason.trim() !== "") dismiss(reason.trim());
      }}
    >
      <label>
        <span>{t("parts_know_why")}</span>
        <input
          type="text"
          required
          maxLength={maxReason}
          data-testid="reason"
          placeholder={t("parts_reason_example")}
          value={reason}
          onInput={(e) => { setReason(e.currentTarget.value); }}
        />
      </label>
      <button type="submit" data-testid="dismiss" title={t("parts_set_aside_what", title)} disabled={reason.trim() === ""}>
        {t("parts_set_aside")}
      </button>
      {problem !== "" && <p role="alert">{problem}</p>}
    </form>
  );
}
