// What are the texts and the situations of descriptions called, on screen and in what is said of settings?
import { placedTemplates, type Descriptions, type SituationName, type TextName } from "./templates.ts";

export const situationNames: Readonly<Record<SituationName, string>> = {
  everywhere: "Every document",
  invoice: "Invoices",
  "sales-order": "Sales orders",
  "sales-receipt": "Sales receipts",
  "credit-memo": "Credit memos",
  "refund-receipt": "Refund receipts",
  sets: "Documents of several charge sets",
  combined: "Invoices of several orders",
};

export const textNames: Readonly<Record<TextName, string>> = {
  line: "Line description",
  message: "Message to the customer",
  note: "Note",
};

/** "Invoices, note" */
export function placeName({ situation, text }: { readonly situation: SituationName; readonly text: TextName }): string {
  return `${situationNames[situation]}, ${textNames[text].toLowerCase()}`;
}

/** Each template by the name of its place. */
export function templatesByName(descriptions: Descriptions): Readonly<Record<string, string>> {
  return Object.fromEntries(placedTemplates(descriptions).map((placed) => [placeName(placed), placed.template]));
}
