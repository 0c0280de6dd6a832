// Customers and jobs that are linked, and those that are not, each with who it might be.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readActors } from "#lib/access/trail/store.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { readAllBookCustomers, readBookCustomers, readListAge } from "#lib/ledgers/customers/store.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { CUSTOMER_TYPE } from "#lib/sync/link.ts";
import type { LinkedRow, LinkPage, ListLinks, UnlinkedRow } from "#lib/sync/links.ts";
import { countParties, listParties, readTaken, type PartyRow } from "#lib/sync/links/store.ts";
import { candidatesFor, indexCustomers, type MatchField } from "#lib/sync/matching.ts";
import { customerShown } from "./customer-shown.ts";
import { ledgerUrl } from "./ledger-url.ts";
import { partiesToSend, soughtOf, type Parties } from "./link-customers.ts";

const ROWS_MAX = 100;

/** A page of them, newest first. */
export async function listLinks(scope: Scope, input: ListLinks): Promise<LinkPage> {
  allow(scope, "orders:read");
  const { companyFileId, search, after } = input;
  return await inTransaction(scope, async (tx) => {
    const company = await readCompanyFile(tx, scope, companyFileId);
    if (!company) throw notFound("This company file");
    const isLinked = input.show === "linked";
    const found = await listParties(tx, scope, companyFileId, { isLinked, search, after, max: ROWS_MAX + 1 });
    const rows = found.slice(0, ROWS_MAX);
    const { settings } = await readBooks(tx, scope, companyFileId);
    const { customers, readAt } = await readListAge(tx, scope, companyFileId);
    return {
      counts: await countParties(tx, scope, companyFileId),
      unlinked: isLinked ? [] : await withCandidates(tx, scope, companyFileId, rows, settings.customerMatch),
      linked: isLinked ? await withRecords(tx, scope, company, rows) : [],
      next: found.length > ROWS_MAX ? (rows.at(-1)?.documentId ?? null) : null,
      listReadAt: readAt,
      customersKnown: customers,
    };
  });
}

async function withCandidates(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  rows: readonly PartyRow[],
  field: MatchField,
): Promise<UnlinkedRow[]> {
  if (rows.length === 0) return [];
  const all = await readAllBookCustomers(tx, scope, companyFileId);
  const byId = new Map(all.map((customer) => [customer.ledgerId, customer]));
  const index = indexCustomers(all);
  const matches = rows.map((row) => {
    const job = row.body.parent === undefined ? {} : { job: { parentId: row.parentId } };
    return { row, candidates: candidatesFor({ ...soughtOf(row.body), currency: row.currency, ...job }, index, field) };
  });
  const ids = matches.flatMap(({ candidates }) => candidates.map(({ customer }) => customer.ledgerId));
  const taken = await readTaken(tx, scope, companyFileId, [...new Set(ids)]);
  const held = await heldWhenSent(tx, scope, companyFileId, rows);
  return matches.map(({ row, candidates }) => ({
    ...partyShown(row),
    why: row.why ?? held.get(row.body.key)?.detail ?? null,
    going: row.isOwnerHeld ? "owner" : row.isLive ? "by-itself" : "not-sent",
    decision: row.decision,
    candidates: candidates.map(({ customer, score, grade, reasons }) => ({
      ...customerShown(customer, byId, taken),
      score,
      grade,
      reasons,
    })),
  }));
}

/** What was not sent waits for nobody yet, but would: people who export by hand are told before they try. */
async function heldWhenSent(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  rows: readonly PartyRow[],
): Promise<Parties["held"]> {
  const unsent = rows.filter(({ why, isLive, isOwnerHeld, decision }) => !why && !isLive && !isOwnerHeld && !decision);
  const parties = unsent.map(({ body, currency }) => ({ document: body, currency }));
  const { settings } = await readBooks(tx, scope, companyFileId);
  return (await partiesToSend(tx, scope, companyFileId, parties, settings)).held;
}

async function withRecords(
  tx: Transaction,
  scope: Scope,
  company: CompanyFile,
  rows: readonly PartyRow[],
): Promise<LinkedRow[]> {
  const ids = rows.flatMap((row) => row.ledgerId ?? []);
  const records = await readBookCustomers(tx, scope, company.companyFileId, ids);
  const documentIds = rows.map((row) => row.documentId);
  const people = await readActors(tx, scope, "link.made", "document", documentIds);
  return rows.flatMap((row): LinkedRow[] => {
    const { documentId, ledgerId, linkedBy, linkedAt } = row;
    if (ledgerId === null || linkedBy === null || linkedAt === null) return [];
    const record = records.get(ledgerId);
    return [
      {
        ...partyShown(row),
        ledgerId,
        ledgerUrl: ledgerUrl(company, { ledgerType: CUSTOMER_TYPE, ledgerId }),
        ledgerName: record ? (record.fullName ?? record.name) : null,
        linkedBy,
        linkedAt: new Date(linkedAt).toISOString(),
        person: linkedBy === "person" ? (people.get(documentId) ?? null) : null,
      },
    ];
  });
}

function partyShown({ documentId, body, jobOf, orders }: PartyRow) {
  const { name, email, company, billingAddress, parent } = body;
  return {
    documentId,
    name,
    jobOf: parent === undefined ? null : (jobOf ?? "another customer"),
    email: email ?? null,
    company: company ?? null,
    city: billingAddress?.city ?? null,
    orders,
  };
}
