// What a company's settings were, version by version: written with every save, never changed.
import { and, desc, eq, lt } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { settingsVersions } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import { CompanySettings, defaultSettings } from "#lib/documents/settings.ts";

export type SettingsVersion = {
  readonly version: number;
  readonly madeAt: Date;
  readonly madeBy: string;
  /** What was done, as the trail names it. */
  readonly action: string;
  readonly settings: CompanySettings;
};

const ofCompany = (scope: Scope, companyFileId: string) =>
  and(eq(settingsVersions.tenantId, scope.tenantId), eq(settingsVersions.companyFileId, companyFileId));

/** Versions of a company file, the newest first, those before `before` when it is given. */
export async function readVersions(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  page: { readonly before?: number | undefined; readonly max: number },
): Promise<readonly SettingsVersion[]> {
  const older = page.before === undefined ? undefined : lt(settingsVersions.version, page.before);
  const rows = await tx
    .select()
    .from(settingsVersions)
    .where(and(ofCompany(scope, companyFileId), older))
    .orderBy(desc(settingsVersions.version))
    .limit(page.max);
  return rows.map(versionOf);
}

/** The settings of one version; 0 are those every company begins with. Null when there never was one of that number. */
export async function readVersion(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  version: number,
): Promise<CompanySettings | null> {
  if (version === 0) return defaultSettings;
  const [row] = await tx
    .select()
    .from(settingsVersions)
    .where(and(ofCompany(scope, companyFileId), eq(settingsVersions.version, version)));
  return row ? CompanySettings.parse(row.settings) : null;
}

function versionOf({
  version,
  madeAt,
  madeBy,
  action,
  settings,
}: typeof settingsVersions.$inferSelect): SettingsVersion {
  return { version, madeAt, madeBy, action, settings: CompanySettings.parse(settings) };
}
