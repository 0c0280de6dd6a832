// What does a template say, as long as the ledger holds it?
import { cleanText, cutText } from "./cut-text.ts";
import { rendered } from "./engine.ts";

/** `length`: of the whole text, before it was cut. */
export type Described = { readonly text: string; readonly length: number; readonly isCut: boolean };

/**
 * Fills a template. Blanks that empty fields leave are closed up; what is longer than `max` is cut at a word, and said to
 * be. The same values give the same text.
 */
export function describe(template: string, values: object, max: number): Described {
  const { text: whole, isOver } = rendered(template, values);
  const text = cleanText(
    whole
      .replaceAll(/[ \t]+/g, " ")
      .replaceAll(/ +([,.;])/g, "$1")
      .trim(),
  );
  return { text: cutText(isOver ? `${text} …` : text, max), length: text.length, isCut: isOver || text.length > max };
}
