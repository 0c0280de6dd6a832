// What would a template say of these orders? Nothing is planned by it: it is shown while somebody writes.
import { grouped } from "#lib/grouped.ts";
import { orderTotal } from "#lib/orders/order.ts";
import { describe, type Described } from "./descriptions/describe.ts";
import type { DescriptionsPreview, TextShown } from "./descriptions/saving.ts";
import { textLengths } from "./descriptions/limits.ts";
import { placeOf, saleKinds, templateAt, type SituationName, type TextName } from "./descriptions/templates.ts";
import { creditValues } from "./descriptions/values.ts";
import { documentTitle, type SaleDocument } from "./document.ts";
import { planDocuments } from "./plan.ts";
import { combine, partsOfSale, saleParts, type SaleKind } from "./plan-sales.ts";
import { combinedValues, lineValues, partValues } from "./plan-texts.ts";
import type { Part, PlannedOrder } from "./planned.ts";
import type { CompanySettings } from "./settings.ts";

const ROWS_MAX = 5;
const LINES_MAX = 3;

/** A sale to show a text on: what it is made of, and the whole. */
type Sample = { readonly parts: readonly [Part, ...Part[]]; readonly sale: SaleDocument; readonly reason?: string };

/**
 * The template of a situation on the first of these orders that are in it. Where none is, on the first ones at all, and
 * `isFitting` says so.
 */
export function previewTexts(
  situation: SituationName,
  text: TextName,
  orders: readonly PlannedOrder[],
  settings: CompanySettings,
): Pick<DescriptionsPreview, "rows" | "isFitting"> {
  const template = templateAt(settings.descriptions, situation, text);
  const sound = orders.filter(({ order }) => orderTotal(order) !== null);
  const samples = samplesOf(situation, sound, settings);
  const fitting = samples.filter(({ parts }) => isIn(situation, parts));
  const shown = (fitting.length > 0 ? fitting : samples).slice(0, ROWS_MAX);
  const rows = template === undefined ? [] : shown.flatMap((sample) => rowsOf(sample, situation, text, template));
  return { rows, isFitting: fitting.length > 0 };
}

function isIn(situation: SituationName, parts: readonly Part[]): boolean {
  if (situation === "combined") return parts.length > 1;
  return situation === "sets" ? parts.some(({ of }) => of.chargeSets.length > 1) : true;
}

function samplesOf(situation: SituationName, orders: readonly PlannedOrder[], settings: CompanySettings): Sample[] {
  if (situation === "credit-memo" || situation === "refund-receipt") {
    return orders.flatMap((planned) => creditSamples(planned, situation, settings));
  }
  const kind: SaleKind = saleKinds.find((each): each is SaleKind => each === situation) ?? "invoice";
  const parts = orders.flatMap((planned) => saleParts(planned, settings, kind));
  if (situation !== "combined") return parts.map((part) => ({ parts: [part], sale: part.sale }));
  const groups = grouped(parts, ({ key }) => key);
  return [...groups.values()].map(([part, ...others]) => {
    const all = partsOfSale(part!, others);
    return { parts: all, sale: all.length > 1 ? combine(all, settings) : all[0].sale };
  });
}

function creditSamples(planned: PlannedOrder, kind: SaleDocument["kind"], settings: CompanySettings): Sample[] {
  const [part] = saleParts(planned, settings, "invoice");
  const refundAs = kind === "credit-memo" ? "credit-memo" : "refund-receipt";
  const { documents } = planDocuments(planned, { ...settings, refundAs }, []);
  return documents.flatMap((document): Sample[] => {
    if (document.kind !== kind || !("lines" in document)) return [];
    const reason = planned.order.credits.find(({ externalId }) => document.key.endsWith(`/${externalId}`))?.reason;
    return [{ parts: [part!], sale: document, ...(reason === undefined ? {} : { reason }) }];
  });
}

function rowsOf(
  { parts, sale, reason }: Sample,
  situation: SituationName,
  text: TextName,
  template: string,
): TextShown[] {
  const [first] = parts;
  const shown = (values: object): Described => describe(template, values, textLengths[text]);
  const row = { title: documentTitle(sale), orderNumbers: sale.orderNumbers };
  switch (placeOf(situation, text)) {
    case "line":
      return lineValues(first, sale)
        .slice(0, LINES_MAX)
        .map((values) => ({ ...row, chargeCode: values.charge.code!, ...shown(values) }));
    case "text":
      return [{ ...row, ...shown(partValues(first, sale)) }];
    case "credit":
      return [{ ...row, ...shown({ ...partValues(first, sale), credit: creditValues(sale, reason) }) }];
    case "combined":
      return [{ ...row, ...shown(combinedValues(parts, sale)) }];
  }
}
