// QuickBooks computes a tax or a sum of its own, a cent off: what does the document come to where a person accepted that?
import { add, fromJson, parseMoney, subtract, toJson, zero, type Money } from "#lib/money.ts";
import type { Rounding } from "#lib/orders/amendments.ts";
import type { LedgerDocument, SaleDocument } from "./document.ts";
import type { Part } from "./planned.ts";

type Field = "total" | "tax";

/** The part with what was accepted of it. Where the document itself comes to something else by now, nothing was. */
export function withRounding<Summed extends Pick<Part, "key" | "sale" | "share">>(
  part: Summed,
  roundings: readonly Rounding[],
): Summed {
  const own = roundings.filter(({ about }) => about === part.key);
  if (own.length === 0 || !own.every(({ field, was }) => was === said(part.sale, field))) return part;
  const { currency } = part.sale.total;
  const by = (field: Field): Money => {
    const value = own.find((each) => each.field === field)?.value;
    return (value === undefined ? null : parseMoney(value, currency)) ?? zero(currency);
  };
  const rounding = { total: by("total"), tax: by("tax") };
  const { tax, total } = part.sale;
  const sale: SaleDocument = {
    ...part.sale,
    ...(tax ? { tax: { ...tax, amount: toJson(add(fromJson(tax.amount), rounding.tax)) } } : {}),
    total: toJson(add(fromJson(total), rounding.total)),
    rounding: { total: toJson(rounding.total), tax: toJson(rounding.tax) },
  };
  return { ...part, sale, share: add(part.share, rounding.total) };
}

/** What an amendment stands on: the sum of the document as its order has it, in minor units. */
export function said({ total, tax, rounding }: SaleDocument, field: Field): string {
  const amount = field === "total" ? fromJson(total) : tax ? fromJson(tax.amount) : zero(total.currency);
  return subtract(amount, rounding ? fromJson(rounding[field]) : zero(total.currency)).minor.toString();
}

/** Those whose document is planned, and comes to something else than when it was accepted. */
export function roundingsOver(documents: readonly LedgerDocument[], roundings: readonly Rounding[]): string[] {
  const planned = new Map(documents.map((document) => [document.key, document]));
  return roundings.flatMap(({ amendmentId, about }) => {
    const document = planned.get(about);
    return document && !("rounding" in document && document.rounding) ? [amendmentId] : [];
  });
}
