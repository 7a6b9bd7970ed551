import type { Unchecked as Entry } from "../wire.js";

/** What could not be checked here, and why: never passed over in silence. */
export function Unchecked({ list }: { list: Entry[] }) {
  if (list.length === 0) return null;
  const reasons = new Map<string, string[]>();
  for (const { reason, title } of list) reasons.set(reason, [...(reasons.get(reason) ?? []), title]);
  return (
    <details class="unchecked" data-testid="unchecked">
      <summary>{list.length === 1 ? "1 thing" : `${list.length} things`} could not be checked fully</summary>
      <ul>
        {[...reasons].map(([reason, titles]) => <li key={reason}>{reason} <em>({titles.join("; ")})</em></li>)}
      </ul>
    </details>
  );
}
