// The background's words: loaded when there is first something to say, and again
// when somebody chose another language.
import { loadWords, onLanguage } from "./words.js";

let ready: Promise<void> | undefined;

/** Ends when the background can speak: in message IDs where the words cannot be read. */
export function speaking(): Promise<void> {
  ready ??= loadWords().catch(() => { ready = undefined; });
  return ready;
}

/** Calls when the background speaks another language. */
export function onSpeaking(listener: () => void): void {
  onLanguage(() => {
    ready = undefined;
    void speaking().then(listener);
  });
}
