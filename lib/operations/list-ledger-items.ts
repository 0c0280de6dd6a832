// Items of QuickBooks a charge code can be mapped to.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";

export type LedgerItem = { readonly ledgerId: string; readonly name: string };

/** Active items that can be sold, by name: categories are left out. */
export async function listLedgerItems(
  scope: Scope,
  input: { readonly companyFileId: string },
): Promise<readonly LedgerItem[]> {
  allow(scope, "problems:read");
  const books = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    return await readBooks(tx, scope, input.companyFileId);
  });
  return [...books.lists.item.values()]
    .filter((item) => item.active && item.type !== "Category")
    .map(({ ledgerId, name }) => ({ ledgerId, name }))
    .sort((left, right) => left.name.localeCompare(right.name, "en"));
}
