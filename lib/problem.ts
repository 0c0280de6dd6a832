// Why a person is needed: the closed catalogue of problems, each with a plain sentence and the fix.

export const problemCodes = [
  "item-missing",
  "item-inactive",
  "item-is-category",
  "account-missing",
  "terms-unknown",
  "class-unknown",
  "tax-code-unknown",
  "payment-method-unknown",
  "customer-name-taken",
  "customer-inactive",
  "customer-gone",
  "name-not-allowed",
  "email-invalid",
  "number-used",
  "number-too-long",
  "text-too-long",
  "period-closed",
  "line-does-not-multiply",
  "order-does-not-add-up",
  "total-differs",
  "amount-not-exact",
  "nothing-to-bill",
  "invoice-missing",
  "already-gone",
  "credit-by-hand",
  "looks-alike",
  "feature-off",
  "subscription-ended",
  "connection-lost",
  "not-permitted",
  "ledger-trouble",
  "rule-broken",
  "unknown",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/**
 * A problem as data, kept on the push or the order.
 * `about` names the culprit ("Detention", "Acme Imports"): rows with the same code and about share one cause.
 */
export type Problem = {
  readonly code: ProblemCode;
  readonly about?: string;
  /** One plain sentence about this very row. */
  readonly detail: string;
  /** What the ledger said, word for word, without secrets. */
  readonly raw?: string;
};

/** Where the fix is made. */
export type FixPlace = "quickbooks" | "mapping" | "order" | "settings" | "connection" | "wait";

export type ProblemKnowledge = {
  /** Title of a cause; `{about}` stands for the culprit. */
  readonly title: string;
  readonly fix: string;
  readonly where: FixPlace;
  /** True when the very same request may go through later without anyone changing anything. */
  readonly mayPass: boolean;
};

export const problemCatalogue: Readonly<Record<ProblemCode, ProblemKnowledge>> = {
  "item-missing": {
    title: "QuickBooks has no item {about}",
    fix: "Map the charge code to an item QuickBooks has, or add the item in QuickBooks, then resync.",
    where: "mapping",
    mayPass: false,
  },
  "item-inactive": {
    title: "Item {about} is inactive in QuickBooks",
    fix: "Make the item active again in QuickBooks, or map the charge code to another item, then resync.",
    where: "mapping",
    mayPass: false,
  },
  "item-is-category": {
    title: "{about} is a category in QuickBooks, not an item",
    fix: "Map the charge code to an item inside the category, then resync.",
    where: "mapping",
    mayPass: false,
  },
  "account-missing": {
    title: "QuickBooks has no account {about}",
    fix: "Choose another account in Finance settings or add it in QuickBooks, then resync.",
    where: "settings",
    mayPass: false,
  },
  "terms-unknown": {
    title: "QuickBooks does not know the terms {about}",
    fix: "Add these terms in QuickBooks, or correct them on the order, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "class-unknown": {
    title: "QuickBooks has no class {about}",
    fix: "Add the class in QuickBooks, or correct it on the order, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "tax-code-unknown": {
    title: "QuickBooks has no tax code {about}",
    fix: "Choose the company's tax code in Finance settings, then resync.",
    where: "settings",
    mayPass: false,
  },
  "payment-method-unknown": {
    title: "QuickBooks has no payment method {about}",
    fix: "Add the payment method in QuickBooks, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "customer-name-taken": {
    title: "The name {about} belongs to a vendor or an employee in QuickBooks",
    fix: "Rename the vendor or employee in QuickBooks, or give the customer another name on the order, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "customer-inactive": {
    title: "Customer {about} was made inactive in QuickBooks",
    fix: "Make the customer active again in QuickBooks, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "customer-gone": {
    title: "Customer {about} is no longer in QuickBooks",
    fix: "Restore the customer in QuickBooks or link it to another one, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "name-not-allowed": {
    title: "QuickBooks does not allow the name {about}",
    fix: "QuickBooks names may not hold a colon, a tab or a line break. Correct the name on the order, then resync.",
    where: "order",
    mayPass: false,
  },
  "email-invalid": {
    title: "{about} is not an e-mail address QuickBooks accepts",
    fix: "Correct the e-mail address on the order, then resync.",
    where: "order",
    mayPass: false,
  },
  "number-used": {
    title: "Number {about} is already used in QuickBooks",
    fix: "Renumber or delete the other document in QuickBooks, or give the order another number, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "number-too-long": {
    title: "Number {about} is longer than QuickBooks allows",
    fix: "QuickBooks numbers hold 21 characters. Shorten the number on the order.",
    where: "order",
    mayPass: false,
  },
  "text-too-long": {
    title: "{about} is longer than QuickBooks allows",
    fix: "Shorten the text on the order, then resync.",
    where: "order",
    mayPass: false,
  },
  "period-closed": {
    title: "The books are closed for {about}",
    fix: "Ask your accountant: either the order gets a date in an open period, or the closing date is moved.",
    where: "quickbooks",
    mayPass: false,
  },
  "line-does-not-multiply": {
    title: "Quantity times unit price is not the amount of a line",
    fix: "Correct quantity, unit price or amount of the line on the order.",
    where: "order",
    mayPass: false,
  },
  "order-does-not-add-up": {
    title: "The lines do not add up to the order's total",
    fix: "Correct the lines, the tax or the total on the order. Nothing was sent.",
    where: "order",
    mayPass: false,
  },
  "total-differs": {
    title: "QuickBooks' total differs from the order's",
    fix: "The document is in QuickBooks with another total, usually rounding of tax. Compare both and correct one.",
    where: "quickbooks",
    mayPass: false,
  },
  "amount-not-exact": {
    title: "An amount has more decimals than {about} holds",
    fix: "Correct the amount on the order. Nothing was rounded and nothing was sent.",
    where: "order",
    mayPass: false,
  },
  "nothing-to-bill": {
    title: "There is nothing to bill",
    fix: "The order has no charges other than zero. Correct it, or clear the row.",
    where: "order",
    mayPass: false,
  },
  "invoice-missing": {
    title: "The invoice a payment belongs to is not in QuickBooks",
    fix: "Solve the invoice first; the payment follows by itself.",
    where: "order",
    mayPass: false,
  },
  "already-gone": {
    title: "{about} was deleted or voided in QuickBooks",
    fix: "Decide whether it should be created again (resync) or left out (clear).",
    where: "quickbooks",
    mayPass: false,
  },
  "credit-by-hand": {
    title: "A refund of the order is not booked",
    fix: "Enter the credit memo or refund in QuickBooks by hand: this version of Tieout books sales and payments only.",
    where: "quickbooks",
    mayPass: false,
  },
  "looks-alike": {
    title: "QuickBooks already has a document like {about}",
    fix: "Look at both. Clear the row if it is the same document.",
    where: "quickbooks",
    mayPass: false,
  },
  "feature-off": {
    title: "{about} is switched off in QuickBooks",
    fix: "Switch it on in QuickBooks, or take it off the order, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "subscription-ended": {
    title: "The QuickBooks subscription has ended",
    fix: "Renew the subscription in QuickBooks, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
  "connection-lost": {
    title: "The connection to QuickBooks has ended",
    fix: "Reconnect the company file. Everything waits and nothing is lost.",
    where: "connection",
    mayPass: true,
  },
  "not-permitted": {
    title: "QuickBooks did not permit it",
    fix: "Reconnect with a QuickBooks user who is an administrator, then resync.",
    where: "connection",
    mayPass: false,
  },
  "ledger-trouble": {
    title: "QuickBooks had trouble of its own",
    fix: "Resync. If it stays, QuickBooks' own status page or support can help; the raw answer holds their reference.",
    where: "wait",
    mayPass: true,
  },
  "rule-broken": {
    title: "Rule {about} could not be read",
    fix: "Correct or switch off the rule. The order waits, so that nothing is booked wrongly.",
    where: "settings",
    mayPass: false,
  },
  unknown: {
    title: "QuickBooks refused: {about}",
    fix: "Read the raw answer, correct the order or the books, then resync.",
    where: "quickbooks",
    mayPass: false,
  },
};

/** The title of a cause with its culprit named: "QuickBooks has no item Detention". */
export function problemTitle(code: ProblemCode, about: string): string {
  return problemCatalogue[code].title.replace("{about}", () => about || "something");
}
