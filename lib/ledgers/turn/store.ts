// What does a turn need of its company file? Asked with every call, so all of it in one statement.
import { sql } from "drizzle-orm";

import { runNamed, type Transaction } from "#db/client.ts";
import type { Scope } from "#lib/access/scope.ts";
import { connectionOf, type Connection } from "../connections/store.ts";
import type { Books } from "../ledger.ts";
import { readBooks } from "../store.ts";

export type TurnBasis = {
  /** Null when the company cannot be asked now. */
  readonly connection: Connection | null;
  /** A call whose answer was lost waits to be sent once more. */
  readonly hasLost: boolean;
  /** Settings and lists, read again only when they changed. */
  readonly books: () => Promise<Books>;
};

type Row = {
  realmId: string | null;
  isSimulated: boolean;
  connection: string;
  sealedCredentials: string | null;
  accessExpiresAt: string | null;
  listsReadAt: string | null;
  version: number | null;
  hasLost: boolean;
};

/** Connection, books and lost calls of a company file, for the turn that is being taken. */
export async function readTurnBasis(tx: Transaction, scope: Scope, companyFileId: string): Promise<TurnBasis> {
  const result = await runNamed<Row>(
    tx,
    sql`
    select f.realm_id as "realmId", f.is_simulated as "isSimulated", f.connection, f.sealed_credentials as "sealedCredentials",
           f.access_expires_at as "accessExpiresAt", f.lists_read_at as "listsReadAt", s.version,
           exists (select 1 from attempts a where a.tenant_id = ${scope.tenantId} and a.company_file_id = ${companyFileId}
                      and a.state = 'lost') as "hasLost"
      from company_files f
      left join company_settings s on s.tenant_id = ${scope.tenantId} and s.company_file_id = ${companyFileId}
     where f.tenant_id = ${scope.tenantId} and f.company_file_id = ${companyFileId}`,
  );
  const row = result.rows[0];
  if (!row) return { connection: null, hasLost: false, books: () => readBooks(tx, scope, companyFileId) };
  const { accessExpiresAt, listsReadAt, version, hasLost } = row;
  const stamp = { listsReadAt: listsReadAt === null ? null : new Date(listsReadAt), version };
  const expiry = accessExpiresAt === null ? null : new Date(accessExpiresAt);
  return {
    connection: connectionOf(scope, { ...row, companyFileId, accessExpiresAt: expiry }),
    hasLost,
    books: () => readBooks(tx, scope, companyFileId, stamp),
  };
}
