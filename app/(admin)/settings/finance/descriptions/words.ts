// What is said on screen about the texts, and about what is wrong with them?
import type { TemplateFault } from "#lib/documents/descriptions/check.ts";
import type { SituationName, TextName } from "#lib/documents/descriptions/templates.ts";

export const textMeans: Readonly<Record<TextName, string>> = {
  line: "On each line of the document.",
  message: "The customer reads it on the document.",
  note: "Only your own people see it, in QuickBooks' memo.",
};

/** What is said where a situation has no template of its own. */
export function otherwiseWords(situation: SituationName, text: TextName): string {
  if (situation === "credit-memo" || situation === "refund-receipt") {
    return text === "message" ? "It says the reason of the credit." : "There is none.";
  }
  return situation === "combined" ? "Each order says its own, one after the other." : "As on every document.";
}

/** "Line 1, character 12: There is no field …" */
export function faultWords({ sentence, line, character }: TemplateFault): string {
  return `Line ${line}, character ${character}: ${sentence}`;
}
