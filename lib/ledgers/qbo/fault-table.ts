// What does each fault code mean? One table by number; text is matched only after the code, in the same table.
import type { QboFault } from "./rows.ts";
import { askFor, nothing, problem, simply, type Meaning, type Row, type Told } from "./fault-rows.ts";
import {
  accountOf,
  closedDay,
  currencyOf,
  emailOf,
  fieldOf,
  fieldWord,
  kindName,
  meantName,
  monthOf,
  numberOf,
  partyName,
  sentence,
  shortened,
  taxCodeOf,
  taxSetUp,
  title,
  unevenLines,
} from "./fault-words.ts";
import type { Push } from "#lib/sync/push.ts";

const field =
  (otherwise: string): Told =>
  (_push, fault) =>
    fieldWord(fault, otherwise);
const feature: Told = (push, fault) => fault.element || kindName(push);
const notUnderstood = problem("not-understood", nothing);

/** General and gateway codes, and what is wrong with a request as such. */
const general: readonly Row[] = [
  { code: "100", means: simply("unauthorized") },
  { code: "110", means: simply("unauthorized") },
  { code: "120", means: problem("not-permitted", nothing) },
  { code: "130", means: simply("busy") },
  { code: "140", means: simply("busy") },
  { code: "150", means: simply("busy") },
  { code: "500", means: notUnderstood },
  { code: "600", means: simply("doubt") },
  { code: "610", means: simply("gone") },
  { code: "620", means: askFor("invoices", { otherwise: "link-refused" }) },
  { code: "630", means: simply("doubt") },
  { code: "700", means: problem("parent-not-allowed", partyName) },
  { code: "800", means: problem("cannot-undo", title) },
  { code: "900", means: problem("parent-not-allowed", partyName) },
  { code: "1000", means: problem("ledger-trouble", nothing) },
  { code: "1010", means: problem("ledger-trouble", nothing) },
  { code: "1020", means: problem("ledger-trouble", nothing) },
  { code: "1040", means: notUnderstood },
  { code: "3001", means: simply("throttled") },
  { code: "3100", means: problem("not-permitted", nothing) },
  { code: "3200", means: simply("unauthorized") },
  { code: "3201", means: problem("not-permitted", nothing) },
  { code: "3202", means: problem("not-permitted", nothing) },
  { code: "4000", means: notUnderstood },
  { code: "4001", means: notUnderstood },
  { code: "5000", means: notUnderstood },
  { code: "5010", means: simply("stale") },
  { code: "5020", means: problem("not-permitted", nothing) },
  { code: "5030", means: problem("feature-off", feature) },
  { code: "10000", means: simply("busy") },
  { code: "10100", means: notUnderstood },
  { code: "10200", means: problem("connection-lost", nothing) },
];

/** What is wrong with a field. */
const fields: readonly Row[] = [
  { code: "2000", means: problem("feature-off", kindName) },
  { code: "2010", means: notUnderstood },
  // Without it there is no knowing whose version would be overwritten: the record is read first.
  { code: "2020", text: /SyncToken/, means: simply("stale") },
  { code: "2020", means: problem("field-missing", field("a field")) },
  { code: "2030", means: askFor("item-ids", { until: "item-ids", otherwise: "not-understood" }) },
  { code: "2040", text: /colon|tab|new line|character/i, means: problem("name-not-allowed", partyName) },
  { code: "2040", means: problem("value-refused", field("a text")) },
  { code: "2050", means: tooLong },
  { code: "2060", to: "2070", means: problem("value-refused", field("a date")) },
  { code: "2080", to: "2090", means: problem("value-refused", field("a number")) },
  { code: "2100", to: "2110", means: problem("value-refused", field("a number with decimals")) },
  { code: "2140", means: problem("value-refused", field("an amount")) },
  { code: "2150", means: problem("value-refused", field("a percentage")) },
  { code: "2160", means: problem("value-refused", field("a quantity")) },
  { code: "2170", means: notUnderstood },
  { code: "2200", means: problem("value-refused", field("a web address")) },
  { code: "2210", means: problem("email-invalid", emailOf) },
  { code: "2220", means: problem("currency-differs", currencyOf) },
  { code: "2250", means: problem("nothing-to-bill", nothing) },
  { code: "2290", means: problem("amount-negative", title) },
  { code: "2300", means: problem("order-does-not-add-up", nothing) },
  { code: "2500", text: /Names element/i, means: problem("customer-gone", meantName) },
  { code: "2500", text: /Klass|Class/i, means: problem("class-unknown", (push) => fieldOf(push, "class")) },
  { code: "2500", text: /Terms? element/i, means: problem("terms-unknown", (push) => fieldOf(push, "terms")) },
  {
    code: "2500",
    text: /PaymentMethods? element/i,
    means: problem("payment-method-unknown", (push) => fieldOf(push, "method")),
  },
  { code: "2500", text: /TaxCodes? element/i, means: problem("tax-code-unknown", taxCodeOf) },
  { code: "2500", text: /Accounts? element/i, means: problem("account-missing", accountOf) },
  { code: "2500", text: /Items? element/i, means: askFor("items", { until: "item-ids" }) },
  { code: "2500", text: /category/i, means: askFor("items", { until: "item-ids" }) },
  { code: "2500", means: askFor("customer") },
  { code: "3000", means: problem("value-refused", () => "a field of this company's own") },
];

const LINKING = /to link|amount applied|already (?:paid|applied|linked)|another customer/i;

/** What the books themselves do not allow. */
const business: readonly Row[] = [
  { code: "6000", text: /one name at a time/i, means: simply("busy") },
  { code: "6000", text: /e-?mail/i, means: problem("email-invalid", emailOf) },
  { code: "6000", text: /must be activated|inactive/i, means: askFor("customer") },
  { code: "6000", text: LINKING, means: askFor("invoices", { otherwise: "link-refused" }) },
  { code: "6000", text: /cannot be (?:voided|deleted)/i, means: problem("cannot-undo", title) },
  { code: "6000", text: /has been deposited|edit the deposit/i, means: problem("deposited", title) },
  { code: "6000", text: /currenc/i, means: problem("currency-differs", currencyOf) },
  { code: "6000", text: /0 or greater|negative/i, means: problem("amount-negative", title) },
  { code: "6000", text: /transaction amount|at least one line/i, means: problem("nothing-to-bill", nothing) },
  { code: "6000", means: problem("unknown", (_push, fault) => shortened(sentence(fault))) },
  { code: "6030", means: notUnderstood },
  { code: "6070", means: problem("line-does-not-multiply", nothing, unevenLines) },
  { code: "6080", means: problem("name-not-allowed", partyName) },
  { code: "6090", means: problem("value-refused", () => "the discount") },
  { code: "6100", means: problem("tax-refused", taxSetUp) },
  { code: "6140", means: numberTaken },
  { code: "6150", means: problem("parent-not-allowed", partyName) },
  { code: "6160", means: problem("tax-refused", taxSetUp) },
  { code: "6180", means: problem("parent-not-allowed", partyName) },
  { code: "6190", means: problem("subscription-ended", nothing) },
  { code: "6200", means: problem("period-closed", monthOf, closedDay) },
  { code: "6210", means: problem("period-closed", monthOf, closedDay) },
  { code: "6220", means: problem("has-balance", partyName) },
  { code: "6230", means: problem("tax-refused", taxSetUp) },
  { code: "6240", means: simply("name-taken") },
  { code: "6250", means: problem("customer-not-for-sales", partyName) },
  { code: "6420", means: problem("email-invalid", emailOf) },
  { code: "6450", means: problem("cannot-undo", title) },
  { code: "6470", means: problem("tax-refused", taxSetUp) },
  { code: "6480", means: problem("cannot-undo", title) },
  { code: "6530", means: problem("value-refused", () => "a card number") },
  { code: "6540", means: problem("deposited", title) },
];

/** The first row whose code and text fit wins. */
export const faultTable: readonly Row[] = [...general, ...fields, ...business];

function tooLong(fault: QboFault, push: Push): Meaning {
  const { document } = push;
  if (fault.element === "DocNumber" && "number" in document) {
    return { is: "problem", code: "number-too-long", about: document.number, detail: sentence(fault) };
  }
  return { is: "problem", code: "text-too-long", about: fault.element || "A text", detail: sentence(fault) };
}

/** Ours after all, when the answer to it was lost? Looked for once; a number found to be somebody else's is a problem. */
function numberTaken(fault: QboFault, push: Push): Meaning {
  const isLooked = push.memory.lookedUp === true || push.memory.ask === "number";
  if (!isLooked && "number" in push.document) return { is: "number-taken" };
  return { is: "problem", code: "number-used", about: numberOf(push), detail: sentence(fault) };
}
