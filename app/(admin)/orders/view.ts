// What does the address say about the list of orders? State, search, and from where on.
import { orderStates, type OrderState } from "#lib/sync/standing.ts";

export type OrderView = {
  readonly state: OrderState | null;
  readonly search: string;
  /** Orders before this one; null is the newest page. */
  readonly before: string | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What does not fit is left out. `standing` is an older name of `state`. */
export function readView(query: { get(name: string): string | null }): OrderView {
  const state = query.get("state") ?? query.get("standing");
  const before = query.get("before") ?? "";
  return {
    state: orderStates.find((each) => each === state) ?? null,
    search: (query.get("search") ?? "").trim().slice(0, 100),
    before: UUID.test(before) ? before : null,
  };
}

/** The address of a view. */
export function viewHref({ state, search, before }: OrderView): string {
  const query = new URLSearchParams();
  if (state) query.set("state", state);
  if (search) query.set("search", search);
  if (before) query.set("before", before);
  const text = query.toString();
  return text ? `/orders?${text}` : "/orders";
}
