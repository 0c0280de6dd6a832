// Fix once, release all: the charge codes behind a missing item go to another QuickBooks item, their orders are planned again.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { mappingKey } from "#lib/documents/book-names.ts";
import { entriesOf } from "#lib/ledgers/choices.ts";
import { readBooks, readCompanyFile, saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { Released } from "#lib/sync/fixes.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { MapItem } from "#lib/sync/problems.ts";
import { readBlockedLines } from "#lib/sync/resolve/store.ts";

/** Maps the charge codes of all documents that name the missing item. Answers how many orders are planned again. */
export async function mapItem(scope: Scope, input: MapItem): Promise<Released> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    await lockLane(tx, scope, input.companyFileId);
    const { settings, lists } = await readBooks(tx, scope, input.companyFileId);
    const item = entriesOf("item", { lists }).find((entry) => entry.ledgerId === input.itemId);
    if (!item)
      throw new Refusal("not-found", "QuickBooks has no active item of this ID. Read the lists again.", "itemId");
    const lines = await readBlockedLines(tx, scope, input.companyFileId, input.about);
    if (lines.length === 0) throw new Refusal("moved-on", `Nothing waits for the item ${input.about} any more.`);
    const codes = [...new Set(lines.map((line) => mappingKey(line.chargeCode)))];
    const mappings = codes.map((code) => [
      code,
      { ...settings.chargeMappings[code], item: item.name, itemId: item.ledgerId },
    ]);
    await saveSettings(
      tx,
      scope,
      input.companyFileId,
      {
        ...settings,
        chargeMappings: { ...settings.chargeMappings, ...Object.fromEntries(mappings) },
      },
      "mapping.item",
    );
    const orderIds = [...new Set(lines.map((line) => line.orderId))];
    const now = scope.now();
    await markToPlan(tx, scope, input.companyFileId, now, orderIds);
    const detail = { about: input.about, item: item.name, itemId: item.ledgerId, codes, orders: orderIds.length };
    await audit(tx, scope, {
      action: "mapping.item",
      subjectKind: "company-file",
      subjectId: input.companyFileId,
      detail,
    });
    return { orders: orderIds.length, documents: 0, at: now.toISOString() };
  });
}
