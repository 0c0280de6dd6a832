// What time is it in the simulated world, and how does QuickBooks spell it?

/** A clock that control can move; `scale` shrinks throttle windows and latencies, never dates. */
export class Clock {
  offsetMs = 0;
  scale: number;

  constructor(scale: number) {
    this.scale = scale;
  }

  /** Milliseconds since 1970 in the simulated world. */
  now(): number {
    return Date.now() + this.offsetMs;
  }
}

const ZONE = "America/Los_Angeles";
const offsets = new Map<number, number>();

function zoneOffsetMinutes(ms: number): number {
  const hour = Math.floor(ms / 3_600_000);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: ZONE, timeZoneName: "longOffset" }).formatToParts(ms);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT-08:00";
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  const minutes = match === null ? 0 : (Number(match[2]) * 60 + Number(match[3])) * (match[1] === "-" ? -1 : 1);
  offsets.set(hour, minutes);
  return minutes;
}

function spell(ms: number, withMillis: boolean): string {
  const offset = zoneOffsetMinutes(ms);
  const local = new Date(ms + offset * 60_000).toISOString();
  const magnitude = Math.abs(offset);
  const zone = `${offset < 0 ? "-" : "+"}${String(Math.floor(magnitude / 60)).padStart(2, "0")}:${String(magnitude % 60).padStart(2, "0")}`;
  return `${local.slice(0, withMillis ? 23 : 19)}${zone}`;
}

/** Envelope time: milliseconds and numeric offset, never Z. */
export function envelopeTime(ms: number): string {
  return spell(ms, true);
}

/** MetaData time: rounded to the second, numeric offset. */
export function metaTime(ms: number): string {
  return spell(Math.round(ms / 1000) * 1000, false);
}

/** Calendar day in the company's time zone, YYYY-MM-DD. */
export function companyDay(ms: number): string {
  return spell(ms, false).slice(0, 10);
}

/** A calendar day moved by whole days; the text itself when it is no date. */
export function plusDays(day: string, days: number): string {
  const base = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(base) ? day : new Date(base + days * 86_400_000).toISOString().slice(0, 10);
}

/** True for an existing calendar day written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}
