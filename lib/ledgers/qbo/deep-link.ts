// Where in QuickBooks can a person look at it?
import type { LedgerLink } from "#lib/sync/link.ts";

const pages: Readonly<Record<string, (id: string) => string>> = {
  Invoice: (id) => `invoice?txnId=${id}`,
  Estimate: (id) => `estimate?txnId=${id}`,
  Payment: (id) => `recvpayment?txnId=${id}`,
  CreditMemo: (id) => `creditmemo?txnId=${id}`,
  RefundReceipt: (id) => `refundreceipt?txnId=${id}`,
  SalesReceipt: (id) => `salesreceipt?txnId=${id}`,
  Customer: (id) => `customerdetail?nameId=${id}`,
};

/** Where a person opens the company itself. The real QuickBooks opens the company the person was in last. */
export function companyPage(appUrl: string, realmId: string, isSimulated: boolean): string {
  return isSimulated ? `${appUrl}/app/company/${encodeURIComponent(realmId)}` : `${appUrl}/app/homepage`;
}

/** Address of the page of one document or customer; null for what has no page of its own. `appUrl` without "/app". */
export function ledgerPage(
  appUrl: string,
  realmId: string,
  link: Pick<LedgerLink, "ledgerType" | "ledgerId">,
): string | null {
  const page = pages[link.ledgerType]?.(encodeURIComponent(link.ledgerId));
  return page === undefined ? null : `${appUrl}/app/${page}&companyId=${encodeURIComponent(realmId)}`;
}
