// A customer of the books as a person tells it from others.
import type { CustomerShown } from "#lib/sync/links.ts";
import type { Taken } from "#lib/sync/links/store.ts";
import type { BookCustomer } from "#lib/sync/matching.ts";

/** `byId` names the customer of a job; `taken` who of ours is linked to it. */
export function customerShown(
  customer: BookCustomer,
  byId: ReadonlyMap<string, BookCustomer>,
  taken: readonly Taken[],
): CustomerShown {
  const { ledgerId, name, isActive, email, company, city, currency, parent } = customer;
  return {
    ledgerId,
    name,
    isActive,
    email: email ?? null,
    company: company ?? null,
    city: city ?? null,
    currency: currency ?? null,
    jobOf: parent === undefined ? null : (byId.get(parent)?.name ?? customer.fullName ?? "another customer"),
    parentId: parent ?? null,
    taken: taken.find((one) => one.ledgerId === ledgerId)?.title ?? null,
  };
}
