// Which entries do the books have that a person could mean? For the selects in a cause's card.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { chosenNow, entriesOf } from "#lib/ledgers/choices.ts";
import type { EntriesShown, ListChoices } from "#lib/ledgers/entry-shapes.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";

/** Active entries of one list, by name, and the one the company's settings name now. */
export async function listChoices(scope: Scope, input: ListChoices): Promise<EntriesShown> {
  allow(scope, "problems:read");
  const { companyFileId, list } = input;
  const books = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    return await readBooks(tx, scope, companyFileId);
  });
  return {
    entries: entriesOf(list, books).map(({ ledgerId, name }) => ({ ledgerId, name })),
    chosenId: chosenNow(list, books)?.ledgerId ?? null,
  };
}
