// What the browser tells of the network as a change (fact.Change). What begins
// with it, and how far a network is trusted, is decided in Go.
import type { Change, Epoch } from "../wire.js";

/** Characters kept of the browser's word for a state. */
const maxState = 40;

/** Makes a change of an event; undefined for one that tells nothing. */
export function fromNetwork(event: string, state: string, at: number): Change | undefined {
  switch (event) {
    case "online":
    case "offline": return { kind: event, at };
    case "connection":
    case "portal": return state === "" ? undefined : { kind: event, at, state: state.slice(0, maxState) };
    default: return undefined;
  }
}

/** What of an epoch bears on how pages are judged, and on what is shown of it: all but what only adds up until a page is judged. */
export function bearing({ id, trust, choice, offline, connection, portal, proxy, canary, alarms, everywhere, distinct }: Epoch): string {
  const marks = (alarms ?? []).map(({ check, subject, dismissed }) => [check, subject, dismissed]);
  return JSON.stringify([id, trust, choice, offline, connection, portal, proxy, canary, marks, everywhere, distinct]);
}
