// Which customer of QuickBooks might it be? Found in our copy of the list, by the rules people know.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readAllBookCustomers } from "#lib/ledgers/customers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { CustomerShown, SearchCustomers } from "#lib/sync/links.ts";
import { readParty, readTaken } from "#lib/sync/links/store.ts";
import type { BookCustomer } from "#lib/sync/matching.ts";
import { fitsSearch, whyNoSearch } from "#lib/sync/searching.ts";
import { customerShown } from "./customer-shown.ts";

const RESULTS_MAX = 50;

/** Customers of the order's currency that fit; `more` are not shown. Inactive ones only when they are asked for. */
export async function searchCustomers(
  scope: Scope,
  input: SearchCustomers,
): Promise<{ readonly found: readonly CustomerShown[]; readonly more: number }> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const party = await readParty(tx, scope, input.documentId);
    if (!party) throw notFound("This customer");
    const { companyFileId, currency } = party;
    const whyNot = input.relatedTo && input.text === "" ? null : whyNoSearch(input.text);
    if (whyNot) throw new Refusal("invalid", whyNot, "text");
    const all = await readAllBookCustomers(tx, scope, companyFileId);
    const byId = new Map(all.map((customer) => [customer.ledgerId, customer]));
    const fitting = all.filter(
      (customer) =>
        (input.includeHidden || customer.isActive) &&
        (!customer.currency || customer.currency === currency) &&
        (input.relatedTo === undefined || areRelated(customer, byId.get(input.relatedTo))) &&
        (input.text === "" || fitsSearch(customer, input.text)),
    );
    const shown = fitting.slice(0, RESULTS_MAX);
    const ids = shown.map((customer) => customer.ledgerId);
    const taken = (await readTaken(tx, scope, companyFileId, ids)).filter((one) => one.documentId !== input.documentId);
    return {
      found: shown.map((customer) => customerShown(customer, byId, taken)),
      more: fitting.length - shown.length,
    };
  });
}

/** The same, its customer, its jobs, and jobs beside it. */
function areRelated(customer: BookCustomer, to: BookCustomer | undefined): boolean {
  if (!to) return false;
  const family = to.parent ?? to.ledgerId;
  return customer.ledgerId === family || customer.parent === family || customer.parent === to.ledgerId;
}
