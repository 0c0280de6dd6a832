// Which balance-sheet accounts does a transaction move, and by how much?
import type { EntityName } from "./entities.ts";
import { asRows, asText, refId, type Row } from "./json.ts";
import { centsOrZero } from "./money.ts";

export type Posting = { account: string; cents: number };

/** The payments and receipts that lie in a deposit. */
export function depositedIds(deposit: Row): string[] {
  return asRows(deposit.Line).flatMap((line) => asRows(line.LinkedTxn).map((link) => asText(link.TxnId) ?? ""));
}

/** The id of the account of a name. */
type Accounts = (name: string) => string | undefined;

/** The movements of one transaction; income accounts are left out, as their records do not move at Intuit either. */
export function postingsOf(accountNamed: Accounts, entity: EntityName, row: Row): Posting[] {
  const total = centsOrZero(row.TotalAmt);
  const receivable = (cents: number): Posting[] => {
    const account = accountNamed("Accounts Receivable (A/R)");
    return account === undefined ? [] : [{ account, cents }];
  };
  const bank = (cents: number): Posting[] => {
    const account = refId(row.DepositToAccountRef);
    return account === undefined ? [] : [{ account, cents }];
  };
  if (entity === "Invoice") return receivable(total - centsOrZero(row.Deposit));
  if (entity === "CreditMemo") return receivable(-total);
  if (entity === "Payment") return [...receivable(-total), ...bank(total)];
  if (entity === "SalesReceipt") return bank(total);
  if (entity === "RefundReceipt") return bank(-total);
  if (entity !== "Deposit") return [];
  const fromDrawer = asRows(row.Line).filter((line) => asRows(line.LinkedTxn).length > 0);
  const taken = fromDrawer.reduce((sum, line) => sum + centsOrZero(line.Amount), 0);
  const drawer = accountNamed("Undeposited Funds");
  return [...bank(total), ...(drawer === undefined ? [] : [{ account: drawer, cents: -taken }])];
}
