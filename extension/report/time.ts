// Moments as people read them, in their language and at their clock.
import { language } from "../words.js";

let made: { language: string; moments: Intl.DateTimeFormat; times: Intl.DateTimeFormat; days: Intl.DateTimeFormat } | undefined;

function formats(): NonNullable<typeof made> {
  if (made?.language !== language()) {
    const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(language(), options);
    made = {
      language: language(),
      moments: of({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
      times: of({ timeStyle: "short" }),
      days: of({ day: "numeric", month: "short" }),
    };
  }
  return made;
}

export const moment = (ms: number): string => formats().moments.format(ms);
export const timeOfDay = (ms: number): string => formats().times.format(ms);
export const dayOf = (ms: number): string => formats().days.format(ms);

/** A moment as an input of the type datetime-local has it. */
export function local(ms: number | undefined): string {
  if (ms === undefined) return "";
  const d = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return d.toISOString().slice(0, 16);
}
