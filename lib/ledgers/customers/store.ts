// The customers a company's books have, as we keep them: those somebody might be, those of an id, all of them.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { BookCustomer } from "#lib/sync/matching.ts";

type Row = {
  ledgerId: string;
  name: string;
  isActive: boolean;
  detail: Partial<Omit<BookCustomer, "ledgerId" | "name" | "isActive">> | null;
};

/** What somebody may be known by, in lower case or normalised. */
export type Traits = {
  readonly names: readonly string[];
  readonly normalNames: readonly string[];
  readonly emails: readonly string[];
};

/** Customers of whom a trait is one of these. One reading for a handful of orders; never the whole list. */
export async function findBookCustomers(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  traits: Traits,
): Promise<BookCustomer[]> {
  const among = (values: readonly string[]) =>
    sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
  return await read(
    tx,
    scope,
    companyFileId,
    sql`and (lower(name) = any (${among(traits.names)}) or lower(detail->>'company') = any (${among(traits.names)})
         or detail->>'key' = any (${among(traits.normalNames)}) or detail->>'companyKey' = any (${among(traits.normalNames)})
         or regexp_split_to_array(lower(detail->>'email'), '\\s*[,;]\\s*') && ${among(traits.emails)})`,
  );
}

/** Customers by their ledger ids; one we do not know is missing. */
export async function readBookCustomers(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  ledgerIds: readonly string[],
): Promise<Map<string, BookCustomer>> {
  const found = await read(
    tx,
    scope,
    companyFileId,
    sql`and ledger_id = any (array(select jsonb_array_elements_text(${JSON.stringify(ledgerIds)}::jsonb)))`,
  );
  return new Map(found.map((customer) => [customer.ledgerId, customer]));
}

/** Every customer of the books, inactive ones too, by name. */
export async function readAllBookCustomers(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
): Promise<BookCustomer[]> {
  return await read(tx, scope, companyFileId, sql`order by lower(name), ledger_id`);
}

/** How many there are, and when the oldest of them was last read; null when none was. */
export async function readListAge(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
): Promise<{ readonly customers: number; readonly readAt: string | null }> {
  const result = await tx.execute<{ customers: number; readAt: string | null }>(sql`
    select count(*)::int as customers, min(detail->>'seen') as "readAt" from ledger_lists
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and list = 'customer'`);
  return result.rows[0] ?? { customers: 0, readAt: null };
}

async function read(tx: Transaction, scope: Scope, companyFileId: string, more: SQL): Promise<BookCustomer[]> {
  const result = await tx.execute<Row>(sql`
    select ledger_id as "ledgerId", name, is_active as "isActive", detail from ledger_lists
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId} and list = 'customer' ${more}`);
  return result.rows.map(({ detail, ...row }) => ({ ...detail, ...row }));
}
