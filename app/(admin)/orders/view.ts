// What does the address say about the list of orders? Standing, search, and from where on.
import { orderStandings, type OrderStanding } from "#lib/sync/orders-shown.ts";

export type OrderView = {
  readonly standing: OrderStanding | null;
  readonly search: string;
  /** Orders before this one; null is the newest page. */
  readonly before: string | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What does not fit is left out. `state` is an older name of `standing`. */
export function readView(query: { get(name: string): string | null }): OrderView {
  const standing = query.get("standing") ?? query.get("state");
  const before = query.get("before") ?? "";
  return {
    standing: orderStandings.find((each) => each === standing) ?? null,
    search: (query.get("search") ?? "").trim().slice(0, 100),
    before: UUID.test(before) ? before : null,
  };
}

/** The address of a view. */
export function viewHref({ standing, search, before }: OrderView): string {
  const query = new URLSearchParams();
  if (standing) query.set("standing", standing);
  if (search) query.set("search", search);
  if (before) query.set("before", before);
  const text = query.toString();
  return text ? `/orders?${text}` : "/orders";
}
