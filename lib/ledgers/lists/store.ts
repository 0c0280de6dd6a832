// The lists we keep of a company's books: pages as they come, changes in between, and what is gone.
import { and, asc, count, eq, inArray, sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { companyFiles, ledgerLists } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import {
  bookLists,
  type BookList,
  type Books,
  type BooksPreferences,
  type KeptEntry,
  type ListEntry,
  type ListKind,
} from "../ledger.ts";

/** Everything is read anew so often: taxes change without being told, and a merge may be missed. */
const WHOLE_EVERY_MS = 7 * 86_400_000;

/**
 * Writes entries as they are now. Each remembers when it was seen, so that what was not seen by a whole reading can be
 * removed at its end; a reading that was cut off leaves all of it standing and begins again.
 */
export async function saveEntries(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  list: ListKind,
  entries: readonly KeptEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const seen = scope.now().toISOString();
  const rows = entries.map(({ detail, ...entry }) => ({ ...entry, detail: { ...detail, seen } }));
  await tx.execute(sql`
    insert into ledger_lists (tenant_id, company_file_id, list, ledger_id, name, is_active, type, rate, detail)
    select distinct on (r."ledgerId") ${scope.tenantId}::uuid, ${companyFileId}::uuid, ${list}, r."ledgerId", r.name, r.active, r.type, r.rate, r.detail
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r("ledgerId" text, name text, active boolean, type text, rate text, detail jsonb)
    on conflict (tenant_id, company_file_id, list, ledger_id)
    do update set name = excluded.name, is_active = excluded.is_active, type = excluded.type, rate = excluded.rate, detail = excluded.detail`);
}

/** Removes what a whole reading of these lists, begun at `since`, did not see. */
export async function dropUnseen(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  lists: readonly ListKind[],
  since: Date,
): Promise<void> {
  await tx
    .delete(ledgerLists)
    .where(
      and(
        eq(ledgerLists.tenantId, scope.tenantId),
        eq(ledgerLists.companyFileId, companyFileId),
        inArray(ledgerLists.list, [...lists]),
        sql`coalesce(${ledgerLists.detail}->>'seen', '') < ${since.toISOString()}`,
      ),
    );
}

/** Removes entries by their ids: merged into another, or deleted. */
export async function dropEntries(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  list: ListKind,
  ledgerIds: readonly string[],
): Promise<void> {
  if (ledgerIds.length === 0) return;
  await tx
    .delete(ledgerLists)
    .where(
      and(
        eq(ledgerLists.tenantId, scope.tenantId),
        eq(ledgerLists.companyFileId, companyFileId),
        eq(ledgerLists.list, list),
        inArray(ledgerLists.ledgerId, [...ledgerIds]),
      ),
    );
}

/** Says that what we keep is as the books are now. Whoever holds older books in memory reads them again. */
export async function markListsFresh(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  told: { readonly preferences?: BooksPreferences; readonly name?: string } = {},
): Promise<void> {
  await tx
    .update(companyFiles)
    .set({ listsReadAt: scope.now(), ...told })
    .where(ofCompany(scope, companyFileId));
}

/** The moment of the next whole reading, customers included; without one, at once. */
export async function wantLists(tx: Transaction, scope: Scope, companyFileId: string, isNow: boolean): Promise<void> {
  const listsWantedAt = new Date(scope.now().getTime() + (isNow ? 0 : WHOLE_EVERY_MS));
  await tx.update(companyFiles).set({ listsWantedAt }).where(ofCompany(scope, companyFileId));
}

/** The settings and book lists' part of `Books`: by lower-case name. Customers are far too many to be among them. */
export async function readBookLists(tx: Transaction, scope: Scope, companyFileId: string): Promise<Books["lists"]> {
  const rows = await tx
    .select()
    .from(ledgerLists)
    .where(
      and(
        eq(ledgerLists.tenantId, scope.tenantId),
        eq(ledgerLists.companyFileId, companyFileId),
        inArray(ledgerLists.list, [...bookLists]),
      ),
    )
    // Of two of one name the active one is meant: it comes last and stays.
    .orderBy(asc(ledgerLists.isActive), asc(ledgerLists.ledgerId));
  const lists = Object.fromEntries(bookLists.map((list) => [list, new Map<string, ListEntry>()])) as Record<
    BookList,
    Map<string, ListEntry>
  >;
  for (const { list, ledgerId, name, isActive, type, rate } of rows) {
    const kind = bookLists.find((each) => each === list);
    const entry = { ledgerId, name, active: isActive, ...(type ? { type } : {}), ...(rate ? { rate } : {}) };
    if (kind) lists[kind].set(name.toLowerCase(), entry);
  }
  return lists;
}

/** How many entries each list of each company file has. */
export async function countListEntries(
  tx: Transaction,
  scope: Scope,
): Promise<readonly { readonly companyFileId: string; readonly list: string; readonly entries: number }[]> {
  return await tx
    .select({ companyFileId: ledgerLists.companyFileId, list: ledgerLists.list, entries: count() })
    .from(ledgerLists)
    .where(eq(ledgerLists.tenantId, scope.tenantId))
    .groupBy(ledgerLists.companyFileId, ledgerLists.list);
}

function ofCompany(scope: Scope, companyFileId: string) {
  return and(eq(companyFiles.tenantId, scope.tenantId), eq(companyFiles.companyFileId, companyFileId));
}
