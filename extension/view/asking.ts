// Whether a form may be sent: the core judges, and what it asks is said in the
// reader's language, in the document around all frames.
import { judgeSubmission } from "../core.js";
import { tellPage, type Decision, type Place, type QuestionText, type Reply, type Sending } from "../messages.js";
import { settings } from "../store/settings.js";
import { speaking } from "../speaking.js";
import type { Question, Visit } from "../wire.js";
import { direction, language, say, t } from "../words.js";

export async function decide({ id, url, base, action, markup }: Sending, place: Place, visit: Visit): Promise<Decision> {
  if (!(await settings()).ask) return {};
  // What else the page loaded, and what is known of hosts, has no part in it.
  const loads = (visit.loads ?? []).filter((l) => l.destination === "sub_frame");
  const asked = await judgeSubmission({ visit: { ...visit, loads, known: [], connections: [] }, frame: place.frame, url, base, action, markup });
  if (asked.host === undefined) return {};
  const question = await inWords(asked);
  if (place.frame === 0) return { question };
  try {
    await tellPage({ tab: place.tab, frame: 0 }, { kind: "ask", id, frame: place.frame, question });
    return { asked: true };
  } catch {
    return { question }; // the document around it is none that Midwatch runs in
  }
}

/** Passes an answer on to the frame that waits for it. It may be gone. */
export async function passOn({ id, frame, send }: Reply, { tab }: Place): Promise<null> {
  await tellPage({ tab, frame }, { kind: "answered", id, send }).catch(() => undefined);
  return null;
}

async function inWords({ title, text, words }: Question): Promise<QuestionText> {
  await speaking();
  return {
    lang: language(), dir: direction(), label: t("question_label"),
    title: say(words?.slice(0, 1), title ?? ""), text: say(words?.slice(1), text ?? ""),
    keep: t("question_keep"), send: t("question_send"),
  };
}
