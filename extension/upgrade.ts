// Trying whether a page is there encrypted: asked once, when somebody wants to go
// there and nothing is known of it.

/** How long the site may take, in milliseconds. */
const patience = 10_000;

/** What came of wanting to go to a page's encrypted version. */
export type Upgraded = "went" | "silent" | "down" | "gone";

/** Undefined if the page is there, and stays encrypted. */
export async function tryEncrypted(url: string): Promise<"silent" | "down" | undefined> {
  try {
    const answer = await fetch(url, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(patience) });
    void answer.body?.cancel().catch(() => undefined);
    if (!answer.url.startsWith("https:")) return "down";
    return answer.ok ? undefined : "silent";
  } catch {
    return "silent";
  }
}
