// How is a cell read? Amounts, quantities, dates and yes/no as spreadsheets write them; what is unclear is refused.

/** A value, or the reason why the cell is none. */
export type Read<T> = { readonly value: T } | { readonly reason: string };

const PLAIN = /^\d{1,15}(\.\d{1,7})?$|^\.\d{1,7}$/;
const THOUSANDS = /^\d{1,3}(,\d{3})+(\.\d{1,7})?$/;

/**
 * An amount of money as a plain decimal: "$1,250.00" → "1250.00", "(35.10)" and "35.10-" → "-35.10". Refuses what two
 * countries read differently: "1.250,00", "12,50", "1.250".
 */
export function readAmount(cell: string): Read<string> {
  const number = readNumber(cell);
  if ("reason" in number) return number;
  if (/^\d{1,3}\.\d{3}$/.test(number.value.replace("-", ""))) {
    return { reason: `"${cell}" may mean thousands or thousandths. Write 1250.00 or 1.25.` };
  }
  return number;
}

/** A quantity or a rate: like an amount, but three decimals are common there. */
export function readNumber(cell: string): Read<string> {
  let text = cell
    .trim()
    .replaceAll("\u2212", "-")
    .replace(/[\s\u00a0]/g, "");
  const isBracketed = /^\(.*\)$/.test(text);
  if (isBracketed) text = text.slice(1, -1);
  const isTrailing = !isBracketed && text.endsWith("-");
  if (isTrailing) text = text.slice(0, -1);
  text = text.replace(/^(-?)(?:US)?\$(-?)/, "$1$2").replace(/^(-?)USD|USD$/i, "$1");
  const isNegative = text.startsWith("-");
  if (isNegative || text.startsWith("+")) text = text.slice(1);
  if (isNegative && (isBracketed || isTrailing)) return { reason: `"${cell}" is not an amount.` };
  if (THOUSANDS.test(text)) text = text.replaceAll(",", "");
  else if (text.includes(",")) return { reason: `"${cell}" is unclear. Write the decimals after a point: 1250.00.` };
  if (!PLAIN.test(text)) return { reason: `"${cell}" is not an amount such as 1250.00.` };
  const digits = text.startsWith(".") ? `0${text}` : text;
  return { value: isNegative || isBracketed || isTrailing ? `-${digits}` : digits };
}

export const dateFormats = ["YMD", "MDY", "DMY"] as const;
/** Which order the parts of a date have where the year is not first. */
export type DateFormat = (typeof dateFormats)[number];

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?$/i;

export type DetectedDates = {
  readonly format: DateFormat;
  /** True when no cell tells day and month apart: a person should look. */
  readonly isUnclear: boolean;
};

/** Finds out how a file writes dates, from some of its cells. "13/02/2026" can only start with the day. */
export function detectDateFormat(cells: readonly string[]): DetectedDates {
  let [first, second, any] = [false, false, false];
  for (const cell of cells) {
    const match = YEAR_LAST.exec(splitMoment(cell).day);
    if (!match) continue;
    any = true;
    if (Number(match[1]) > 12) first = true;
    if (Number(match[2]) > 12) second = true;
  }
  if (!any) return { format: "YMD", isUnclear: false };
  return { format: first && !second ? "DMY" : "MDY", isUnclear: first === second };
}

/** A calendar day as YYYY-MM-DD; a time of day behind it is ignored. Two-digit years are of this century. */
export function readDate(cell: string, format: DateFormat): Read<string> {
  const { day } = splitMoment(cell);
  const first = YEAR_FIRST.exec(day);
  if (first) return calendarDay(cell, first[1]!, first[2]!, first[3]!);
  const last = YEAR_LAST.exec(day);
  if (!last) return { reason: `"${cell}" is not a date such as 2026-11-18 or 11/18/2026.` };
  const year = last[3]!.length === 2 ? `20${last[3]!}` : last[3]!;
  return format === "DMY" ? calendarDay(cell, year, last[2]!, last[1]!) : calendarDay(cell, year, last[1]!, last[2]!);
}

/** A moment as ISO 8601. Without a zone it is taken as UTC; without a time, as the start of the day. */
export function readMoment(cell: string, format: DateFormat): Read<string> {
  const date = readDate(cell, format);
  if ("reason" in date) return date;
  const { time } = splitMoment(cell);
  if (!time) return { value: `${date.value}T00:00:00Z` };
  const zoned = /^(.*?)\s*(Z|UTC|[+-]\d{2}:?\d{2})$/i.exec(time);
  const clock = CLOCK.exec((zoned?.[1] ?? time).trim());
  if (!clock) return { reason: `"${cell}" is not a moment such as 2026-11-18 14:05.` };
  const half = clock[4]?.toLowerCase();
  const hour = half ? (Number(clock[1]) % 12) + (half === "pm" ? 12 : 0) : Number(clock[1]);
  const zone =
    zoned?.[2]
      ?.toUpperCase()
      .replace("UTC", "Z")
      .replace(/^([+-]\d{2})(\d{2})$/, "$1:$2") ?? "Z";
  return { value: `${date.value}T${String(hour).padStart(2, "0")}:${clock[2]!}:${clock[3] ?? "00"}${zone}` };
}

/** Yes or no; null when the cell is neither. */
export function readYesNo(cell: string): boolean | null {
  const word = cell.trim().toLowerCase();
  if (["yes", "y", "true", "t", "1", "x", "taxable", "tax"].includes(word)) return true;
  return ["", "no", "n", "false", "f", "0", "non", "non-taxable", "exempt"].includes(word) ? false : null;
}

function splitMoment(cell: string): { day: string; time: string } {
  const text = cell.trim();
  const at = text.search(/[T\s]/);
  return at < 0 ? { day: text, time: "" } : { day: text.slice(0, at), time: text.slice(at + 1).trim() };
}

function calendarDay(cell: string, year: string, month: string, day: string): Read<string> {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(year) >= 1900;
  if (!isReal) return { reason: `There is no day "${cell}".` };
  return { value: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
}
