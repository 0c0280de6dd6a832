// Which template writes which text? By the kind of document, and by how many orders and charge sets it bears.
import { z } from "zod";

import type { SaleDocument } from "../document.ts";
import type { Place } from "./fields.ts";
import { fromOldForm } from "./old-form.ts";

export const TEMPLATE_MAX = 12_000;
const Template = z.string().max(TEMPLATE_MAX);

/** The texts of a document. message: what its customer reads. note: what only the company's own people see. */
export const texts = ["line", "message", "note"] as const;
export type TextName = (typeof texts)[number];

/** Templates of some of the texts; the others are as everywhere. */
export const Wording = z.object({
  line: Template.optional(),
  message: Template.optional(),
  note: Template.optional(),
});
export type Wording = z.infer<typeof Wording>;

export const saleKinds = ["invoice", "sales-order", "sales-receipt", "credit-memo", "refund-receipt"] as const;
export type SaleKindName = (typeof saleKinds)[number];

export const Descriptions = z.object({
  line: Template.default("{{ charge.description }}"),
  message: Template.default("{{ order.all_references }}"),
  note: Template.default(""),
  /** Where one kind of document says something else. Lines of credits say what was sold. */
  kinds: z.partialRecord(z.enum(saleKinds), Wording).default({}),
  /** Documents of several charge sets; they win over the kind's own. */
  sets: Wording.default({}),
  /** Invoices of several orders; they win over all others. Without them each order says its own. */
  combined: Wording.default({}),
});
export type Descriptions = z.infer<typeof Descriptions>;

/** Of one order's part of a sale: on a document of how many orders, and how many charge sets of it there. */
export type Situation = {
  readonly kind: SaleDocument["kind"];
  readonly orders: number;
  readonly chargeSets: number;
};

/** Which templates write what one order says on a sale. */
export function chosenFor(
  { line, message, note, kinds, sets, combined }: Descriptions,
  { kind, orders, chargeSets }: Situation,
): Readonly<Record<TextName, string>> {
  const own = { line, message, note, ...kinds[kind], ...(chargeSets > 1 ? sets : {}) };
  return orders > 1 && combined.line !== undefined ? { ...own, line: combined.line } : own;
}

/** Where a template counts: on every document, on one kind, on those of several charge sets, of several orders. */
export const situations = ["everywhere", ...saleKinds, "sets", "combined"] as const;
export type SituationName = (typeof situations)[number];

/** The texts that may be written there. Lines of credits say what was sold. */
export function textsOf(situation: SituationName): readonly TextName[] {
  return isCredit(situation) ? ["message", "note"] : texts;
}

/** The template that is written there; undefined where the situation has none of its own. */
export function templateAt(descriptions: Descriptions, situation: SituationName, text: TextName): string | undefined {
  return wordingAt(descriptions, situation)[text];
}

/** What a template of its own begins with there: what is written without one, said in this place's words. */
export function startOf(descriptions: Descriptions, situation: SituationName, text: TextName): string {
  const everywhere = descriptions[text];
  switch (placeOf(situation, text)) {
    case "line":
    case "text":
      return everywhere;
    case "credit":
      return text === "message" ? "{{ credit.reason }}" : "";
    case "combined":
      return everywhere === ""
        ? ""
        : `{% for order in orders %}${everywhere}{% unless forloop.last %}; {% endunless %}{% endfor %}`;
  }
}

/** The same with another template there, or none of its own. */
export function withTemplate(
  descriptions: Descriptions,
  situation: SituationName,
  text: TextName,
  template: string | undefined,
): Descriptions {
  if (situation === "everywhere") return { ...descriptions, [text]: template ?? "" };
  const { [text]: _before, ...others } = wordingAt(descriptions, situation);
  const wording: Wording = template === undefined ? others : { ...others, [text]: template };
  if (situation === "sets" || situation === "combined") return { ...descriptions, [situation]: wording };
  return { ...descriptions, kinds: { ...descriptions.kinds, [situation]: wording } };
}

/** What a template there may name. */
export function placeOf(situation: SituationName, text: TextName): Place {
  if (text === "line") return "line";
  return isCredit(situation) ? "credit" : situation === "combined" ? "combined" : "text";
}

function wordingAt(descriptions: Descriptions, situation: SituationName): Wording {
  if (situation === "everywhere") return descriptions;
  if (situation === "sets" || situation === "combined") return descriptions[situation];
  return descriptions.kinds[situation] ?? {};
}

function isCredit(situation: SituationName): boolean {
  return situation === "credit-memo" || situation === "refund-receipt";
}

/** A template of the settings, with where it stands. */
export type PlacedTemplate = {
  readonly situation: SituationName;
  readonly text: TextName;
  readonly place: Place;
  readonly template: string;
};

/** All templates of the settings that are written. */
export function placedTemplates(descriptions: Descriptions): readonly PlacedTemplate[] {
  return situations.flatMap((situation) =>
    textsOf(situation).flatMap((text) => {
      const template = templateAt(descriptions, situation, text);
      return template === undefined ? [] : [{ situation, text, place: placeOf(situation, text), template }];
    }),
  );
}

const OldTemplates = z.object({
  descriptions: z.undefined().optional(),
  lineTemplate: z.string().optional(),
  memoTemplate: z.string().optional(),
});

/** Settings that were saved before templates were written in Liquid, with the same templates in it. */
export function withDescriptions(stored: unknown): unknown {
  const old = OldTemplates.safeParse(stored);
  if (!old.success || (old.data.lineTemplate ?? old.data.memoTemplate) === undefined) return stored;
  const { lineTemplate, memoTemplate } = old.data;
  const descriptions = {
    ...(lineTemplate === undefined ? {} : { line: fromOldForm(lineTemplate, "line") }),
    ...(memoTemplate === undefined ? {} : { message: fromOldForm(memoTemplate, "message") }),
  };
  const { lineTemplate: _line, memoTemplate: _memo, ...others } = stored as Record<string, unknown>;
  return { ...others, descriptions };
}
