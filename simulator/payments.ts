// How is money received, applied to invoices, taken back?
import { companyDay } from "./clock.ts";
import type { Change } from "./change.ts";
import { transactionCurrency, undepositedFunds } from "./company-defaults.ts";
import { checkOpen } from "./dates.ts";
import { business, negativeAmount, required } from "./faults.ts";
import { cannotLink } from "./faults-of-business.ts";
import { asRows, asText, refId, sameJson, type Row } from "./json.ts";
import { amount, cents, centsOrZero } from "./money.ts";
import { checkCard, checkDelete, checkDeposited, checkVoid } from "./locks.ts";
import { keptReference } from "./references.ts";

type Target = "Invoice" | "CreditMemo";

function targetOf(line: Row): { entity: Target; id: string } | undefined {
  const link = asRows(line.LinkedTxn)[0];
  if (link === undefined) return undefined;
  const type = asText(link.TxnType);
  if (type !== "Invoice" && type !== "CreditMemo") {
    throw cannotLink(`A payment cannot be linked to ${type ?? "this"} here.`);
  }
  return { entity: type, id: asText(link.TxnId) ?? "" };
}

/** Moves the open balance of an invoice or credit memo and keeps its link to the payment. */
function move(change: Change, entity: Target, id: string, byCents: number, paymentId: string, linked: boolean): void {
  const row = change.get(entity, id);
  if (row === undefined) return;
  const balance = amount(centsOrZero(row.Balance) + byCents);
  const others = asRows(row.LinkedTxn).filter((link) => !(link.TxnType === "Payment" && link.TxnId === paymentId));
  const links = linked ? [...others, { TxnId: paymentId, TxnType: "Payment" }] : others;
  const credit = entity === "CreditMemo" ? { RemainingCredit: balance } : {};
  change.bump(entity, id, { Balance: balance, LinkedTxn: links, ...credit });
}

/** Gives back what a payment had applied. */
function unapply(change: Change, payment: Row): void {
  const id = asText(payment.Id) ?? "";
  for (const line of asRows(payment.Line)) {
    const target = targetOf(line);
    if (target !== undefined) move(change, target.entity, target.id, centsOrZero(line.Amount), id, false);
  }
}

function mayPay(change: Change, payer: string, owner: string | undefined): boolean {
  if (owner === payer) return true;
  if (!change.company.settings.readings.parentPaysForJobs) return false;
  let parent = refId(change.get("Customer", owner ?? "")?.ParentRef);
  for (let level = 0; level < 5 && parent !== undefined && parent !== payer; level += 1) {
    parent = refId(change.get("Customer", parent)?.ParentRef);
  }
  return parent === payer;
}

/** What each line really takes: never more than the invoice or credit memo still has open. */
function appliedLines(change: Change, payer: string, given: Row[]): Row[] {
  const left = new Map<string, number>();
  return given.flatMap((line) => {
    const target = targetOf(line);
    const wanted = cents(line.Amount);
    if (wanted === undefined) throw required("Line.Amount");
    if (wanted < 0) throw negativeAmount("Line.Amount");
    if (target === undefined) return [];
    const row = change.get(target.entity, target.id);
    if (row === undefined) throw business("The entity to link does not exist.");
    if (!mayPay(change, payer, refId(row.CustomerRef))) {
      throw business("The transaction to link belongs to another customer.");
    }
    // A credit of a closed period cannot be given out any more.
    if (target.entity === "CreditMemo") checkOpen(change.company, row.TxnDate);
    const key = `${target.entity}:${target.id}`;
    const open = left.get(key) ?? centsOrZero(row.Balance);
    const taken = Math.min(wanted, open);
    left.set(key, open - taken);
    if (taken === 0 && wanted > 0) return [];
    return [{ Amount: amount(taken), LinkedTxn: [{ TxnId: target.id, TxnType: target.entity }] }];
  });
}

function sumOf(lines: Row[], entity: Target): number {
  const own = lines.filter((line) => targetOf(line)?.entity === entity);
  return own.reduce((total, line) => total + centsOrZero(line.Amount), 0);
}

/** Oldest open invoices first, as QuickBooks does with AutoApplyPayments. */
function automaticLines(change: Change, payer: string, totalCents: number): Row[] {
  const open = change.company
    .table("Invoice")
    .find("CustomerRef", payer)
    .filter((row) => centsOrZero(row.Balance) > 0)
    .toSorted(
      (a, b) => (asText(a.TxnDate) ?? "").localeCompare(asText(b.TxnDate) ?? "") || Number(a.Id) - Number(b.Id),
    );
  let left = totalCents;
  return open.flatMap((row) => {
    const taken = Math.min(left, centsOrZero(row.Balance));
    left -= taken;
    return taken === 0
      ? []
      : [{ Amount: amount(taken), LinkedTxn: [{ TxnId: asText(row.Id) ?? "", TxnType: "Invoice" }] }];
  });
}

function references(change: Change, row: Row, before: Row | undefined): void {
  const { company } = change;
  row.CustomerRef = keptReference(company, "Customer", row.CustomerRef, before?.CustomerRef);
  for (const [field, entity] of [
    ["PaymentMethodRef", "PaymentMethod"],
    ["DepositToAccountRef", "Account"],
    ["ARAccountRef", "Account"],
  ] as const) {
    const found = keptReference(company, entity, row[field], before?.[field]);
    if (found === undefined) delete row[field];
    else row[field] = found;
  }
  row.DepositToAccountRef ??= undepositedFunds(company);
}

/** Checks a payment, applies it and puts everything it touches into the change. Throws Fault. */
export function writePayment(change: Change, fields: Row, before: Row | undefined): Row {
  const { company } = change;
  const row: Row = { ...fields };
  const payer = refId(row.CustomerRef);
  const totalCents = cents(row.TotalAmt);
  if (payer === undefined) throw required("CustomerRef");
  if (totalCents === undefined) throw required("TotalAmt");
  if (totalCents < 0) throw negativeAmount("TotalAmt");
  checkCard(row);
  checkDeposited(company, before);
  references(change, row, before);
  transactionCurrency(company, row, before);
  row.TxnDate = asText(row.TxnDate)?.slice(0, 10) ?? companyDay(change.nowMs);
  row.ProcessPayment ??= false;
  checkOpen(company, row.TxnDate, before?.TxnDate);
  if (before !== undefined) unapply(change, before);
  const automatic = company.settings.preferences.autoApplyPayments && row.Line === undefined && before === undefined;
  const given = automatic ? automaticLines(change, payer, totalCents) : asRows(row.Line);
  const lines = appliedLines(change, payer, given);
  const wanted = sumOf(given, "Invoice") - sumOf(given, "CreditMemo");
  if (wanted > totalCents) throw business("The amount applied is more than the amount of the payment.");
  const unapplied = totalCents - sumOf(lines, "Invoice") + sumOf(lines, "CreditMemo");
  row.TotalAmt = amount(totalCents);
  row.UnappliedAmt = amount(unapplied);
  row.Line = lines;
  const stamped = change.stamped("Payment", row, before);
  change.put("Payment", stamped);
  const id = asText(stamped.Id) ?? "";
  for (const line of lines) {
    const target = targetOf(line);
    if (target !== undefined) move(change, target.entity, target.id, -centsOrZero(line.Amount), id, true);
  }
  return stamped;
}

/** True when an update leaves the money of a payment as it is, so that its invoices stay untouched. */
export function sameMoney(a: Row, b: Row): boolean {
  const bare = (row: Row) =>
    asRows(row.Line).map((line) => [cents(line.Amount) ?? 0, asText(asRows(line.LinkedTxn)[0]?.TxnId) ?? ""]);
  return (
    cents(a.TotalAmt) === cents(b.TotalAmt) &&
    sameJson(bare(a), bare(b)) &&
    sameJson(refId(a.CustomerRef), refId(b.CustomerRef))
  );
}

/** Sets a payment to zero and reopens its invoices. Throws 6210, 6450, 6540. */
export function voidPayment(change: Change, before: Row): Row {
  checkOpen(change.company, before.TxnDate);
  checkVoid(change.company, before);
  unapply(change, before);
  const row = change.stamped(
    "Payment",
    { ...before, TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: "Voided" },
    before,
  );
  change.put("Payment", row);
  return row;
}

/** Reopens the invoices of a payment that is about to be deleted. Throws 6210, 6480, 6540. */
export function beforePaymentDelete(change: Change, before: Row): void {
  checkOpen(change.company, before.TxnDate);
  checkDelete(change.company, before);
  unapply(change, before);
}

/** Takes `byCents` of applied money off an invoice, newest payment first; it becomes unapplied again. */
export function releaseApplications(change: Change, invoice: Row, byCents: number): void {
  const id = asText(invoice.Id) ?? "";
  let left = byCents;
  for (const link of asRows(invoice.LinkedTxn).toReversed()) {
    const paymentId = asText(link.TxnId) ?? "";
    const payment = link.TxnType === "Payment" ? change.get("Payment", paymentId) : undefined;
    if (payment === undefined || left === 0) continue;
    let released = 0;
    const lines = asRows(payment.Line).flatMap((line): Row[] => {
      const target = targetOf(line);
      if (target?.entity !== "Invoice" || target.id !== id) return [line];
      const taken = Math.min(left, centsOrZero(line.Amount));
      left -= taken;
      released += taken;
      const rest = centsOrZero(line.Amount) - taken;
      return rest === 0 ? [] : [{ ...line, Amount: amount(rest) }];
    });
    change.bump("Payment", paymentId, {
      Line: lines,
      UnappliedAmt: amount(centsOrZero(payment.UnappliedAmt) + released),
    });
  }
}
