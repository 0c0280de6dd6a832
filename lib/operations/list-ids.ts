// Documents of one kind with the records of the books they are, and how many of each kind there are.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import {
  idState,
  type CountIds,
  type IdCounts,
  type IdPage,
  type IdRow,
  type IdsCounted,
  type ListIds,
} from "#lib/sync/ledger-ids.ts";
import { countIds as countStored, readIds, type StoredId } from "#lib/sync/ledger-ids/store.ts";
import { ledgerUrl } from "./ledger-url.ts";

const ROWS_A_PAGE = 50;

/** One page: customers and items by name, the others newest first. */
export async function listIds(scope: Scope, input: ListIds): Promise<IdPage> {
  allow(scope, "settings:read");
  const { after, ...query } = input;
  return await inTransaction(scope, async (tx) => {
    const company = await readCompanyFile(tx, scope, input.companyFileId);
    if (!company) throw notFound("This company file");
    const asked = { ...query, ledgerType: entityOfKind[input.kind] };
    const found = await readIds(tx, scope, asked, { after, max: ROWS_A_PAGE + 1 });
    return {
      rows: found.slice(0, ROWS_A_PAGE).map((row) => idRow(row, company)),
      next: found.length > ROWS_A_PAGE ? found[ROWS_A_PAGE - 1]!.documentId : null,
    };
  });
}

const NONE: IdCounts = { all: 0, unlinked: 0, edited: 0, gone: 0 };

/** How many documents of each kind there are, and how they stand. */
export async function countIds(scope: Scope, { companyFileId }: CountIds): Promise<IdsCounted> {
  allow(scope, "settings:read");
  const counted = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    return await countStored(tx, scope, companyFileId);
  });
  const counts = new Map(counted.map(({ kind, ...rest }) => [kind, rest]));
  return Object.fromEntries(documentKinds.map((kind) => [kind, counts.get(kind) ?? NONE])) as Record<
    DocumentKind,
    IdCounts
  >;
}

/** A document as a line of the list. */
export function idRow(stored: StoredId, company: CompanyFile): IdRow {
  const { documentId, kind, title, party, orderId, date, ledgerType, ledgerId, ledgerNumber, linkedBy } = stored;
  const isNamed = kind === "customer" || kind === "item";
  const link = ledgerType !== null && ledgerId !== null ? { ledgerType, ledgerId } : null;
  return {
    documentId,
    kind,
    title: isNamed ? party : title,
    party: isNamed ? "" : party,
    orderId,
    date,
    total: isNamed ? null : { minor: stored.amountMinor, currency: stored.currency },
    state: idState(stored),
    ledgerId,
    ledgerUrl: link && ledgerUrl(company, link),
    number: ledgerNumber,
    linkedBy,
    provenAt: stored.provenAt === null ? null : new Date(stored.provenAt).toISOString(),
  };
}
