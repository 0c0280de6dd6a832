// Which number does a sales form get, and is it free?
import type { Company } from "./company.ts";
import type { SalesForm } from "./entities.ts";
import { duplicateNumber } from "./faults.ts";
import { asText, type Row } from "./json.ts";

/** Estimates number for themselves; the other forms together, unless each is said to have its own sequence. */
function counterOf(company: Company, form: SalesForm): string {
  if (form === "Estimate") return "estimateNumber";
  return company.settings.readings.numberSequences === "shared" ? "salesNumber" : `${form}Number`;
}

/** Throws 6140 where the company numbers by hand and warns about numbers in use. */
export function checkNumber(
  company: Company,
  form: SalesForm,
  row: Row,
  previous: Row | undefined,
  include: readonly string[],
): void {
  const { customTxnNumbers, warnDuplicateNumbers, nameClashingTxn } = company.settings.preferences;
  const number = asText(row.DocNumber) ?? "";
  if (number === "" || !customTxnNumbers || !warnDuplicateNumbers) return;
  if (number === previous?.DocNumber || include.includes("allowduplicatedocnum")) return;
  const clash = company
    .table(form)
    .find("DocNumber", number)
    .find((other) => other.Id !== previous?.Id);
  if (clash === undefined) return;
  const named = ` DocNumber=${number} is assigned to TxnType=${form} with TxnId=${asText(clash.Id) ?? ""}`;
  throw duplicateNumber(nameClashingTxn ? named : "");
}

/** Keeps the number it has, stores the one that was sent, or takes the next of the sequence. */
export function giveNumber(company: Company, form: SalesForm, row: Row, previous: Row | undefined): void {
  row.DocNumber ??= previous?.DocNumber;
  const sent = asText(row.DocNumber) ?? "";
  const counter = counterOf(company, form);
  company.counters[counter] ??= 1000;
  if (sent !== "") {
    const follows = company.settings.readings.numbersFollowSent && sent !== previous?.DocNumber;
    if (follows && /^\d{1,15}$/.test(sent)) company.counters[counter] = Number(sent);
    return;
  }
  if (previous !== undefined) return;
  if (company.settings.preferences.customTxnNumbers) delete row.DocNumber;
  else row.DocNumber = company.nextId(counter);
}
