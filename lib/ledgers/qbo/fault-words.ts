// How is the culprit of a fault named to a person? Names instead of ids, fields in the words of the trade.
import { dateText, monthText } from "#lib/dates.ts";
import { documentKindNames, documentTitle, type LedgerDocument } from "#lib/documents/document.ts";
import { formatMoney, fromJson, multiply } from "#lib/money.ts";
import type { Push } from "#lib/sync/push.ts";
import { partyOf } from "./parts.ts";
import type { QboFault } from "./rows.ts";

/** QuickBooks' own words as one sentence: without the prefix that repeats the message. */
export function sentence(fault: QboFault): string {
  const said = fault.detail
    .replace(/^[\w .]+ : /, "")
    .replace(/^Business Validation Error: /, "")
    .trim();
  return said === "" || said === "null" ? fault.message || `QuickBooks error ${fault.code}` : said;
}

export function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99).trimEnd()}…`;
}

/** What people call the document. */
export const title = (push: Push): string => documentTitle(push.document);

/** The kind of document, when a company does not have it at all: "Sales order". */
export const kindName = (push: Push): string => documentKindNames[push.document.kind];

/** Who it is with, or what it is, by name. */
export function partyName(push: Push): string {
  return "customerName" in push.document ? push.document.customerName : push.document.name;
}

/** The name a document refers to: who is billed, or, of a job, whose job it is. */
export function meantName(push: Push): string {
  return partyOf(push)?.name ?? partyName(push);
}

export function numberOf(push: Push): string {
  return "number" in push.document ? push.document.number : documentTitle(push.document);
}

export function emailOf(push: Push): string {
  const document: LedgerDocument = push.document;
  if ("billEmail" in document) return document.billEmail ?? partyName(push);
  return "email" in document ? (document.email ?? partyName(push)) : partyName(push);
}

export function fieldOf(push: Push, field: "class" | "terms" | "method"): string {
  const value: unknown = (push.document as Partial<Record<typeof field, unknown>>)[field];
  if (typeof value === "string") return value;
  const line = "lines" in push.document ? push.document.lines.find((each) => each.class !== undefined) : undefined;
  return field === "class" ? (line?.class ?? "") : "";
}

export function taxCodeOf(push: Push): string {
  return "tax" in push.document ? (push.document.tax?.code ?? "of this company") : "of this company";
}

/** All documents of one tax code are released together. */
export function taxSetUp(push: Push): string {
  return ("tax" in push.document ? push.document.tax?.code : undefined) ?? "this company's set-up";
}

export function accountOf(push: Push): string {
  const { document } = push;
  if ("incomeAccount" in document) return document.incomeAccount;
  return "depositAccount" in document && document.depositAccount ? document.depositAccount : "for deposits";
}

export function currencyOf(push: Push): string {
  const { document } = push;
  const currency =
    "total" in document ? document.total.currency : "currency" in document ? document.currency : undefined;
  return currency ?? title(push);
}

/** QuickBooks' fields as a person would name them. */
const fieldWords: Readonly<Record<string, string>> = {
  CustomerRef: "a customer",
  Line: "a line",
  Amount: "an amount",
  TotalAmt: "a total",
  TxnDate: "a date",
  DueDate: "a due date",
  DocNumber: "a number",
  ItemRef: "an item",
  Qty: "a quantity",
  UnitPrice: "a unit price",
  IncomeAccountRef: "an income account",
  DepositToAccountRef: "an account for the money",
  PaymentMethodRef: "a payment method",
  PaymentRefNum: "a reference",
  PaymentType: "a way of paying",
  CurrencyRef: "a currency",
  ExchangeRate: "an exchange rate",
  TaxCodeRef: "a tax code",
  ParentRef: "a parent customer",
  DisplayName: "a name",
  Name: "a name",
  ServiceDate: "a service date",
  DiscountPercent: "a discount",
  DueDays: "a number of days",
};

/** The field a fault speaks of, in words: from its element, else from the parameter its detail names. */
export function fieldWord(fault: QboFault, otherwise: string): string {
  const named = /(?:parameter|Property Name:|for) ?([A-Z]\w+(?:\.\w+)*)/.exec(fault.detail)?.[1] ?? "";
  const field = (fault.element || named).split(".").at(-1) ?? "";
  return fieldWords[field] ?? (field === "" ? otherwise : field);
}

/** The month names the cause: all documents of a closed month are released together. */
export function monthOf({ document }: Pick<Push, "document">): string {
  return "date" in document ? monthText(document.date) : "";
}

export function closedDay({ document }: Pick<Push, "document">): string {
  const date = "date" in document ? dateText(document.date) : "its date";
  return `${documentTitle(document)} is dated ${date}; QuickBooks' books are closed for that day.`;
}

/** Names the lines at fault: QuickBooks does not. */
export function unevenLines(push: Push, fault: QboFault): string {
  const lines = "lines" in push.document ? push.document.lines : [];
  const uneven = lines.flatMap((line) => {
    if (line.unitPrice === undefined) return [];
    const amount = fromJson(line.amount);
    const product = multiply(line.quantity, line.unitPrice, amount.currency);
    if (!product || product.minor === amount.minor) return [];
    return [
      `${line.chargeCode}: ${line.quantity} × ${line.unitPrice} is ${formatMoney(product)}, not ${formatMoney(amount)}`,
    ];
  });
  return uneven.length === 0 ? sentence(fault) : `${uneven.join("; ")}.`;
}
