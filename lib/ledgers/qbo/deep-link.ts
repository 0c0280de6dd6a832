// Where in QuickBooks can a person look at it?
import type { LedgerLink } from "#lib/sync/link.ts";

/** Pages of one record. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  Invoice: (id) => `invoice?txnId=${id}`,
  Estimate: (id) => `estimate?txnId=${id}`,
  Payment: (id) => `recvpayment?txnId=${id}`,
  CreditMemo: (id) => `creditmemo?txnId=${id}`,
  RefundReceipt: (id) => `refundreceipt?txnId=${id}`,
  SalesReceipt: (id) => `salesreceipt?txnId=${id}`,
  Deposit: (id) => `deposit?txnId=${id}`,
  Customer: (id) => `customerdetail?nameId=${id}`,
  Vendor: (id) => `vendordetail?nameId=${id}`,
  Account: (id) => `register?accountId=${id}`,
};

/** Lists whose entries have no page of their own. */
const lists: Readonly<Record<string, string>> = {
  Item: "items",
  Class: "class",
  Department: "departments",
  Term: "terms",
  PaymentMethod: "paymentmethods",
  TaxCode: "salestax",
};

/** Where a person opens the company itself. The real QuickBooks opens the company the person was in last. */
export function companyPage(appUrl: string, realmId: string, isSimulated: boolean): string {
  return isSimulated ? `${appUrl}/app/company/${encodeURIComponent(realmId)}` : `${appUrl}/app/homepage`;
}

/**
 * Address of the page of one document or name, or of the list it stands in; null for what has neither. `appUrl` without
 * "/app". The company is named, because a person may be signed in to another one.
 */
export function ledgerPage(
  appUrl: string,
  realmId: string,
  link: Pick<LedgerLink, "ledgerType" | "ledgerId">,
): string | null {
  const page = pages[link.ledgerType]?.(encodeURIComponent(link.ledgerId)) ?? lists[link.ledgerType];
  if (page === undefined) return null;
  const joint = page.includes("?") ? "&" : "?";
  return `${appUrl}/app/${page}${joint}companyId=${encodeURIComponent(realmId)}`;
}

/** Which record an address of QuickBooks shows; null when it is none of one record. */
export function recordOfPage(address: string): Pick<LedgerLink, "ledgerType" | "ledgerId"> | null {
  const [, page, query] = /^https?:\/\/[^/]+\/app\/([a-z]+)\?(.*)$/.exec(address) ?? [];
  const ledgerId = /(?:^|&)(?:txnId|nameId)=(\d{1,30})(?:&|$)/.exec(query ?? "")?.[1];
  if (page === undefined || ledgerId === undefined) return null;
  const ledgerType = Object.keys(pages).find((type) => pages[type]?.("").startsWith(`${page}?`));
  return ledgerType === undefined ? null : { ledgerType, ledgerId };
}
