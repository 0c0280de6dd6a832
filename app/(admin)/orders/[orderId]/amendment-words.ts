// How does an amendment read? "Date moved from 3 Oct 2026 to 1 Nov 2026 by Olive: Books closed"
import { dateText } from "#lib/dates.ts";
import type { AmendmentShown } from "#lib/sync/amending.ts";

/** What was amended, by whom and why. */
export function amendmentText({ field, about, was, value, madeBy, because }: AmendmentShown): string {
  const by = `by ${madeBy}: ${because}`;
  const days = () => `moved from ${dateText(was)} to ${dateText(value)}`;
  switch (field) {
    case "order-date":
      return `Date ${days()} ${by}`;
    case "payment-date":
      return `Date of payment ${about} ${days()} ${by}`;
    case "credit-date":
      return `Date of credit ${about} ${days()} ${by}`;
    case "customer-name":
      return `${was} is called ${value} in QuickBooks, ${by}`;
    case "total":
      return `Rounding of ${value} accepted ${by}`;
    case "tax":
      return `Rounding of ${value} in the tax accepted ${by}`;
    default:
      return field satisfies never;
  }
}

/** Why it does not hold any more. */
export function endedText({ how, by }: NonNullable<AmendmentShown["ended"]>): string {
  switch (how) {
    case "taken-back":
      return `Taken back by ${by ?? "somebody"}`;
    case "replaced":
      return `Replaced by ${by ?? "somebody"}`;
    case "overtaken":
      return "Fell away, as the source changed it itself";
    default:
      return how satisfies never;
  }
}
