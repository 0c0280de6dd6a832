// Which orders would other choices about booking touch? Counted before anything is saved.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { BookingCounted, CountBooking } from "#lib/documents/booking.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { countByBooked } from "#lib/sync/orders/store.ts";

/** Orders of a company, by whether QuickBooks has something of them. */
export async function countBooking(scope: Scope, { companyFileId }: CountBooking): Promise<BookingCounted> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    return await countByBooked(tx, scope, companyFileId);
  });
}
