// What does a fix inside a card ask before, and say after? The words for each thing that can be chosen.
import { counted, figure, nouns } from "#app/(admin)/_watch/words.ts";
import type { Chosen } from "#lib/ledgers/choices.ts";
import type { Released, Returned } from "#lib/sync/fixes.ts";

import type { HeldUpText } from "./fix-props.ts";

/** A question before a choice is made, and the sentence after it. */
export type ChoiceWords = {
  readonly label: string;
  readonly title: (name: string) => string;
  /** What changes for the future. */
  readonly fromNowOn: (name: string) => string;
  readonly done: (name: string) => string;
};

/** What is chosen for a name the books do not have, or for a setting of the company. */
export function choiceWords(sets: Chosen, about: string): ChoiceWords {
  switch (sets) {
    case "terms":
      return named("QuickBooks terms", about, `orders with the terms “${about}” go with the terms`);
    case "classes":
      return named("QuickBooks class", about, `what has the class “${about}” goes with the class`);
    case "paymentMethods":
      return named("QuickBooks payment method", about, `payments by “${about}” go with the payment method`);
    case "taxCode":
      return {
        label: "Tax code of this company",
        title: (name) => `Make “${name}” the tax code of this company?`,
        fromNowOn: (name) =>
          `everything that bears sales tax goes with the tax code “${name}”, also what is not red here`,
        done: (name) => `“${name}” is the company's tax code now`,
      };
    case "depositAccount":
      return {
        label: "Account that money goes to",
        title: (name) => `Book money on the account “${name}”?`,
        fromNowOn: (name) =>
          `every payment, sales receipt and refund of this company is booked on the account “${name}”, also what is not red here`,
        done: (name) => `Money goes to “${name}” now`,
      };
    case "incomeAccount":
      return {
        label: `Income account instead of ${about}`,
        title: (name) => `Book these items on “${name}”?`,
        fromNowOn: (name) => `items that were to be created on “${about}” are created on the income account “${name}”`,
        done: (name) => `Items are created on “${name}” now`,
      };
    default:
      return sets satisfies never;
  }
}

function named(what: string, about: string, fromNowOn: string): ChoiceWords {
  return {
    label: `${what} for ${about}`,
    title: (name) => `Book “${about}” as “${name}”?`,
    fromNowOn: (name) => `${fromNowOn} “${name}”`,
    done: (name) => `“${about}” is now “${name}”`,
  };
}

/** What will happen, and what will not. */
export function consequenceOf(fromNowOn: string, { countText, count }: HeldUpText): string {
  return `From now on, ${fromNowOn}. ${countText} held up by it ${count === 1 ? "is" : "are"} sent to QuickBooks. What is already in the books stays as it is.`;
}

/** "Choose and release 37" */
export function releaseLabel(verb: string, { count }: HeldUpText): string {
  return `${verb} and release ${figure(count)}`;
}

/** What was set going. */
export function releasedText({ orders, documents }: Released): string {
  const parts = [
    orders > 0 ? `${counted(orders, nouns.order)} planned again` : "",
    documents > 0 ? `${counted(documents, nouns.document)} on the way again` : "",
  ].filter(Boolean);
  return `${parts.join(", ")}; what was held up goes by itself.`;
}

/** What became of it, once all of it is planned again. */
export function returnedText({ orders }: Pick<Released, "orders">, { returned }: Pick<Returned, "returned">): string {
  const planned = `${counted(orders, nouns.order)} planned again`;
  if (returned === 0) return `${planned}; all of it is on its way.`;
  const back = `${figure(returned)} came back with another cause and ${returned === 1 ? "stands" : "stand"} in the list`;
  return `${planned}; ${back}, the rest is on its way.`;
}
