// Why is a document left out, and by whose choice? The words that its row keeps, and what they tell again later.
import type { PaymentChoice } from "./exports.ts";

/** How `left_out_because` begins when a person decided that a document counts as paid. */
export const TREATED_AS_PAID = "Treated as paid";
/** How it begins when a person ended the sync of a document. */
export const UNLINKED = "Unlinked";

/** What was answered about the payments of a deleted invoice. */
export const leftOutReasons: Readonly<Record<Exclude<PaymentChoice, "all">, string>> = {
  new: "Only new payments went with the invoice that had been deleted in QuickBooks.",
  none: "No payments went with the invoice that had been deleted in QuickBooks.",
};

/** Why an answer to an export leaves a document out, with who gave it. */
export function leftOutByExport(choice: Exclude<PaymentChoice, "all">, by: string): string {
  return `${leftOutReasons[choice]} Chosen by ${by}.`;
}

/** Left out by an answer to an export: another answer may bring it back. */
export function isLeftOutByExport(because: string): boolean {
  return Object.values(leftOutReasons).some((reason) => because.startsWith(reason));
}

/** Left out with its invoice, and not by a person who took it back alone. */
export function isDecidedWithOthers(because: string): boolean {
  return isLeftOutByExport(because) || [TREATED_AS_PAID, UNLINKED].some((word) => because.startsWith(`${word} by `));
}
