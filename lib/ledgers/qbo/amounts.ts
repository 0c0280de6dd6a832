// How does exact money cross into JSON numbers and back? The one edge of the path where numbers are floating.
import { fromJson, parseMoney, toDecimal, type Money, type MoneyJson } from "#lib/money.ts";

/** Up to 15 significant digits a double keeps a decimal exactly as it was written. */
const DIGITS_MAX = 15;

/** A plain decimal as a JSON number; null when a double could not hold it exactly. */
export function exactNumber(text: string): number | null {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return null;
  const digits = text.replace("-", "").replace(".", "").replace(/^0+/, "");
  const significant = text.includes(".") ? digits.replace(/0+$/, "") : digits;
  if (significant.length > DIGITS_MAX) return null;
  return Number(text);
}

/** The same, for documents that `check` has passed. Throws RangeError otherwise: nothing inexact is ever sent. */
export function jsonNumber(text: string): number {
  const number = exactNumber(text);
  if (number === null) throw new RangeError(`${text} cannot be sent as an exact number`);
  return number;
}

/** An amount as a JSON number. */
export function jsonAmount(amount: MoneyJson): number {
  return jsonNumber(toDecimal(fromJson(amount)));
}

/** An amount QuickBooks answered with; null when it is none. */
export function amountOf(value: unknown, currency: string): Money | null {
  if (typeof value !== "number" && typeof value !== "string") return null;
  return parseMoney(String(value), currency);
}
