// What points at somebody in between, each as a story: what it comes to, what to do,
// and then what was seen, in order of time.
import { titleOf } from "../parts/finding.js";
import { incidentWords } from "../parts/incident.js";
import type { Piece, Story } from "../wire.js";
import { named, say, shortened, shown, t } from "../words.js";
import { moment } from "./time.js";

export function Stories({ stories, onNetwork }: { stories: readonly Story[]; onNetwork: (epoch: string) => void }) {
  if (stories.length === 0) return null;
  return (
    <section aria-labelledby="stories-title">
      <h2 id="stories-title">{t("report_stories")}</h2>
      {stories.map((s) => <StoryView key={s.incident.epoch} story={s} onNetwork={onNetwork} />)}
    </section>
  );
}

function StoryView({ story: { incident, aside, alarms }, onNetwork }: { story: Story; onNetwork: (epoch: string) => void }) {
  const { title, sentence, advice } = incidentWords(incident);
  const more = incident.count - incident.pieces.length;
  const reason = (piece: Piece): string => alarms?.find((a) => a.check === piece.check && a.subject === piece.subject)?.dismissed ?? "";
  return (
    <article class={`story ${aside === true ? "notice" : incident.level}`} data-testid="story" data-aside={aside ?? false}>
      <h3>{aside === true ? t("report_story_aside", title) : title}</h3>
      <p class="quiet">{t("report_story_from", moment(Date.parse(incident.began)), moment(Date.parse(incident.lastSeen)))}</p>
      <p>{sentence}</p>
      {aside !== true && <p class="advice">{advice}</p>}
      <h4>{t("report_story_pieces")}</h4>
      <ol>
        {incident.pieces.map((piece) => (
          <li key={`${piece.check} ${piece.subject}`} class={piece.level} data-testid="story-piece">
            <time dateTime={piece.time}>{moment(Date.parse(piece.time))}</time>
            <div>
              <p><b>{titleOf(piece)}</b></p>
              <p class="quiet"><bdi dir="ltr">{shown(shortened(piece.subject))}</bdi></p>
              {piece.detail !== undefined && <p>{say(piece.words, shown(piece.detail))}</p>}
              <p class="quiet">{named("strength", piece.strength)}</p>
              {reason(piece) !== "" && <p class="quiet" data-testid="piece-aside">{t("report_story_piece_aside", reason(piece))}</p>}
            </div>
          </li>
        ))}
      </ol>
      {more > 0 && <p class="quiet">{t("parts_more", more)}</p>}
      <button type="button" class="plain" data-testid="show-network" onClick={() => { onNetwork(incident.epoch); }}>{t("report_story_network")}</button>
    </article>
  );
}
