// Reads a page's .want file, whose form testdata/pages/README.md describes,
// and holds what Chromium asked for against it.

/** With which setting of scripts something was asked for. */
export type Scripts = "both" | "on" | "off";

export interface Want {
  url: string;
  /** Undefined: not asked for. "sometimes": depends on timing. */
  asked: Scripts | "sometimes" | undefined;
}

const outcomes: [start: string, asked: Want["asked"]][] = [
  ["asked with scripts", "on"],
  ["asked without scripts", "off"],
  ["asked", "both"],
  ["not asked: ", undefined],
  ["sometimes: ", "sometimes"],
];

/** The lines of a .want file; name is for complaints. */
export function readWant(name: string, text: string): Want[] {
  const wants: Want[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const [place, outcome] = line.split(" | ");
    const fields = place?.split(" ") ?? [];
    const url = fields.at(-1);
    const well = fields.length === (fields[0] === "unlisted" ? 2 : 6);
    const known = outcomes.find(([start]) => outcome?.startsWith(start) === true);
    if (!well || url === undefined || known === undefined) throw new Error(`${name}:${i + 1}: cannot read ${line}`);
    if (known[1] !== undefined && fields[0] === "unlisted" && outcome?.includes(": ") !== true) {
      throw new Error(`${name}:${i + 1}: an unlisted address needs a reason`);
    }
    wants.push({ url, asked: known[1] });
  }
  return wants;
}

/** What of the wants and of what was asked for does not fit together. */
export function unexplained(wants: Want[], asked: Map<string, Scripts>): string[] {
  const wrong: string[] = [];
  const byURL = new Map<string, Want[]>();
  for (const w of wants) byURL.set(w.url, [...(byURL.get(w.url) ?? []), w]);
  for (const [url, same] of byURL) {
    if (same.some((w) => w.asked === "sometimes")) continue;
    const got = asked.get(url);
    const wanted = new Set(same.map((w) => w.asked).filter((a) => a !== undefined));
    const want = wanted.size > 1 ? "both" : [...wanted][0];
    if (want !== got) wrong.push(`${url}: asked ${got ?? "never"}, not ${want ?? "never"}`);
  }
  for (const [url, got] of asked) {
    if (!byURL.has(url)) wrong.push(`${url}: asked ${got}, in no line`);
  }
  return wrong;
}
