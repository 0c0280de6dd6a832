// May these templates be saved, and which orders would they touch? Asked before anything is saved.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { descriptionFaults } from "#lib/documents/descriptions/broken.ts";
import type { CountDescriptions, DescriptionsCounted } from "#lib/documents/descriptions/saving.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { countByBooked } from "#lib/sync/orders/store.ts";

/** What is wrong with the templates; else the orders of the company, by whether QuickBooks has something of them. */
export async function countDescriptions(scope: Scope, input: CountDescriptions): Promise<DescriptionsCounted> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const faults = descriptionFaults(input.descriptions);
    if (faults.length > 0) return { faults, waiting: 0, there: 0 };
    const { waiting, there } = await countByBooked(tx, scope, input.companyFileId);
    return { faults, waiting, there };
  });
}
