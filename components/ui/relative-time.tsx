// How long ago was it? Said the same on server and browser, because "now" is given; the exact time is on hover.
import { dateText } from "#lib/dates.ts";

const STEPS = [
  { unit: "y", ms: 365 * 86_400_000 },
  { unit: "mo", ms: 30 * 86_400_000 },
  { unit: "d", ms: 86_400_000 },
  { unit: "h", ms: 3_600_000 },
  { unit: "min", ms: 60_000 },
] as const;

/** "just now", "3 min ago", "2 d ago", "in 5 min". Both are ISO times. */
export function relativeTime(at: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(at);
  const step = STEPS.find((each) => Math.abs(ms) >= each.ms);
  if (!step) return "just now";
  const span = `${Math.floor(Math.abs(ms) / step.ms)} ${step.unit}`;
  return ms < 0 ? `in ${span}` : `${span} ago`;
}

/** "22 Nov 2026, 09:42 UTC". */
export function absoluteTime(at: string): string {
  const iso = new Date(at).toISOString();
  return `${dateText(iso)}, ${iso.slice(11, 16)} UTC`;
}

type RelativeTimeProps = { readonly at: string; readonly now: string; readonly className?: string };

export function RelativeTime({ at, now, className }: RelativeTimeProps) {
  return (
    <time dateTime={at} title={absoluteTime(at)} className={className}>
      {relativeTime(at, now)}
    </time>
  );
}

export function DateText({ date, className }: { readonly date: string; readonly className?: string }) {
  return (
    <time dateTime={date} className={className}>
      {dateText(date)}
    </time>
  );
}
