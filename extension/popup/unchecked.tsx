import type { Unchecked as Entry } from "../wire.js";
import { say, t } from "../words.js";
import { titleOf } from "../parts/finding.js";

/** What could not be checked here, and why: never passed over in silence. */
export function Unchecked({ list }: { list: Entry[] }) {
  if (list.length === 0) return null;
  const reasons = new Map<string, string[]>();
  for (const entry of list) {
    const reason = say(entry.words, entry.reason);
    reasons.set(reason, [...(reasons.get(reason) ?? []), titleOf(entry)]);
  }
  return (
    <details class="unchecked" data-testid="unchecked">
      <summary>{t("popup_unchecked", list.length)}</summary>
      <ul>
        {[...reasons].map(([reason, titles]) => <li key={reason}>{t("popup_unchecked_reason", reason, titles)}</li>)}
      </ul>
    </details>
  );
}
