// When is something due? A clock's hour in a time zone, once a day; and how long until a try is made again.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** "2026-11-28": the date at a moment, in a time zone. */
export function dayIn(at: Date, timeZone: string): string {
  return wallClock(at, timeZone).toISOString().slice(0, 10);
}

/** The first moment after `after` at which the clocks of a time zone show this full hour. */
export function nextHour(after: Date, hour: number, timeZone: string): Date {
  const today = Date.parse(dayIn(after, timeZone));
  // A day more than needed: an hour that the clocks skip falls onto the next one.
  const days = [0, 1, 2].map((days) => momentOf(today + days * DAY_MS + hour * HOUR_MS, timeZone));
  const next = days.find((moment) => moment.getTime() > after.getTime());
  if (!next) throw new RangeError(`No ${hour} o'clock in ${timeZone} follows`);
  return next;
}

/** The next try after so many were made in vain; null when it is time to give up. */
export function nextTry(waits: readonly number[], tries: number, now: Date): Date | null {
  const wait = waits[tries - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}

/** Does this machine know the time zone? */
export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** What the clocks of a time zone show, as if it were UTC. */
function wallClock(at: Date, timeZone: string): Date {
  const shown = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  return new Date(Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second));
}

/** The moment at which clocks show this; of two the first, and where they skip it the moment they skip to. */
function momentOf(wallMs: number, timeZone: string): Date {
  const offsets = [-DAY_MS, DAY_MS].map(
    (near) => wallClock(new Date(wallMs + near), timeZone).getTime() - (wallMs + near),
  );
  const moments = offsets.map((offset) => wallMs - offset).toSorted((left, right) => left - right);
  const right = moments.find((moment) => wallClock(new Date(moment), timeZone).getTime() === wallMs);
  return new Date(right ?? Math.max(...moments));
}
