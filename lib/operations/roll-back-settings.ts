// A company wants its settings as they were. What is not in the books yet is planned again.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { compareSettings } from "#lib/documents/settings-compare.ts";
import type { RollBackSettings } from "#lib/documents/settings-history.ts";
import { readVersion } from "#lib/ledgers/settings-kept/store.ts";
import { saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockSettings } from "./lock-settings.ts";

/**
 * Saves an older version as the newest; nothing of the history goes, so this can be taken back the same way. Answers how
 * many orders are planned again: what is in the books stays as it is until its order changes. Refused when somebody saved
 * meanwhile, and when nothing would change.
 */
export async function rollBackSettings(scope: Scope, input: RollBackSettings): Promise<{ readonly orders: number }> {
  allow(scope, "settings:write");
  const { companyFileId, to } = input;
  return await inTransaction(scope, async (tx) => {
    const now = await lockSettings(tx, scope, input);
    const then = await readVersion(tx, scope, companyFileId, to);
    if (!then) throw notFound("This version of the settings");
    const changes = compareSettings(now, then);
    if (changes.length === 0) throw new Refusal("invalid", `The settings are those of version ${to} already.`, "to");
    await saveSettings(tx, scope, companyFileId, then, "settings.rolled-back");
    const event = { action: "settings.rolled-back", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: { to, changes: changes.length } });
    return { orders: await markToPlan(tx, scope, companyFileId, scope.now(), "waiting") };
  });
}
