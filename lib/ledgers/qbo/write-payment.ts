// How does a payment look in QuickBooks Online's words?
import type { Books } from "#lib/ledgers/ledger.ts";
import type { PaymentDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";
import { jsonAmount } from "./amounts.ts";
import { qboLimits } from "./limits.ts";
import { linkOf, refField } from "./refs.ts";
import { cutText } from "./text.ts";
import type { JsonObject } from "./wire.ts";

/** The body of a payment. A reference longer than QuickBooks holds is cut and kept whole in the private note. */
export function paymentBody(document: PaymentDocument, push: Push, books: Books): JsonObject {
  const { reference } = document;
  const isLong = reference !== undefined && reference.length > qboLimits.referenceLength;
  return {
    CustomerRef: linkOf(push, document.customer),
    TxnDate: document.date,
    TotalAmt: jsonAmount(document.total),
    ...(reference === undefined ? {} : { PaymentRefNum: cutText(reference, qboLimits.referenceLength) }),
    ...refField("PaymentMethodRef", "payment-method", document.method, books),
    ...refField("DepositToAccountRef", "account", books.settings.depositAccount, books),
    PrivateNote: isLong ? `Reference ${cutText(reference, 1000)}\n${push.marker}` : push.marker,
    Line: document.applies.map(({ to, amount }) => ({
      Amount: jsonAmount(amount),
      LinkedTxn: [{ TxnId: invoiceId(push, to), TxnType: "Invoice" }],
    })),
  };
}

function invoiceId(push: Push, key: string): string {
  const { value } = linkOf(push, key);
  return typeof value === "string" ? value : "";
}
