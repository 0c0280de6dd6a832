// What does the address say about the page? Chosen matter, open document, place in the list: a view is a link.

export type DriftPlace = {
  /** The company file it is about; null: the one the person looks at. */
  readonly company: string | null;
  readonly cause: string | null;
  readonly open: string | null;
  readonly after: string | null;
};

export const nowhere: DriftPlace = { company: null, cause: null, open: null, after: null };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What does not fit is left out: an old link still shows the page. */
export function readPlace(query: { get(name: string): string | null }): DriftPlace {
  return {
    company: idOf(query.get("company")),
    cause: query.get("cause")?.slice(0, 200) || null,
    open: idOf(query.get("open")),
    after: idOf(query.get("after")),
  };
}

function idOf(text: string | null): string | null {
  return text && UUID.test(text) ? text : null;
}

/** The address of a place. */
export function placeHref({ company, cause, open, after }: DriftPlace): string {
  const query = new URLSearchParams();
  if (company) query.set("company", company);
  if (cause) query.set("cause", cause);
  if (open) query.set("open", open);
  if (after) query.set("after", after);
  return query.size === 0 ? "/problems/drift" : `/problems/drift?${query.toString()}`;
}
