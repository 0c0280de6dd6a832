// What is written on the documents of a company? Its templates as they stand, with the names its newest orders tell.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { DescriptionsShown, ShowDescriptions } from "#lib/documents/descriptions/saving.ts";
import { findCompanyAsked, readSettings, readSettingsVersion } from "#lib/ledgers/store.ts";
import { readNewestOrders } from "#lib/orders/planning/store.ts";

/** How many of the newest orders a description is shown on, and asked for the names they know. */
export const ORDERS_LOOKED_AT = 100;
const NAMES_MAX = 40;

/** The templates of one company file, by default the first; null when the tenant has none. */
export async function showDescriptions(scope: Scope, input: ShowDescriptions): Promise<DescriptionsShown | null> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    const asked = await findCompanyAsked(tx, scope, input.companyFileId);
    if (!asked) return null;
    const { companies, company } = asked;
    const { companyFileId } = company;
    const orders = await readNewestOrders(tx, scope, companyFileId, ORDERS_LOOKED_AT);
    const { descriptions } = await readSettings(tx, scope, companyFileId);
    return {
      companyFileId,
      companyName: company.name,
      version: await readSettingsVersion(tx, scope, companyFileId),
      descriptions,
      names: {
        reference: namesOf(orders.map(({ body }) => body.references)),
        custom: namesOf(orders.map(({ body }) => body.customFields)),
      },
      companies,
    };
  });
}

/** The names that most of them have come first. */
function namesOf(all: readonly (Readonly<Record<string, string>> | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const name of all.flatMap((one) => Object.keys(one ?? {}))) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].toSorted(([left, a], [right, b]) => b - a || (left < right ? -1 : 1));
  return sorted.slice(0, NAMES_MAX).map(([name]) => name);
}
