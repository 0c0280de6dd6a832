// How do lines that were taken over from an existing invoice stand on the order's own?
import { multiply, toJson, type Money } from "#lib/money.ts";
import type { Adjustment } from "#lib/orders/added.ts";
import type { DocumentLine } from "./document.ts";

/** The lines in their old order; they come before the order's own charges. */
export function adjustmentLines(adjustments: readonly Adjustment[]): DocumentLine[] {
  return [...adjustments]
    .sort((left, right) => left.lineNumber - right.lineNumber)
    .map(({ itemName, description, quantity, amount }) => {
      const unitPrice = unitPriceOf(quantity, amount);
      return {
        item: { name: itemName },
        chargeCode: itemName,
        ...(description === null ? {} : { description }),
        quantity,
        ...(unitPrice === null ? {} : { unitPrice }),
        amount: toJson(amount),
        taxable: false,
      };
    });
}

const PRICE_DECIMALS = 7;

/** The price that gives the amount back exactly; null when none of seven decimals does. */
export function unitPriceOf(quantity: string, amount: Money): string | null {
  const parts = /^(\d{1,12})(?:\.(\d{1,7}))?$/.exec(quantity);
  if (!parts) return null;
  const fraction = parts[2] ?? "";
  const scaled = BigInt(parts[1] + fraction);
  if (scaled === 0n) return null;
  const cent = multiply("1", "1", amount.currency)!.minor;
  const numerator = amount.minor * 10n ** BigInt(PRICE_DECIMALS + fraction.length);
  const price = numerator / (scaled * cent);
  const sign = price < 0n ? "-" : "";
  const digits = (price < 0n ? -price : price).toString().padStart(PRICE_DECIMALS + 1, "0");
  const decimals = digits.slice(-PRICE_DECIMALS).replace(/0+$/, "");
  const text = `${sign}${digits.slice(0, -PRICE_DECIMALS)}${decimals === "" ? "" : `.${decimals}`}`;
  return multiply(quantity, text, amount.currency)?.minor === amount.minor ? text : null;
}
