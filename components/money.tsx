// How is an amount drawn? With its currency, in tabular figures, exact: no amount passes through a float.
import { cn } from "./ui/cn.ts";

/** Whole minor units as text (a bigint does not travel to the browser) and an ISO 4217 code. */
export type MoneyValue = { readonly minor: string; readonly currency: string };

/** "$1,204.50", "−CA$5.00", "¥1,204". Takes the number of decimals from the currency. */
export function moneyText({ minor, currency }: MoneyValue): string {
  const format = formatOf(currency);
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  const isNegative = minor.startsWith("-");
  const digits = (isNegative ? minor.slice(1) : minor).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals > 0 ? `.${digits.slice(digits.length - decimals)}` : "";
  // A decimal string is formatted exactly; a number would round above 2^53.
  const text = format.format(`${whole}${fraction}` as `${number}`);
  return isNegative ? `−${text}` : text;
}

/** Making one takes longer than drawing a row. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  const kept = formats.get(currency) ?? new Intl.NumberFormat("en-US", { style: "currency", currency });
  formats.set(currency, kept);
  return kept;
}

type MoneyProps = {
  readonly value: MoneyValue;
  /** A sum at the foot of a column: drawn with an accountant's double line. */
  readonly isTotal?: boolean;
  readonly className?: string;
};

export function Money({ value, isTotal = false, className }: MoneyProps) {
  return (
    <span
      className={cn(
        "whitespace-nowrap tabular-nums",
        isTotal && "final-total inline-block py-1 font-medium",
        className,
      )}
    >
      {moneyText(value)}
    </span>
  );
}

/** Sums of several currencies side by side; they are never added up. */
export function MoneyList({
  values,
  className,
}: {
  readonly values: readonly MoneyValue[];
  readonly className?: string;
}) {
  return (
    <span className={cn("tabular-nums", className)}>
      {values.map((value, index) => (
        <span key={value.currency}>
          {index > 0 ? <span className="text-faint"> + </span> : null}
          <Money value={value} />
        </span>
      ))}
    </span>
  );
}
