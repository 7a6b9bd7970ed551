import { useState } from "preact/hooks";
import { maxReason, send } from "../messages.js";
import type { Alarm, Incident, Piece } from "../wire.js";
import { strengthName } from "../popup/words.js";

/** What points at somebody on this network, as one thing, with its pieces. */
export function IncidentView({ incident, alarms, onDismissed }: { incident: Incident; alarms: readonly Alarm[]; onDismissed: () => void }) {
  const more = incident.count - incident.pieces.length;
  const alarmOf = (piece: Piece): Alarm | undefined => alarms.find((a) => a.check === piece.check && a.subject === piece.subject);
  const raised = incident.pieces.map(alarmOf).filter((alarm) => alarm !== undefined);
  // Once the person knows why, it is still there to be read, and no more.
  const aside = raised.length > 0 && raised.every((alarm) => (alarm.dismissed ?? "") !== "");
  return (
    <section class={`incident ${aside ? "notice" : incident.level}`} aria-labelledby="incident-title" data-testid="incident" data-level={incident.level}>
      <h2 id="incident-title">{aside ? `You set this aside: ${incident.title}` : incident.title}</h2>
      {!aside && <p>{incident.sentence}</p>}
      {!aside && <p class="advice">{incident.advice}</p>}
      <details>
        <summary>What points at it ({incident.count})</summary>
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
        {more > 0 && <p class="more">and {more} more</p>}
      </details>
    </section>
  );
}

function PieceItem({ piece, alarm, onDismissed }: { piece: Piece; alarm: Alarm | undefined; onDismissed: () => void }) {
  return (
    <li data-testid="piece" data-check={piece.check}>
      <p class="state">{piece.title}</p>
      <p class="place">
        <time dateTime={piece.time}>{new Date(piece.time).toLocaleTimeString([], { timeStyle: "short" })}</time>
        {", "}
        <bdi>{piece.subject}</bdi>
        {piece.count > 1 && `, ${piece.count} times`}
      </p>
      {piece.detail !== undefined && <p class="detail">{piece.detail}</p>}
      <p class="place">{strengthName[piece.strength]}</p>
      {alarm && <SetAside alarm={alarm} title={piece.title} onDismissed={onDismissed} />}
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
      (cause: unknown) => { setProblem(cause instanceof Error ? cause.message : String(cause)); },
    );
  };
  if ((alarm.dismissed ?? "") !== "") {
    return (
      <div class="aside" data-testid="set-aside">
        <p class="quiet">You set this aside: <bdi>{alarm.dismissed}</bdi></p>
        <button type="button" data-testid="raise" aria-label={`Count this again: ${title}`} onClick={() => { dismiss(""); }}>Count it again</button>
        {problem !== "" && <p role="alert">It could not be kept. {problem}</p>}
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
        <span>Do you know why? Then it need not count.</span>
        <input
          type="text"
          required
          maxLength={maxReason}
          data-testid="reason"
          placeholder="It is my own test, my employer inspects, …"
          value={reason}
          onInput={(e) => { setReason(e.currentTarget.value); }}
        />
      </label>
      <button type="submit" data-testid="dismiss" aria-label={`Set this aside: ${title}`} disabled={reason.trim() === ""}>Set it aside</button>
      {problem !== "" && <p role="alert">It could not be kept. {problem}</p>}
    </form>
  );
}
