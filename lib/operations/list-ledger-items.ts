// Items of QuickBooks a charge code can be mapped to.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readBooks } from "#lib/ledgers/store.ts";

export type LedgerItem = { readonly ledgerId: string; readonly name: string };

/** Active items that can be sold, by name: categories are left out. */
export async function listLedgerItems(
  scope: Scope,
  input: { readonly companyFileId: string },
): Promise<readonly LedgerItem[]> {
  allow(scope, "problems:read");
  const books = await inTransaction(scope, (tx) => readBooks(tx, scope, input.companyFileId));
  return [...books.lists.item.values()]
    .filter((item) => item.active && item.type !== "Category")
    .map(({ ledgerId, name }) => ({ ledgerId, name }))
    .sort((left, right) => left.name.localeCompare(right.name, "en"));
}
