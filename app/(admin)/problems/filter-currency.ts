// In which currency are the amounts of a filter? Apart from its words, which need not come with the list.
import type { MoneyJson } from "#lib/money.ts";

/** In the one in which most of the money is. */
export function currencyOf(money: readonly MoneyJson[]): string {
  const sums = new Map<string, bigint>();
  for (const { minor, currency } of money) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor));
  let [most] = sums;
  for (const each of sums) if (most && each[1] > most[1]) most = each;
  return most?.[0] ?? "USD";
}
