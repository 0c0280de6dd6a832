// What a company wants of its documents. Orders are planned again, so that the change reaches what is not sent yet.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { readCompanyFile, saveSettings as storeSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";

export type SaveSettings = { readonly companyFileId: string; readonly settings: CompanySettings };

/** Saves the settings of a company file. Answers how many orders are planned again. */
export async function saveSettings(scope: Scope, input: SaveSettings): Promise<{ readonly orders: number }> {
  allow(scope, "settings:write");
  const { companyFileId, settings } = input;
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    await lockLane(tx, scope, companyFileId);
    await storeSettings(tx, scope, companyFileId, settings, "settings.saved");
    await audit(tx, scope, { action: "settings.saved", subjectKind: "company-file", subjectId: companyFileId });
    return { orders: await markToPlan(tx, scope, companyFileId, scope.now(), "all") };
  });
}
