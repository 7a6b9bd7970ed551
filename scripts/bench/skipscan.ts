// The strongest peer in JavaScript that we know how to write: no tokens, no
// strings, only a walk from "<" to "<" by indexOf, and over a tag's attributes
// by character codes. It follows the HTML standard's tokenizer where that
// decides what an attribute is: comments, text without markup, quotes.
import { bits, insecure, insecureURL, srcset } from "./insecure.js";

const blank = 0x20, bang = 0x21, doubleQuote = 0x22, ampersand = 0x26, singleQuote = 0x27;
const dash = 0x2d, slash = 0x2f, equals = 0x3d, more = 0x3e;

export function skipScan(text: string): number {
  let count = 0;
  let at = text.indexOf("<");
  while (at >= 0) {
    const c = text.charCodeAt(at + 1);
    if (isLetter(c)) {
      const start = at + 1;
      at = nameEnd(text, start);
      const nameStop = at;
      at = scanTag(text, at);
      if (at < 0) break; // the text ends inside the tag: there is none
      count += found;
      const raw = rawElement(text, start, nameStop);
      if (raw !== "") at = raw === "plaintext" ? -1 : rawEnd(text, at, raw);
      if (at < 0) break;
    } else if (c === slash && isLetter(text.charCodeAt(at + 2))) {
      at = scanTag(text, nameEnd(text, at + 2));
    } else if (c === bang && text.charCodeAt(at + 2) === dash && text.charCodeAt(at + 3) === dash) {
      at = commentEnd(text, at + 4);
    } else if (c === bang || c === slash || c === 0x3f) {
      at = text.indexOf(">", at + 2);
    } else {
      at++;
    }
    if (at < 0) break;
    at = text.indexOf("<", at);
  }
  return count;
}

/** What the last scanTag counted: a second result without an object for it. */
let found = 0;

/** Reads a tag from the end of its name on; gives its end, or -1. */
function scanTag(text: string, at: number): number {
  found = 0;
  let seen = 0;
  for (;;) {
    let c = text.charCodeAt(at);
    while (isSpace(c) || c === slash) c = text.charCodeAt(++at);
    if (c === more) return at + 1;
    if (c !== c) return -1; // NaN: the end of the text
    const start = at;
    // A name may begin with "=".
    do c = text.charCodeAt(++at);
    while (c !== equals && c !== more && c !== slash && !isSpace(c) && c === c);
    const bit = attributeBit(text, start, at);
    while (isSpace(c)) c = text.charCodeAt(++at);
    let valueStart = at;
    let valueEnd = at;
    if (c === equals) {
      do c = text.charCodeAt(++at);
      while (isSpace(c));
      if (c === doubleQuote || c === singleQuote) {
        valueStart = at + 1;
        valueEnd = text.indexOf(c === doubleQuote ? '"' : "'", valueStart);
        if (valueEnd < 0) return -1;
        at = valueEnd + 1;
      } else {
        valueStart = at;
        while (c !== more && !isSpace(c) && c === c) c = text.charCodeAt(++at);
        valueEnd = at;
      }
    }
    if (bit === 0 || (seen & bit) !== 0) continue;
    seen |= bit;
    if (valueStart < valueEnd && holds(text, bit, valueStart, valueEnd)) found++;
  }
}

/** Whether the value between start and end, as written, is one to count. */
function holds(text: string, bit: number, start: number, end: number): boolean {
  if (bit === srcset) return insecure(bit, decoded(text.slice(start, end)));
  let at = start;
  let length = 0;
  // A scheme is over after four letters; only an "&" before that matters.
  for (; at < end && length < 5; at++) {
    const c = text.charCodeAt(at);
    if (c === ampersand) {
      const value = decoded(text.slice(start, end));
      return insecureURL(value, 0, value.length);
    }
    if (c > blank) length++;
  }
  return insecureURL(text, start, end);
}

function attributeBit(text: string, start: number, end: number): number {
  switch (end - start) {
    case 3: return match(text, start, "src");
    case 4: {
      switch (text.charCodeAt(start) | 0x20) {
        case 0x68: return match(text, start, "href");
        case 0x64: return match(text, start, "data");
        case 0x63: return match(text, start, "cite");
      }
      return 0;
    }
    case 6: {
      switch (text.charCodeAt(start) | 0x20) {
        case 0x73: return match(text, start, "srcset");
        case 0x70: return match(text, start, "poster");
        case 0x61: return match(text, start, "action");
      }
      return 0;
    }
    case 8: return match(text, start, "longdesc");
    case 10: return match(text, start, "background") || match(text, start, "formaction") || match(text, start, "xlink:href");
  }
  return 0;
}

function match(text: string, start: number, name: string): number {
  for (let i = 0; i < name.length; i++) {
    if (lower(text.charCodeAt(start + i)) !== name.charCodeAt(i)) return 0;
  }
  return bits.get(name) ?? 0;
}

function nameEnd(text: string, at: number): number {
  let c = text.charCodeAt(at);
  while (c !== more && c !== slash && !isSpace(c) && c === c) c = text.charCodeAt(++at);
  return at;
}

/** The element whose content is text without markup, or "". */
function rawElement(text: string, start: number, end: number): string {
  if (end - start < 3 || end - start > 9) return "";
  switch (text.charCodeAt(start) | 0x20) {
    case 0x73: return is(text, start, end, "script") || is(text, start, end, "style");
    case 0x74: return is(text, start, end, "title") || is(text, start, end, "textarea");
    case 0x69: return is(text, start, end, "iframe");
    case 0x6e: return is(text, start, end, "noembed") || is(text, start, end, "noframes");
    case 0x70: return is(text, start, end, "plaintext");
    case 0x78: return is(text, start, end, "xmp");
  }
  return "";
}

function is(text: string, start: number, end: number, name: string): string {
  if (end - start !== name.length) return "";
  for (let i = 0; i < name.length; i++) {
    if (lower(text.charCodeAt(start + i)) !== name.charCodeAt(i)) return "";
  }
  return name;
}

/** Where the end tag of a raw element starts, or -1. */
function rawEnd(text: string, at: number, name: string): number {
  let open = name === "script" ? text.indexOf("<!--", at) : -1;
  let escaped = false; // inside <!-- of a script
  let twice = false; // and inside a <script> in there
  for (;;) {
    at = text.indexOf("<", at);
    if (at < 0) return -1;
    if (open >= 0) {
      // Rare: a comment inside the script may hide an end tag.
      if (escaped) {
        const close = text.indexOf("-->", Math.max(open + 2, 0));
        if (close >= 0 && close < at) {
          escaped = twice = false;
          open = text.indexOf("<!--", close);
        }
      }
      if (open === at) escaped = true;
      if (escaped && named(text, at + 1, name)) twice = true;
    }
    if (text.charCodeAt(at + 1) === slash && named(text, at + 2, name)) {
      if (!twice) return at;
      twice = false;
    }
    at++;
  }
}

/** Whether a tag name stands at a place, and ends there. */
function named(text: string, at: number, name: string): boolean {
  if (is(text, at, at + name.length, name) === "") return false;
  const c = text.charCodeAt(at + name.length);
  return c === more || c === slash || isSpace(c);
}

/** Where a comment that begins before at ends: at "-->", "--!>", or at once by ">" or "->". */
function commentEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === more) return at + 1;
  if (text.charCodeAt(at) === dash && text.charCodeAt(at + 1) === more) return at + 2;
  for (;;) {
    at = text.indexOf("--", at);
    if (at < 0) return -1;
    if (text.charCodeAt(at + 2) === more) return at + 3;
    if (text.charCodeAt(at + 2) === bang && text.charCodeAt(at + 3) === more) return at + 4;
    at++;
  }
}

/** The named entities that can make a scheme, or part a srcset; all others leave the count as it is. */
const namedCharacters: Record<string, string> = { Tab: "\t", NewLine: "\n", colon: ":", comma: ",", lpar: "(", rpar: ")" };

function decoded(value: string): string {
  if (!value.includes("&")) return value;
  return value.replace(/&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|(Tab|NewLine|colon|comma|lpar|rpar);)/g,
    (all, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return namedCharacters[name] ?? all;
      const code = hex !== undefined ? parseInt(hex, 16) : parseInt(decimal ?? "", 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    });
}

const lower = (c: number): number => (c >= 0x41 && c <= 0x5a ? c | 0x20 : c);
const isLetter = (c: number): boolean => (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a;
const isSpace = (c: number): boolean => c === blank || (c >= 0x09 && c <= 0x0d && c !== 0x0b);
