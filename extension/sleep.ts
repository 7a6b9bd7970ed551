// Notices that the computer slept: something that was to happen every few
// minutes did not happen for longer. An alarm does that for a background that is
// stopped, too.
import { api } from "./browser.js";

const name = "awake";

/** An alarm comes every so often, in milliseconds. */
const period = 5 * 60_000;

/** One that comes later than this, in milliseconds, was kept from it: browsers delay alarms by some seconds. */
const late = 60_000;

export class Sleep {
  /** When the next alarm is to come. */
  #due = Infinity;

  constructor(private readonly woke: (at: number) => void) {
    api.alarms.onAlarm.addListener((alarm) => {
      if (alarm.name !== name) return;
      this.#due = Math.min(this.#due, alarm.scheduledTime);
      if (!this.look(Date.now())) this.#due = Date.now() + period;
    });
    void api.alarms.get(name).then((alarm) => {
      if (alarm) this.#due = alarm.scheduledTime;
      else this.#again(Date.now());
      this.look(Date.now());
    }, () => undefined);
  }

  /** Looks whether the alarm is too late: then what happens now comes after a sleep. */
  look(now: number): boolean {
    if (now <= this.#due + late) return false;
    this.#again(now);
    this.woke(now);
    return true;
  }

  #again(now: number): void {
    this.#due = now + period;
    void Promise.resolve(api.alarms.create(name, { periodInMinutes: period / 60_000 })).catch(() => undefined);
  }
}
