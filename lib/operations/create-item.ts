// Fix once, release all: the one item that is missing is created in QuickBooks, and what it held up follows it.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { mappingKey } from "#lib/documents/book-names.ts";
import { documentKinds, type ItemDocument } from "#lib/documents/document.ts";
import { itemKey } from "#lib/documents/keys.ts";
import { entriesOf } from "#lib/ledgers/choices.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { findInList, type Books } from "#lib/ledgers/ledger.ts";
import { readBooks, readCompanyFile, saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { CreateItem, Released } from "#lib/sync/fixes.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { readHeldUp } from "#lib/sync/resolve/store.ts";

/**
 * From now on this item, and no other, is planned where orders name it: it goes once, and their documents go after it.
 * The income account is remembered for the next one.
 */
export async function createItem(scope: Scope, input: CreateItem): Promise<Released> {
  allow(scope, "problems:resolve");
  const { companyFileId, about, accountId } = input;
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    await lockLane(tx, scope, companyFileId);
    const books = await readBooks(tx, scope, companyFileId);
    const account = entriesOf("income-account", books).find(({ ledgerId }) => ledgerId === accountId);
    if (!account) {
      const sentence = "QuickBooks has no active income account of this ID. Load the page again.";
      throw new Refusal("not-found", sentence, "accountId");
    }
    refuseName({ kind: "item", key: itemKey(about), after: [], name: about, incomeAccount: account.name }, books);
    const cause = { kinds: documentKinds, code: "item-missing", about } as const;
    const held = await readHeldUp(tx, scope, companyFileId, cause);
    const orderIds = [...new Set(held.flatMap(({ orderId }) => orderId ?? []))];
    if (orderIds.length === 0) throw new Refusal("moved-on", `Nothing waits for the item ${about} any more.`);
    const { settings } = books;
    await saveSettings(
      tx,
      scope,
      companyFileId,
      {
        ...settings,
        // Where the company has every missing item created, their account is not for a single one to decide.
        incomeAccount: settings.createItems ? settings.incomeAccount : account.name,
        newItems: { ...settings.newItems, [mappingKey(about)]: account.name },
      },
      "mapping.create-item",
    );
    const now = scope.now();
    await markToPlan(tx, scope, companyFileId, now, orderIds);
    const detail = { about, incomeAccount: account.name, accountId, orders: orderIds.length };
    await audit(tx, scope, {
      action: "mapping.create-item",
      subjectKind: "company-file",
      subjectId: companyFileId,
      detail,
    });
    return { orders: orderIds.length, documents: 0, at: now.toISOString() };
  });
}

/** What QuickBooks would refuse is said at once, and not as the next problem. */
function refuseName(item: ItemDocument, books: Books): void {
  const [problem] = ledgers.qbo.check(item, books);
  if (problem) throw new Refusal("invalid", problem.detail, "about");
  if (findInList(books, "item", item.name)?.active === false) {
    throw new Refusal("conflict", `QuickBooks has an inactive item ${item.name}. Make it active there, then resync.`);
  }
}
