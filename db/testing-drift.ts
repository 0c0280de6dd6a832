// What tests of drift say: somebody works in the books, a person looks and decides, both sides are compared.
import { CompanySettings } from "#lib/documents/settings.ts";
import { listDrift } from "#lib/operations/list-drift.ts";
import { readTieOut } from "#lib/operations/read-tie-out.ts";
import { resolveDrift } from "#lib/operations/resolve-drift.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { showDrift } from "#lib/operations/show-drift.ts";
import type { DriftChoice, DriftPage, DriftResolved, DriftShown, ResolveDrift } from "#lib/sync/drift-choices.ts";
import { acme, type Invoice, type ReadingWorld } from "./testing-reading.ts";
import { carryToRest, orderOf, planned, type TestCompany } from "./testing-world.ts";

/** What dates an invoice of November into December. */
export const nextMonth = { do: "update", body: { TxnDate: "2026-12-01" } };

/** Somebody does something to an invoice over there, and the worker hears of it. */
export async function happens(
  reading: ReadingWorld,
  company: TestCompany,
  action: Record<string, unknown>,
  number = "L-1",
): Promise<void> {
  const invoice = (await reading.booksOf(company)).find((row) => row.DocNumber === number);
  const id = String(invoice?.Id);
  await reading.clerk(company, { entity: "Invoice", id, ...action });
  await reading.told(reading.event(company, "Invoice", id, action.do === "delete" ? "deleted" : "updated"));
}

/** The first page of what drifted. */
export async function listed({ scope, companyFileId }: TestCompany): Promise<DriftPage> {
  return await listDrift(scope, { companyFileId });
}

/** The only drifted document. */
export async function only(company: TestCompany): Promise<DriftShown> {
  const { rows } = await listed(company);
  if (rows.length !== 1) throw new Error(`Expected one drifted document, found ${rows.length}.`);
  return await showDrift(company.scope, { documentId: rows[0]!.documentId });
}

/** A person decides on what they were shown. */
export async function decide(
  company: TestCompany,
  shown: DriftShown,
  choice: DriftChoice,
  scope = company.scope,
): Promise<DriftResolved> {
  const { companyFileId } = company;
  const select: ResolveDrift["select"] = { is: "rows", documentIds: [shown.row.documentId] };
  const reason = "agreed with the accountant";
  return await resolveDrift(scope, { companyFileId, choice, asOf: shown.asOf, select, reason });
}

export type TiedOut = {
  readonly month: string;
  readonly orders: string;
  readonly books: string;
  readonly differences: readonly string[];
};

/** The tie-out of invoices: amounts in cents, differences as "edited 500". */
export async function tieOut({ scope, companyFileId }: TestCompany): Promise<TiedOut[]> {
  const { rows } = await readTieOut(scope, { companyFileId, until: "2026-12" });
  return rows
    .filter((row) => row.kind === "invoice")
    .map(({ month, orders, books, differences }) => ({
      month,
      orders: orders.minor,
      books: books.minor,
      differences: differences.map(({ reason, money }) => `${reason} ${money.minor}`),
    }));
}

/** Everything that waits goes out. */
export async function carried(reading: ReadingWorld, company: TestCompany): Promise<void> {
  await reading.world.test.admin.query("update lanes set is_paused = false where tenant_id = $1", [company.tenantId]);
  await carryToRest(reading.world, reading.worker);
}

/** An invoice in the books; then its order changes, and people export by hand. */
export async function changedByHand(
  reading: ReadingWorld,
): Promise<{ readonly company: TestCompany; readonly invoice: Invoice }> {
  const company = await reading.companyWithInvoice();
  const settings = CompanySettings.parse({ exports: "by-hand" });
  await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
  await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-09T08:00:00Z", orderDate: "2026-11-08" })]);
  return { company, invoice: await reading.invoiceOf(company) };
}

/** An order that is cancelled while the bookkeeper has paid its invoice, so that its void waits for a person; then it is edited. */
export async function cancelledAndEdited(reading: ReadingWorld): Promise<TestCompany> {
  const company = await reading.companyWithInvoice();
  await reading.clerk(company, { do: "pay", docNumber: "L-1", amount: 50 });
  const settings = CompanySettings.parse({ whenCancelled: "void", exports: "by-hand" });
  await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
  await planned(company, [orderOf(1, { ...acme, updatedAt: "2026-11-05T09:00:00Z", status: "cancelled" })]);
  await carried(reading, company);
  await reading.pass(61_000);
  await happens(reading, company, nextMonth);
  return company;
}
