// What is written on a sale: its lines, the message to the customer, the company's own note.
import type { Charge } from "#lib/orders/order.ts";
import { cutText } from "./descriptions/cut-text.ts";
import { describe } from "./descriptions/describe.ts";
import { textLengths } from "./descriptions/limits.ts";
import { chosenFor } from "./descriptions/templates.ts";
import {
  creditValues,
  documentValues,
  payerValues,
  type ChargeSetValues,
  type ChargeValues,
  OrderValues,
} from "./descriptions/values.ts";
import type { DocumentLine, SaleDocument } from "./document.ts";
import type { Part, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

type Texts = { readonly memo?: string; readonly note?: string };

/** A part with what is written on it, as long as it is alone in its sale. */
export function written(part: Part, settings: CompanySettings): Part {
  const { lines, texts } = saysOf(part, part.sale, 1, settings);
  return { ...part, sale: { ...part.sale, lines, ...texts } };
}

/** A sale of one or several parts with what is written on it. */
export function writtenSale(sale: SaleDocument, parts: readonly Part[], settings: CompanySettings): SaleDocument {
  const each = parts.map((part) => saysOf(part, sale, parts.length, settings));
  const joined = (name: keyof Texts) => each.flatMap(({ texts }) => texts[name] ?? []).join("; ");
  const values = combinedValues(parts, sale);
  const { message, note } = settings.descriptions.combined;
  const memo = message === undefined ? joined("memo") : describe(message, values, textLengths.message).text;
  const own = note === undefined ? joined("note") : describe(note, values, textLengths.note).text;
  const { memo: _memo, note: _note, ...bare } = sale;
  return {
    ...bare,
    lines: each.flatMap(({ lines }) => lines),
    ...textsOf(cutText(memo, textLengths.message), cutText(own, textLengths.note)),
  };
}

/** What is written on a credit of an order; `part` is the sale it belongs to. */
export function creditTexts(
  credit: SaleDocument,
  part: Part,
  reason: string | undefined,
  { descriptions }: CompanySettings,
): Texts {
  const { message, note = "" } = descriptions.kinds[credit.kind] ?? {};
  const values = { ...partValues(part, credit), credit: creditValues(credit, reason) };
  const memo = message === undefined ? reason : describe(message, values, textLengths.message).text;
  return textsOf(memo ?? "", describe(note, values, textLengths.note).text);
}

/** The line of a charge that is in none of the order's charge sets, with what is written on it. */
export function withDescription(
  line: DocumentLine,
  charge: Charge,
  part: Part,
  settings: CompanySettings,
): DocumentLine {
  const situation = { kind: part.sale.kind, orders: 1, chargeSets: 1 };
  const { line: template } = chosenFor(settings.descriptions, situation);
  const alone = { ...part, of: { ...part.of, chargeSets: [{ charges: [charge] }] } };
  const [values] = lineValues(alone, part.sale);
  const description = describe(template, values!, textLengths.line).text;
  return description === "" ? line : { ...line, description };
}

/** What a text of one order's part may name; `sale` is the whole it is part of. */
export function partValues(part: Part, sale: SaleDocument): Common & { readonly order: OrderValues } {
  return { ...commonValues(part, sale), order: new OrderValues(part.of.planned.order, part.of.chargeSets) };
}

/** What each line of a part may name, in their order. */
export function lineValues(part: Part, sale: SaleDocument): readonly LineValues[] {
  return linesOf(partValues(part, sale));
}

/** What a text of a sale of several orders may name. */
export function combinedValues(parts: readonly Part[], sale: SaleDocument): object {
  return {
    ...commonValues(parts[0]!, sale),
    get orders() {
      return parts.map(({ of }) => new OrderValues(of.planned.order, of.chargeSets));
    },
  };
}

type Common = ReturnType<typeof commonValues>;
type LineValues = Common & {
  readonly order: OrderValues;
  readonly charge_set: ChargeSetValues;
  readonly charge: ChargeValues;
};

function linesOf(values: Common & { readonly order: OrderValues }): readonly LineValues[] {
  return values.order.charge_sets.flatMap((set) =>
    set.charges.map((charge) => ({ ...values, charge_set: set, charge })),
  );
}

/**
 * What one order's part says; `sale` is the whole, of so many orders. Lines that were taken over from an invoice keep what
 * they said there.
 */
function saysOf(part: Part, sale: SaleDocument, orders: number, { descriptions: templates }: CompanySettings) {
  const { planned, chargeSets } = part.of;
  const situation = { kind: sale.kind, orders, chargeSets: chargeSets.length };
  const { line, message, note } = chosenFor(templates, situation);
  const values = partValues(part, sale);
  const descriptions = linesOf(values).map((each) => describe(line, each, textLengths.line).text);
  const takenOver = part.sale.lines.length - descriptions.length;
  const lines = part.sale.lines.map((each, at) => {
    const description = descriptions[at - takenOver];
    return description ? { ...each, description } : each;
  });
  const memo = withDateWas(describe(message, values, textLengths.message).text, planned);
  const numbered = sale.isNumberedThere ? [sale.number, memo].filter(Boolean).join(", ") : memo;
  return { lines, texts: textsOf(numbered, describe(note, values, textLengths.note).text) };
}

function commonValues({ of }: Part, sale: SaleDocument) {
  const { order } = of.planned;
  return {
    document: documentValues(sale),
    // A receipt of several payers is the order's own customer's.
    bill_to: payerValues(
      of.chargeSets.map(({ billTo }) => billTo).find((payer) => payer?.name === sale.customerName) ?? order.customer,
    ),
  };
}

/** Where a person moved the date, the message keeps the day it was, unless it does not fit any more. */
function withDateWas(memo: string, { dateWas }: PlannedOrder): string {
  if (dateWas === undefined) return memo;
  const whole = [memo, `Original date ${dateWas}`].filter(Boolean).join(", ");
  return whole.length > textLengths.message ? memo : whole;
}

function textsOf(memo: string, note: string): Texts {
  return { ...(memo === "" ? {} : { memo }), ...(note === "" ? {} : { note }) };
}
