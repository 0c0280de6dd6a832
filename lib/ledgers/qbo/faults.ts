// What does a fault mean? One table by code number; text is matched only after the code, in the same table.
import { documentTitle } from "#lib/documents/document.ts";
import type { LedgerDocument } from "#lib/documents/document.ts";
import { fromJson, multiply, toDecimal } from "#lib/money.ts";
import type { ProblemCode } from "#lib/problem.ts";
import type { Push } from "#lib/sync/push.ts";
import type { QboFault } from "./answer.ts";

export type Meaning =
  | { readonly is: "throttled" | "busy" | "unauthorized" | "stale" | "gone" | "name-taken" }
  /** QuickBooks does not name the culprit; the conversation asks for it. */
  | { readonly is: "ask"; readonly ask: "customer" | "items" }
  | { readonly is: "problem"; readonly code: ProblemCode; readonly about: string; readonly detail: string };

type Row = {
  readonly code: string;
  /** Narrows the code by its detail. */
  readonly text?: RegExp;
  readonly means: (fault: QboFault, push: Push) => Meaning;
};

const simply = (is: Exclude<Meaning["is"], "ask" | "problem">) => (): Meaning => ({ is });
const askFor = (ask: "customer" | "items") => (): Meaning => ({ is: "ask", ask });
type Told = (push: Push, fault: QboFault) => string;
const nothing: Told = () => "";
const problem =
  (code: ProblemCode, about: Told, detail: Told = (_push, fault) => sentence(fault)) =>
  (fault: QboFault, push: Push): Meaning => ({
    is: "problem",
    code,
    about: about(push, fault),
    detail: detail(push, fault),
  });

/** The first row whose code and text fit wins. */
export const faultTable: readonly Row[] = [
  { code: "100", means: simply("unauthorized") },
  { code: "110", means: simply("unauthorized") },
  { code: "120", means: problem("not-permitted", nothing) },
  { code: "130", means: simply("busy") },
  { code: "140", means: simply("busy") },
  { code: "150", means: simply("busy") },
  { code: "600", means: simply("busy") },
  { code: "610", means: simply("gone") },
  { code: "620", means: problem("invoice-missing", (push) => documentTitle(push.document)) },
  { code: "1000", means: problem("ledger-trouble", nothing) },
  { code: "1010", means: problem("ledger-trouble", nothing) },
  { code: "1020", means: problem("ledger-trouble", nothing) },
  { code: "2040", text: /colon|tab|new line|character/i, means: problem("name-not-allowed", partyName) },
  { code: "2050", text: /Supplied length/, means: tooLong },
  { code: "2050", means: tooLong },
  { code: "2210", means: problem("email-invalid", emailOf) },
  { code: "2500", text: /Names element/i, means: problem("customer-gone", partyName) },
  { code: "2500", text: /Klass|Class/i, means: problem("class-unknown", (push) => fieldOf(push, "class")) },
  { code: "2500", text: /Terms? element/i, means: problem("terms-unknown", (push) => fieldOf(push, "terms")) },
  {
    code: "2500",
    text: /PaymentMethods? element/i,
    means: problem("payment-method-unknown", (push) => fieldOf(push, "method")),
  },
  { code: "2500", text: /TaxCodes? element/i, means: problem("tax-code-unknown", taxCodeOf) },
  { code: "2500", text: /Accounts? element/i, means: problem("account-missing", accountOf) },
  { code: "2500", text: /Items? element/i, means: askFor("items") },
  { code: "2500", text: /category/i, means: askFor("items") },
  { code: "2500", text: /inactive/i, means: askFor("customer") },
  { code: "3001", means: simply("throttled") },
  { code: "3100", means: problem("not-permitted", nothing) },
  { code: "3200", means: simply("unauthorized") },
  { code: "3201", means: problem("not-permitted", nothing) },
  { code: "3202", means: problem("not-permitted", nothing) },
  { code: "5010", means: simply("stale") },
  { code: "5020", means: problem("not-permitted", nothing) },
  { code: "5030", means: problem("feature-off", (_push, fault) => fault.element || "A feature") },
  { code: "6000", text: /one name at a time/i, means: simply("busy") },
  { code: "6000", text: /e-?mail/i, means: problem("email-invalid", emailOf) },
  { code: "6000", text: /must be activated|inactive/i, means: askFor("customer") },
  {
    code: "6000",
    text: /entity to link|transaction to link/i,
    means: problem("invoice-missing", (push) => documentTitle(push.document)),
  },
  { code: "6000", means: problem("unknown", (_push, fault) => shortened(sentence(fault))) },
  { code: "6070", means: problem("line-does-not-multiply", nothing, unevenLines) },
  { code: "6080", means: problem("name-not-allowed", partyName) },
  { code: "6100", means: problem("tax-code-unknown", taxCodeOf) },
  { code: "6140", means: problem("number-used", numberOf) },
  { code: "6160", means: problem("tax-code-unknown", taxCodeOf) },
  { code: "6190", means: problem("subscription-ended", nothing) },
  { code: "6200", means: problem("period-closed", monthOf, closedDay) },
  { code: "6210", means: problem("period-closed", monthOf, closedDay) },
  { code: "6230", means: problem("tax-code-unknown", taxCodeOf) },
  { code: "6240", means: simply("name-taken") },
  { code: "6420", means: problem("email-invalid", emailOf) },
  { code: "6470", means: problem("tax-code-unknown", taxCodeOf) },
  { code: "6540", means: problem("unknown", () => "the payment is part of a deposit") },
  { code: "10000", means: simply("busy") },
  { code: "10200", means: problem("connection-lost", nothing) },
];

/** What a fault means for this push; a code the table does not know is a problem of its own. */
export function meaningOf(fault: QboFault, push: Push): Meaning {
  const row = faultTable.find(({ code, text }) => code === fault.code && (!text || text.test(fault.detail)));
  if (row) return row.means(fault, push);
  return {
    is: "problem",
    code: "unknown",
    about: `QuickBooks error ${fault.code || "without a number"}`,
    detail: sentence(fault),
  };
}

/** QuickBooks' own words as one sentence: without the prefix that repeats the message. */
export function sentence(fault: QboFault): string {
  const said = fault.detail
    .replace(/^[\w .]+ : /, "")
    .replace(/^Business Validation Error: /, "")
    .trim();
  return said === "" || said === "null" ? fault.message || `QuickBooks error ${fault.code}` : said;
}

function tooLong(fault: QboFault, push: Push): Meaning {
  const { document } = push;
  if (fault.element === "DocNumber" && "number" in document) {
    return { is: "problem", code: "number-too-long", about: document.number, detail: sentence(fault) };
  }
  return { is: "problem", code: "text-too-long", about: fault.element || "A text", detail: sentence(fault) };
}

function partyName(push: Push): string {
  return "customerName" in push.document ? push.document.customerName : push.document.name;
}

function numberOf(push: Push): string {
  return "number" in push.document ? push.document.number : documentTitle(push.document);
}

function emailOf(push: Push): string {
  const document: LedgerDocument = push.document;
  if ("billEmail" in document) return document.billEmail ?? partyName(push);
  return "email" in document ? (document.email ?? partyName(push)) : partyName(push);
}

function fieldOf(push: Push, field: "class" | "terms" | "method"): string {
  const value: unknown = (push.document as Partial<Record<typeof field, unknown>>)[field];
  if (typeof value === "string") return value;
  const line = "lines" in push.document ? push.document.lines.find((each) => each.class !== undefined) : undefined;
  return field === "class" ? (line?.class ?? "") : "";
}

function taxCodeOf(push: Push): string {
  return "tax" in push.document ? (push.document.tax?.code ?? "of this company") : "of this company";
}

function accountOf(push: Push): string {
  return "incomeAccount" in push.document ? push.document.incomeAccount : "for deposits";
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The month names the cause: all documents of a closed month are released together. */
function monthOf(push: Push): string {
  const date = "date" in push.document ? push.document.date : "";
  const month = MONTHS[Number(date.slice(5, 7)) - 1];
  return month === undefined ? date : `${month} ${date.slice(0, 4)}`;
}

function closedDay(push: Push): string {
  const date = "date" in push.document ? push.document.date : "its date";
  return `${documentTitle(push.document)} is dated ${date}; QuickBooks' books are closed for that day.`;
}

/** Names the lines at fault: QuickBooks does not. */
function unevenLines(push: Push, fault: QboFault): string {
  const lines = "lines" in push.document ? push.document.lines : [];
  const uneven = lines.flatMap((line) => {
    if (line.unitPrice === undefined) return [];
    const amount = fromJson(line.amount);
    const product = multiply(line.quantity, line.unitPrice, amount.currency);
    if (!product || product.minor === amount.minor) return [];
    return [
      `${line.chargeCode}: ${line.quantity} × ${line.unitPrice} is ${toDecimal(product)}, not ${toDecimal(amount)}`,
    ];
  });
  return uneven.length === 0 ? sentence(fault) : `${uneven.join("; ")}.`;
}

function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99).trimEnd()}…`;
}
