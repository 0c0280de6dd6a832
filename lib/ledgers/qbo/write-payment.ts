// How does a payment look in QuickBooks Online's words?
import type { Books } from "#lib/ledgers/ledger.ts";
import type { PaymentDocument } from "#lib/documents/document.ts";
import { fromJson } from "#lib/money.ts";
import type { Push } from "#lib/sync/push.ts";
import { jsonAmount } from "./amounts.ts";
import { currencyField } from "./currency.ts";
import { qboLimits } from "./limits.ts";
import { linkOf } from "./refs.ts";
import type { JsonObject } from "./wire.ts";
import { moneyFields } from "./write-sale.ts";

/**
 * The body of a payment. One that only uses up a credit has no money, and so no account it goes to: its amounts are
 * those of its lines, one linked to the invoice, one to the credit memo.
 */
export function paymentBody(document: PaymentDocument, push: Push, books: Books): JsonObject {
  const { DepositToAccountRef: account, ...fields } = moneyFields(document, push, books, qboLimits.referenceLength);
  const isMoney = fromJson(document.total).minor !== 0n;
  return {
    CustomerRef: linkOf(push, document.customer),
    TxnDate: document.date,
    TotalAmt: jsonAmount(document.total),
    ...currencyField(document.total.currency, books),
    ...fields,
    ...(isMoney && account !== undefined ? { DepositToAccountRef: account } : {}),
    Line: document.applies.map(({ to, amount }) => ({
      Amount: jsonAmount(amount),
      LinkedTxn: [linkedTo(push, to)],
    })),
  };
}

function linkedTo(push: Push, key: string): JsonObject {
  const { value = "" } = linkOf(push, key);
  return { TxnId: value, TxnType: push.links[key]?.ledgerType ?? "Invoice" };
}
