// How are amounts computed without floating point? Exact decimals in, integer cents out.
import type { Json } from "./json.ts";

type Decimal = { units: bigint; scale: number };

const DECIMAL = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Exact decimal of a JSON number or numeric text; undefined when it is not a number. */
export function decimal(value: Json | undefined): Decimal | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const match = DECIMAL.exec(String(value).trim());
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`.replace(/^-?$/, "0"));
  return scale >= 0 ? { units: digits, scale } : { units: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Rounds half away from zero to two places and returns integer cents. */
function toCents({ units, scale }: Decimal): number {
  if (scale <= 2) return Number(units * 10n ** BigInt(2 - scale));
  const divisor = 10n ** BigInt(scale - 2);
  const negative = units < 0n;
  const magnitude = negative ? -units : units;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return Number(negative ? -rounded : rounded);
}

/** Integer cents of a JSON number or numeric text (rounded half up); undefined when it is not a number. */
export function cents(value: Json | undefined): number | undefined {
  const exact = decimal(value);
  return exact === undefined ? undefined : toCents(exact);
}

/** Integer cents, with 0 for a missing or unreadable value. */
export function centsOrZero(value: Json | undefined): number {
  return cents(value) ?? 0;
}

/** Quantity × unit price in integer cents, rounded half up; undefined when one is not a number. */
export function productCents(quantity: Json | undefined, price: Json | undefined): number | undefined {
  const left = decimal(quantity);
  const right = decimal(price);
  if (left === undefined || right === undefined) return undefined;
  return toCents({ units: left.units * right.units, scale: left.scale + right.scale });
}

/** Percentage of an amount of cents in cents, rounded half up (7.25 percent of 100 cents = 7). */
export function percentCents(amount: number, percent: Json | undefined): number {
  const rate = decimal(percent);
  if (rate === undefined) return 0;
  return toCents({ units: BigInt(amount) * rate.units, scale: rate.scale + 4 });
}

/** a × b ÷ c in whole cents, rounded half up; 0 when c is 0. */
export function shareCents(a: number, b: number, c: number): number {
  if (c === 0) return 0;
  const top = BigInt(a) * BigInt(b);
  const negative = top < 0n !== c < 0;
  const magnitude = top < 0n ? -top : top;
  const divisor = BigInt(Math.abs(c));
  const rounded = Number((magnitude * 2n + divisor) / (divisor * 2n));
  return negative ? -rounded : rounded;
}

/** The JSON number that stands for an integer amount of cents on the wire. */
export function amount(value: number): number {
  return value / 100;
}
