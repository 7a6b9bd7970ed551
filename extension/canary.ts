// The canary: a page whose body is known, asked for over plain HTTP. It is the
// only thing that Midwatch ever sends, and only where somebody switched it on.
// Whether what came back was changed on its way is decided in Go.
import type { CanarySettings } from "./store/settings.js";
import type { Canary } from "./wire.js";

/** How long an answer may take, in milliseconds. */
const patience = 15_000;

/** Bytes read of a body: more than one that somebody may expect has. */
const maxBytes = 8 << 10;

/** Characters of a body that are told. */
const maxTold = 4000;

/** Asks for the page once, without anything that tells who asks, and gives what came back. */
export async function askCanary({ url, body }: CanarySettings): Promise<Canary> {
  const asked: Canary = { url, want: body, at: Date.now() };
  try {
    const response = await fetch(url, {
      credentials: "omit", cache: "no-store", redirect: "follow", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(patience),
    });
    const got = await beginning(response);
    return { ...asked, at: Date.now(), status: response.status, got, ...(response.redirected && { final: response.url.slice(0, maxTold) }) };
  } catch (cause) {
    return { ...asked, at: Date.now(), error: (cause instanceof Error ? cause.message : String(cause)).slice(0, 200) };
  }
}

/** The beginning of a body: whoever sends it may never end. */
async function beginning({ body }: Response): Promise<string> {
  if (!body) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let read = 0; read < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) break;
    read += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel().catch(() => undefined);
  return (text + decoder.decode()).slice(0, maxTold);
}
