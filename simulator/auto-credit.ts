// Which open credits does QuickBooks apply by itself when AutoApplyCredit is on?
import { Change } from "./change.ts";
import type { Company } from "./company.ts";
import type { EntityName } from "./entities.ts";
import { asText, refId, type Row } from "./json.ts";
import { amount, centsOrZero } from "./money.ts";
import { writePayment } from "./payments.ts";

const link = (entity: "Invoice" | "CreditMemo", row: Row, cents: number): Row => ({
  Amount: amount(cents),
  LinkedTxn: [{ TxnId: asText(row.Id) ?? "", TxnType: entity }],
});

/** Pairs a new invoice with open credit memos, or a new credit memo with open invoices, oldest first. */
export function applyCredit(company: Company, nowMs: number, entity: EntityName, created: Row): void {
  if (!company.settings.preferences.autoApplyCredit) return;
  if (entity !== "Invoice" && entity !== "CreditMemo") return;
  const other = entity === "Invoice" ? "CreditMemo" : "Invoice";
  const customer = refId(created.CustomerRef) ?? "";
  const open = company
    .table(other)
    .find("CustomerRef", customer)
    .filter((row) => centsOrZero(row.Balance) > 0);
  let left = centsOrZero(created.Balance);
  for (const row of open.toSorted((a, b) => Number(a.Id) - Number(b.Id))) {
    const taken = Math.min(left, centsOrZero(row.Balance));
    if (taken === 0) break;
    left -= taken;
    const change = new Change(company, nowMs);
    const Line = [link(entity, created, taken), link(other, row, taken)];
    writePayment(
      change,
      { CustomerRef: { value: customer }, CurrencyRef: created.CurrencyRef, TotalAmt: 0, Line },
      undefined,
    );
    change.commit();
  }
}
