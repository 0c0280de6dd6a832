// What happened on which day, and how long did problems take? Series for the charts, out of counters per day.

export const dayCountKinds = ["posted", "came-up", "resolved"] as const;
export type DayCountKind = (typeof dayCountKinds)[number];

export const DAYS_SHOWN = 30;

/** A counter as it is kept: `day` like "2026-11-27", by UTC. */
export type DayCount = {
  readonly day: string;
  readonly counts: DayCountKind;
  /** Of resolved: the class of durations. */
  readonly duration: number;
  readonly rows: number;
};

export type DayFigures = {
  readonly day: string;
  readonly posted: number;
  readonly cameUp: number;
  readonly resolved: number;
  /** The median, in minutes; null on a day on which nothing was resolved. */
  readonly medianMinutes: number | null;
};

/** Classes in which durations are counted: eight for each doubling, so that a class is 9 % wide. */
const CLASSES_PER_DOUBLING = 8;
/** 2 to the 24 minutes are 31 years. */
const CLASS_MAX = 24 * CLASSES_PER_DOUBLING;

/** The class of a duration, from 0 (under a minute) to 192. The database's `duration_class` says the same. */
export function durationClass(minutes: number): number {
  if (minutes < 1) return 0;
  return Math.min(CLASS_MAX, Math.floor(Math.log2(minutes) * CLASSES_PER_DOUBLING) + 1);
}

/** The minutes a class stands for: its middle. */
export function minutesOfClass(duration: number): number {
  if (duration === 0) return 0.5;
  return 2 ** ((duration - 0.5) / CLASSES_PER_DOUBLING);
}

/** One entry for each of the last days up to today, oldest first; a day on which nothing happened is there with 0. */
export function figuresPerDay(counts: readonly DayCount[], now: Date): readonly DayFigures[] {
  const days = Array.from({ length: DAYS_SHOWN }, (_, back) => dayBefore(now, DAYS_SHOWN - 1 - back));
  return days.map((day) => {
    const own = counts.filter((count) => count.day === day);
    const resolved = own.filter(({ counts: kind }) => kind === "resolved");
    return {
      day,
      posted: sumOf(own.filter(({ counts: kind }) => kind === "posted")),
      cameUp: sumOf(own.filter(({ counts: kind }) => kind === "came-up")),
      resolved: sumOf(resolved),
      medianMinutes: medianOf(resolved),
    };
  });
}

/** The first day that is shown. */
export function firstDay(now: Date): string {
  return dayBefore(now, DAYS_SHOWN - 1);
}

/** The median over all the days' classes, in minutes; null when nothing was resolved. */
export function medianOf(counts: readonly Pick<DayCount, "duration" | "rows">[]): number | null {
  const all = sumOf(counts);
  if (all === 0) return null;
  let before = 0;
  for (const { duration, rows } of counts.toSorted((a, b) => a.duration - b.duration)) {
    before += rows;
    if (before * 2 >= all) return minutesOfClass(duration);
  }
  return null;
}

/** "42 min", "3 h", "2 d": as exact as the classes are. */
export function durationText(minutes: number): string {
  if (minutes < 1) return "under 1 min";
  if (minutes < 90) return `${Math.round(minutes)} min`;
  if (minutes < 36 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} d`;
}

function sumOf(counts: readonly { readonly rows: number }[]): number {
  return counts.reduce((sum, { rows }) => sum + rows, 0);
}

function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
