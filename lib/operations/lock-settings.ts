// Before settings of a company are saved: the lane is locked, and nobody saved others meanwhile.
import type { Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import { readCompanyFile, readSettings, readSettingsVersion } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";

type Decided = {
  readonly companyFileId: string;
  /** The version that counted when it was decided. */
  readonly version: number;
};

/** Locks the lane and answers with the settings as they stand. Refused when they are of another version by now. */
export async function lockSettings(
  tx: Transaction,
  scope: Scope,
  { companyFileId, version }: Decided,
): Promise<CompanySettings> {
  allow(scope, "settings:write");
  if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
  await lockLane(tx, scope, companyFileId);
  if ((await readSettingsVersion(tx, scope, companyFileId)) !== version) {
    throw new Refusal("moved-on", "Somebody saved settings of this company meanwhile. Load the page again.");
  }
  return await readSettings(tx, scope, companyFileId);
}
