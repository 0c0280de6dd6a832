// What does the address say about the list of links?
export type LinkView = {
  readonly show: "unlinked" | "linked";
  readonly search: string;
  /** Rows after this one; null is the first page. */
  readonly after: string | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What does not fit is left out. */
export function readView(query: { get(name: string): string | null }): LinkView {
  const after = query.get("after") ?? "";
  return {
    show: query.get("show") === "linked" ? "linked" : "unlinked",
    search: (query.get("search") ?? "").trim().slice(0, 100),
    after: UUID.test(after) ? after : null,
  };
}

/** The address of a view. */
export function viewHref({ show, search, after }: LinkView): string {
  const query = new URLSearchParams();
  if (show === "linked") query.set("show", show);
  if (search) query.set("search", search);
  if (after) query.set("after", after);
  const text = query.toString();
  return text ? `/links?${text}` : "/links";
}
