// Which answers to a navigation are files to be kept: no document comes of them,
// and no browser says so in so many words. Chromium tells of a navigation that
// was given up, as of one that somebody stopped; Firefox tells nothing.
import type { Hop } from "../wire.js";

/** Kinds of content that browsers show; what else there is they keep. */
const shown = /^(?:text|image|audio|video|font|multipart|message)\/|^application\/(?:(?:.+\+)?(?:xml|json)|pdf|(?:x-)?javascript|ecmascript|ogg|(?:vnd\.apple\.|x-)mpegurl|x-shockwave-flash)$/;

/** Whether an answer is a file: it says so itself, or is of a kind that is not shown. */
export function isFile({ done, status = 0, headers = [] }: Hop): boolean {
  if (!done || status < 200 || status > 299) return false;
  const last = (name: string): string => headers.findLast((h) => h.name === name)?.value ?? "";
  // RFC 6266 section 4.2: a disposition that is not known is that of a file.
  const [disposition = ""] = last("content-disposition").trim().toLowerCase().split(/[\s;]/, 1);
  if (disposition !== "" && disposition !== "inline") return true;
  const [kind = ""] = last("content-type").trim().toLowerCase().split(/[\s;,]/, 1);
  return kind.includes("/") && !shown.test(kind);
}
