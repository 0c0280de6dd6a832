// What is kept of the books, as people are shown it.
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { DocumentInBooks, OrderBalance } from "#lib/sync/balances.ts";
import type { StoredBalance, StoredInBooks } from "#lib/sync/balances/store.ts";
import { ledgerUrl } from "./ledger-url.ts";

export function documentInBooks(company: CompanyFile | null, stored: StoredInBooks): DocumentInBooks {
  const { documentId, kind, title, ledgerType, ledgerId, number, paidOn, currency } = stored;
  return {
    documentId,
    kind,
    title,
    ledgerType,
    ledgerId,
    ledgerUrl: ledgerUrl(company, { ledgerType, ledgerId }),
    number,
    pushedAt: moment(stored.pushedAt)!,
    checkedAt: moment(stored.checkedAt),
    total: money(stored.totalMinor, currency),
    balance: stored.goneAt === null ? money(stored.balanceMinor, currency) : null,
    paidOn,
    goneAt: moment(stored.goneAt),
  };
}

export function orderBalance(stored: StoredBalance): OrderBalance {
  return {
    pushedAt: moment(stored.pushedAt)!,
    checkedAt: moment(stored.checkedAt),
    balance: money(stored.balanceMinor, stored.currency),
    total: money(stored.totalMinor, stored.currency),
    paidOn: stored.paidOn,
    isMissing: stored.isMissing,
  };
}

/** A moment as Postgres writes it → ISO. */
function moment(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

function money(minor: string | null, currency: string): MoneyJson | null {
  return minor === null ? null : { minor, currency };
}
