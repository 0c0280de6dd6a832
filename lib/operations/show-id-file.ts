// The QuickBooks IDs of a view as a file: walked through by keys, so that no number of them stands in memory.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { kindNoun } from "#lib/sync/drift-cause.ts";
import type { IdQuery } from "#lib/sync/ledger-ids.ts";
import { readIds } from "#lib/sync/ledger-ids/store.ts";
import { idsCsvHeader, idsCsvLine } from "#lib/sync/ledger-ids-csv.ts";
import { idRow } from "./list-ids.ts";

const ROWS_PER_PART = 500;

export type IdFile = { readonly name: string; readonly parts: AsyncIterable<string> };

/** The file of a view, from its beginning. Each part is read when it is asked for, in a transaction of its own. */
export async function showIdFile(scope: Scope, input: IdQuery): Promise<IdFile> {
  allow(scope, "settings:read");
  const company = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, input.companyFileId));
  if (!company) throw notFound("This company file");
  const day = scope.now().toISOString().slice(0, 10);
  return { name: `quickbooks ids ${kindNoun(input.kind, 2)} ${day}.csv`, parts: partsOf(scope, company, input) };
}

async function* partsOf(scope: Scope, company: CompanyFile, input: IdQuery): AsyncGenerator<string> {
  yield idsCsvHeader;
  const asked = { ...input, ledgerType: entityOfKind[input.kind] };
  const isNamed = input.kind === "customer" || input.kind === "item";
  let after: string | undefined;
  do {
    const walk = { after, max: ROWS_PER_PART };
    const rows = await inTransaction(scope, (tx) => readIds(tx, scope, asked, walk));
    yield rows
      .map((row) => idsCsvLine({ ...idRow(row, company), ownNumber: isNamed ? row.party : row.number }))
      .join("");
    after = rows.length === ROWS_PER_PART ? rows.at(-1)?.documentId : undefined;
  } while (after !== undefined);
}
