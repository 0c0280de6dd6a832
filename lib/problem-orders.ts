// Which problems lie in an order, its mapping or its rules, and how is each fixed?
import type { ProblemCode, ProblemKnowledge } from "./problem-code.ts";

export const orderProblems = {
  "item-missing": {
    title: "QuickBooks has no item {about}",
    fix: "In the card of this cause, map the charge code to an item QuickBooks has, or let this one be created there.",
    where: "mapping",
    who: "clerk",
  },
  "item-inactive": {
    title: "Item {about} is inactive in QuickBooks",
    fix: "Map the charge code to another item in the card of this cause, or make this one active in QuickBooks and resync.",
    where: "mapping",
    who: "clerk",
  },
  "item-is-category": {
    title: "{about} is a category in QuickBooks, not an item",
    fix: "Map the charge code to an item inside the category, in the card of this cause.",
    where: "mapping",
    who: "clerk",
  },
  "mapping-gone": {
    title: "{about} is mapped to something QuickBooks no longer has",
    fix: "Map it to an entry QuickBooks has, in the card of this cause. The old one was deleted, merged away or made inactive.",
    where: "mapping",
    who: "clerk",
  },
  "customer-not-linked": {
    title: "Not linked to a QuickBooks customer",
    fix: "On the Links page choose the QuickBooks customer it is, or let it be created. What waits for it then goes by itself.",
    where: "links",
    who: "clerk",
  },
  "customer-name-taken": {
    title: "The name {about} belongs to a vendor or an employee in QuickBooks",
    fix: "Call the customer otherwise in QuickBooks, for all of its orders, or link it to a customer that QuickBooks has. What waits for it goes by itself.",
    where: "order",
    who: "clerk",
  },
  "name-not-allowed": {
    title: "QuickBooks does not allow the name {about}",
    fix: "QuickBooks names may not hold a colon, a tab or a line break. Call it otherwise there, for all of its orders, or link it to one that QuickBooks has.",
    where: "order",
    who: "clerk",
  },
  "email-invalid": {
    title: "{about} is not an e-mail address QuickBooks accepts",
    fix: "Correct the e-mail address on the order, then resync.",
    where: "order",
    who: "clerk",
  },
  "number-too-long": {
    title: "Number {about} is longer than QuickBooks allows",
    fix: "QuickBooks numbers hold 21 characters. Shorten the number on the order.",
    where: "order",
    who: "clerk",
  },
  "text-too-long": {
    title: "{about} is longer than QuickBooks allows",
    fix: "Shorten the text on the order, then resync.",
    where: "order",
    who: "clerk",
  },
  "value-refused": {
    title: "QuickBooks does not accept {about}",
    fix: "Correct it on the order, then resync.",
    where: "order",
    who: "clerk",
  },
  "field-missing": {
    title: "QuickBooks needs {about}, and the document has none",
    fix: "Add it on the order or in Finance settings, then resync.",
    where: "order",
    who: "clerk",
  },
  "line-does-not-multiply": {
    title: "Quantity times unit price is not the amount of a line",
    fix: "Correct quantity, unit price or amount of the line on the order.",
    where: "order",
    who: "clerk",
  },
  "order-does-not-add-up": {
    title: "The lines do not add up to the order's total",
    fix: "Correct the lines, the tax or the total on the order. Nothing was sent.",
    where: "order",
    who: "clerk",
  },
  "amount-not-exact": {
    title: "An amount has more decimals than {about} holds",
    fix: "Correct the amount on the order. Nothing was rounded and nothing was sent.",
    where: "order",
    who: "clerk",
  },
  "amount-negative": {
    title: "{about} comes to less than zero",
    fix: "QuickBooks takes no document below zero. Correct the order, or book the difference as a credit memo or a refund.",
    where: "order",
    who: "clerk",
  },
  "currency-differs": {
    title: "{about} is not the currency of the customer or the company",
    fix: "Correct the currency on the order. A customer in QuickBooks keeps one currency for ever: for another one it needs a second customer.",
    where: "order",
    who: "clerk",
  },
  "nothing-to-bill": {
    title: "There is nothing to bill",
    fix: "The order has no charges other than zero. Correct it, or clear the row.",
    where: "order",
    who: "clerk",
  },
  "invoice-missing": {
    title: "The invoice a payment belongs to is not in QuickBooks",
    fix: "Solve the invoice first; the payment follows by itself.",
    where: "order",
    who: "clerk",
  },
  "credit-by-hand": {
    title: "A refund of the order is not booked",
    fix: "Enter the credit memo or refund in QuickBooks by hand, or let Tieout book refunds in Finance settings.",
    where: "quickbooks",
    who: "accountant",
  },
  "not-paid": {
    title: "The order is not paid in full",
    fix: "A sales receipt says that all of it was paid. It goes by itself as soon as the order's payments come to its total.",
    where: "order",
    who: "clerk",
  },
  "payments-not-imported": {
    title: "QuickBooks has payments that are not imported yet",
    fix: "Import them: what was to be exported goes by itself then.",
    where: "order",
    who: "clerk",
  },
  "combined-changed": {
    title: "The orders on invoice {about} are not those it was sent with",
    fix: "An invoice of several orders keeps them once it is in QuickBooks. Void and reissue it on the order's page, or undo the change of the order.",
    where: "order",
    who: "clerk",
  },
  "rule-broken": {
    title: "Rule {about} could not be read",
    fix: "Correct or switch off the rule. The order waits, so that nothing is booked wrongly.",
    where: "settings",
    who: "tieout-admin",
  },
} as const satisfies Partial<Record<ProblemCode, ProblemKnowledge>>;
