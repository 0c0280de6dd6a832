// How are the orders of a company booked? The choices as they stand, with the sources they may be made for.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { BookingChoices, type BookingShown, type ShowBooking } from "#lib/documents/booking.ts";
import { findCompanyAsked, readSettings, readSettingsVersion } from "#lib/ledgers/store.ts";
import { findSources } from "#lib/orders/store.ts";

/** The choices of one company file, by default the first; null when the tenant has none. */
export async function showBooking(scope: Scope, input: ShowBooking): Promise<BookingShown | null> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    const asked = await findCompanyAsked(tx, scope, input.companyFileId);
    if (!asked) return null;
    const { companies, company } = asked;
    const { companyFileId } = company;
    const sources = (await findSources(tx, scope)).filter((source) => source.companyFileId === companyFileId);
    return {
      companyFileId,
      companyName: company.name,
      version: await readSettingsVersion(tx, scope, companyFileId),
      choices: BookingChoices.parse(await readSettings(tx, scope, companyFileId)),
      sources: sources.map(({ sourceId, name }) => ({ sourceId, name })),
      companies,
    };
  });
}
