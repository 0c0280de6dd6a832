// What does a person mean who types an amount, or a percentage of the order?
import { z } from "zod";

import { parseMoney, type Money } from "#lib/money.ts";

const calendarDate = z
  .string()
  .refine((text) => z.iso.date().safeParse(text).success, "Choose the day the money came, such as 2026-11-20.");
const optional = (max: number, what: string) =>
  z
    .string()
    .trim()
    .max(max, `${what} has at most ${max} characters.`)
    .transform((text) => (text === "" ? undefined : text))
    .optional();

/** A payment a person puts in. */
export const TypedPayment = z.object({
  date: calendarDate,
  amount: z
    .string()
    .trim()
    .regex(/^-?\d{1,15}(\.\d{1,3})?$/, "Write an amount such as 150.00, or a percentage such as 50%."),
  method: optional(100, "A payment method"),
  reference: optional(100, "A reference"),
  note: optional(1000, "A note"),
});
export type TypedPayment = z.infer<typeof TypedPayment>;

/** What of an amount is more than is open; null when none of it is. */
export function beyondOpen({ minor, currency }: Money, open: Money): Money | null {
  const left = open.minor > 0n ? open.minor : 0n;
  return minor > left ? { minor: minor - left, currency } : null;
}

const PERCENT = /^(-?)(\d{1,3})(?:\.(\d{1,4}))?\s*%$/;

/**
 * An amount as typed: "150", "1,250.00", or "50%" of `total`, rounded half away from zero. Null when it is neither, or
 * has more decimals than the currency.
 */
export function typedAmount(text: string, total: Money): Money | null {
  const clean = text.trim().replace(/^(-?)\$/, "$1");
  const percent = PERCENT.exec(clean);
  if (!percent) return parseMoney(clean.replaceAll(/,(?=\d{3}(\D|$))/g, ""), total.currency);
  const [, sign, whole = "0", fraction = ""] = percent;
  const scale = 10n ** BigInt(fraction.length + 2);
  const product = total.minor * BigInt(whole + fraction);
  const half = scale / 2n;
  const rounded = product < 0n ? -((-product + half) / scale) : (product + half) / scale;
  return { minor: sign === "-" ? -rounded : rounded, currency: total.currency };
}
