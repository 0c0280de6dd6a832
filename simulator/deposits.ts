// How is money brought to the bank, so that the payments in it can no longer change?
import type { Change } from "./change.ts";
import { companyDay } from "./clock.ts";
import type { Company } from "./company.ts";
import { currency } from "./company-defaults.ts";
import { checkOpen } from "./dates.ts";
import { business, required } from "./faults.ts";
import { cannotLink } from "./faults-of-business.ts";
import { asRows, asText, refId, type Row } from "./json.ts";
import { amount, cents, centsOrZero } from "./money.ts";
import { keptReference } from "./references.ts";

function depositLine(company: Company, line: Row, depositId: string | undefined): Row {
  const link = asRows(line.LinkedTxn)[0];
  if (link === undefined) {
    if (cents(line.Amount) === undefined) throw required("Line.Amount");
    return { ...line, DetailType: "DepositLineDetail" };
  }
  const type = asText(link.TxnType);
  if (type !== "Payment" && type !== "SalesReceipt") throw cannotLink(`A deposit cannot hold ${type ?? "this"}.`);
  const id = asText(link.TxnId) ?? "";
  const row = company.get(type, id);
  if (row === undefined) throw business("The entity to link does not exist.");
  const holder = company.depositOf.get(id);
  if (holder !== undefined && holder !== depositId) throw cannotLink("The transaction is in another deposit.");
  return { ...line, Amount: row.TotalAmt, LinkedTxn: [{ TxnId: id, TxnType: type, TxnLineId: "0" }] };
}

/** Checks a deposit and puts it into the change. Throws 2020, 2500, 620, 6000, 6210. */
export function writeDeposit(change: Change, fields: Row, before: Row | undefined): Row {
  const { company } = change;
  const row: Row = { ...fields };
  if (refId(row.DepositToAccountRef) === undefined) throw required("DepositToAccountRef");
  if (asRows(row.Line).length === 0) throw required("Line");
  row.DepositToAccountRef = keptReference(company, "Account", row.DepositToAccountRef, before?.DepositToAccountRef);
  currency(company, row);
  row.TxnDate = asText(row.TxnDate)?.slice(0, 10) ?? companyDay(change.nowMs);
  checkOpen(company, row.TxnDate, before?.TxnDate);
  const lines = asRows(row.Line).map((line, index) => ({
    ...depositLine(company, line, asText(before?.Id)),
    Id: asText(line.Id) ?? String(index + 1),
    LineNum: index + 1,
  }));
  row.Line = lines;
  row.TotalAmt = amount(lines.reduce((sum, line: Row) => sum + centsOrZero(line.Amount), 0));
  const stored = change.stamped("Deposit", row, before);
  change.put("Deposit", stored);
  return stored;
}
