// The task "attributes only", as every peer does it: how many attributes of the
// start tags hold a URL that starts with http:, ws: or ftp:? wasm/insecure.go
// asks the same for golang.org/x/net/html.

/** The bit of the one attribute that holds a list of URLs. */
export const srcset = 1;

/** A bit for each attribute looked at. The first of two with one name counts. */
export const bits: ReadonlyMap<string, number> = new Map(
  ["srcset", "src", "href", "data", "cite", "poster", "action", "longdesc", "formaction", "background", "xlink:href"].map(
    (name, i) => [name, 1 << i],
  ),
);

export const insecure = (bit: number, value: string): boolean =>
  bit === srcset ? insecureList(value) : insecureURL(value, 0, value.length);

const tab = 0x09, lineFeed = 0x0a, carriageReturn = 0x0d, blank = 0x20, colon = 0x3a;
const f = 0x66, h = 0x68, p = 0x70, s = 0x73, t = 0x74, w = 0x77;

/**
 * Whether s from start to end begins with such a scheme as the URL standard
 * reads it: after control characters and spaces, in any case, with tabs and
 * line breaks anywhere.
 */
export function insecureURL(text: string, start: number, end: number): boolean {
  while (start < end && text.charCodeAt(start) <= blank) start++;
  const first = text.charCodeAt(start) | 0x20;
  if (first !== h && first !== w && first !== f) return false;
  let scheme = 0; // the letters so far, a byte each
  let length = 0;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === tab || c === lineFeed || c === carriageReturn) continue;
    if (c === colon) return scheme === http || scheme === ws || scheme === ftp;
    if (length++ === 4 || c > 0x7f) return false;
    scheme = (scheme << 8) | c | 0x20;
  }
  return false;
}

const http = (h << 24) | (t << 16) | (t << 8) | p;
const ws = (w << 8) | s;
const ftp = (f << 16) | (t << 8) | p;

/** Whether any candidate of a srcset does (HTML standard section 4.8.4.3.10). */
function insecureList(text: string): boolean {
  for (let i = 0; ; ) {
    while (i < text.length && (isSpace(text.charCodeAt(i)) || text[i] === ",")) i++;
    if (i === text.length) return false;
    const start = i;
    while (i < text.length && !isSpace(text.charCodeAt(i))) i++;
    if (insecureURL(text, start, i)) return true;
    if (text[i - 1] === ",") continue;
    for (let depth = 0; i < text.length && (text[i] !== "," || depth > 0); i++) {
      if (text[i] === "(") depth = 1;
      else if (text[i] === ")") depth = 0;
    }
  }
}

const isSpace = (c: number): boolean => c === blank || (c >= tab && c <= carriageReturn && c !== 0x0b);
