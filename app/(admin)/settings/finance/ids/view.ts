// What does the address say about the list of QuickBooks IDs?
import { documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import { idFilters, type IdFilter } from "#lib/sync/ledger-ids.ts";

export type IdView = {
  readonly company: string | null;
  readonly kind: DocumentKind;
  readonly show: IdFilter;
  readonly search: string;
  /** Rows after this one; null is the first page. */
  readonly after: string | null;
  /** The document whose panel is open. */
  readonly open: string | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PANEL = "/settings/finance/ids";

/** What does not fit is left out. */
export function readView(query: { get(name: string): string | null }): IdView {
  const idOf = (name: string) => {
    const text = query.get(name) ?? "";
    return UUID.test(text) ? text : null;
  };
  return {
    company: idOf("company"),
    kind: documentKinds.find((kind) => kind === query.get("kind")) ?? "invoice",
    show: idFilters.find((show) => show === query.get("show")) ?? "all",
    search: (query.get("search") ?? "").trim().slice(0, 100),
    after: idOf("after"),
    open: idOf("open"),
  };
}

/** The address of a view. */
export function viewHref({ company, kind, show, search, after, open }: IdView): string {
  const query = new URLSearchParams();
  if (company) query.set("company", company);
  if (kind !== "invoice") query.set("kind", kind);
  if (show !== "all") query.set("show", show);
  if (search) query.set("search", search);
  if (after) query.set("after", after);
  if (open) query.set("open", open);
  const text = query.toString();
  return text ? `${PANEL}?${text}` : PANEL;
}
