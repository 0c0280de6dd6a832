// What were the settings of a company, who changed what, and what would going back change?
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { compareSettings } from "#lib/documents/settings-compare.ts";
import type { CompareVersion, ListVersions, VersionCompared, VersionsShown } from "#lib/documents/settings-history.ts";
import { defaultSettings } from "#lib/documents/settings.ts";
import { readVersion, readVersions } from "#lib/ledgers/settings-kept/store.ts";
import { findCompanyAsked, readCompanyFile, readSettings, readSettingsVersion } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { countByBooked } from "#lib/sync/orders/store.ts";

const VERSIONS_A_PAGE = 25;

/** A page of versions of one company file, by default the first; null when the tenant has none. */
export async function listVersions(scope: Scope, input: ListVersions): Promise<VersionsShown | null> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    const asked = await findCompanyAsked(tx, scope, input.companyFileId);
    if (!asked) return null;
    const { companies, company } = asked;
    const { companyFileId } = company;
    const page = { before: input.before, max: VERSIONS_A_PAGE + 1 };
    // One more than is shown: the last one shown is compared with it.
    const found = await readVersions(tx, scope, companyFileId, page);
    const versions = found.slice(0, VERSIONS_A_PAGE).map(({ settings, madeAt, ...version }, nth) => ({
      ...version,
      madeAt: madeAt.toISOString(),
      changes: compareSettings(found[nth + 1]?.settings ?? defaultSettings, settings),
    }));
    return {
      companyFileId,
      companyName: company.name,
      companies,
      version: await readSettingsVersion(tx, scope, companyFileId),
      versions,
      before: found.length > VERSIONS_A_PAGE ? (versions.at(-1)?.version ?? null) : null,
    };
  });
}

/** What going back to a version would change, and how many orders. Not found when there never was such a version. */
export async function compareVersion(scope: Scope, input: CompareVersion): Promise<VersionCompared> {
  allow(scope, "settings:read");
  const { companyFileId } = input;
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const then = await readVersion(tx, scope, companyFileId, input.version);
    if (!then) throw notFound("This version of the settings");
    return {
      version: await readSettingsVersion(tx, scope, companyFileId),
      changes: compareSettings(await readSettings(tx, scope, companyFileId), then),
      touched: await countByBooked(tx, scope, companyFileId),
    };
  });
}
