// Which problems are there, where is each fixed, and who can? The words for them are in the two catalogues beside.

export const problemCodes = [
  "item-missing",
  "item-inactive",
  "item-is-category",
  "mapping-gone",
  "account-missing",
  "terms-unknown",
  "class-unknown",
  "tax-code-unknown",
  "tax-refused",
  "payment-method-unknown",
  "customer-not-linked",
  "customer-name-taken",
  "customer-inactive",
  "customer-gone",
  "customer-not-for-sales",
  "parent-not-allowed",
  "name-not-allowed",
  "email-invalid",
  "number-used",
  "number-too-long",
  "text-too-long",
  "value-refused",
  "field-missing",
  "period-closed",
  "line-does-not-multiply",
  "order-does-not-add-up",
  "total-differs",
  "applied-differently",
  "amount-not-exact",
  "amount-negative",
  "currency-differs",
  "nothing-to-bill",
  "invoice-missing",
  "link-refused",
  "already-gone",
  "version-conflict",
  "deposited",
  "has-balance",
  "cannot-undo",
  "credit-by-hand",
  "not-paid",
  "payments-not-imported",
  "combined-changed",
  "looks-alike",
  "unlinked",
  "posted-twice",
  "feature-off",
  "subscription-ended",
  "connection-lost",
  "not-permitted",
  "not-understood",
  "ledger-trouble",
  "rule-broken",
  "unknown",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Of documents that wait until payments which only the books have are imported. */
export const BEHIND_PAYMENTS = "payments-not-imported" satisfies ProblemCode;

/** Where the fix is made. `tieout`: in the program itself. */
export type FixPlace = "quickbooks" | "mapping" | "links" | "order" | "settings" | "connection" | "tieout" | "wait";

/**
 * Who can make the fix. clerk: whoever keeps the orders and their customers. accountant: who answers for the books.
 * quickbooks-admin: an administrator of the company in QuickBooks. tieout-admin: who may change Tieout's settings.
 * nobody: it passes by itself.
 */
export const fixers = ["clerk", "accountant", "quickbooks-admin", "tieout-admin", "nobody"] as const;
export type Fixer = (typeof fixers)[number];

/** What a person reads: "Who can: an accountant". */
export const fixerNames: Readonly<Record<Fixer, string>> = {
  clerk: "anyone who keeps the orders",
  accountant: "your accountant",
  "quickbooks-admin": "an administrator of the company in QuickBooks",
  "tieout-admin": "an administrator of Tieout",
  nobody: "nobody, it passes by itself",
};

export type ProblemKnowledge = {
  /** Title of a cause; `{about}` stands for the culprit. */
  readonly title: string;
  readonly fix: string;
  readonly where: FixPlace;
  readonly who: Fixer;
  /** True when the very same request may go through later without anyone changing anything. */
  readonly mayPass?: boolean;
};
