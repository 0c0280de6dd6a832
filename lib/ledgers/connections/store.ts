// A company file's connection: its sealed tokens, when they end, and the tenants that have one.
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";

import { asClaim, type Database, type Transaction } from "#db/client.ts";
import { auditEvents, companyFiles } from "#db/schema/index.ts";
import type { Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import type { Expiry } from "../company-file.ts";
import { isNewest, keyring, seal, unseal, type Unsealed } from "../credentials.ts";
import type { QboAccess } from "../qbo/carrier.ts";
import { qboEndpoints } from "../qbo/endpoints.ts";

/** What a call needs: where, which company, as whom. Never logged. */
export type Connection = QboAccess & {
  readonly companyFileId: string;
  readonly realmId: string;
  readonly isSimulated: boolean;
  readonly accessExpiresAt: Date | null;
};

/** What is sealed. `stateDigest` tells a callback that was loaded twice. */
export type Credentials = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly stateDigest?: string | undefined;
};

/** "locked": there are tokens, and none of our keys opens them. That is an operator's to mend, and nothing is erased. */
export type KeptCredentials =
  | { readonly is: "open"; readonly credentials: Credentials }
  | { readonly is: "locked"; readonly keyId: string | null }
  | { readonly is: "none" };

const mine = (scope: Pick<Scope, "tenantId">, companyFileId: string) =>
  and(eq(companyFiles.tenantId, scope.tenantId), eq(companyFiles.companyFileId, companyFileId));

/** Opens the connection of a company file; null when it has none that can be used now. */
export async function readConnection(tx: Transaction, scope: Scope, companyFileId: string): Promise<Connection | null> {
  const [row] = await tx.select().from(companyFiles).where(mine(scope, companyFileId));
  return row ? connectionOf(scope, row) : null;
}

type ConnectionRow = SealedRow &
  Pick<typeof companyFiles.$inferSelect, "connection" | "realmId" | "isSimulated" | "accessExpiresAt">;

/** The connection in a row of `company_files`; null when it cannot be used now. */
export function connectionOf(scope: Pick<Scope, "tenantId">, row: ConnectionRow): Connection | null {
  if (row.connection !== "connected" || row.realmId === null) return null;
  const endpoints = qboEndpoints(env());
  // With Intuit's keys a simulated company has nobody to talk to, and the other way round.
  if (!endpoints || endpoints.isSimulated !== row.isSimulated) return null;
  const kept = opened(scope, row);
  if (kept.is !== "open") return null;
  return {
    companyFileId: row.companyFileId,
    realmId: row.realmId,
    isSimulated: row.isSimulated,
    apiUrl: endpoints.apiUrl,
    accessToken: kept.credentials.accessToken,
    accessExpiresAt: row.accessExpiresAt,
  };
}

/** The tokens themselves, whatever state the connection is in. */
export async function readCredentials(tx: Transaction, scope: Scope, companyFileId: string): Promise<KeptCredentials> {
  const [row] = await tx
    .select({ companyFileId: companyFiles.companyFileId, sealedCredentials: companyFiles.sealedCredentials })
    .from(companyFiles)
    .where(mine(scope, companyFileId));
  return row ? opened(scope, row) : { is: "none" };
}

/** The tenant's company files whose tokens none of our keys opens. */
export async function findLockedCompanyFiles(tx: Transaction, scope: Scope): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ companyFileId: companyFiles.companyFileId, sealedCredentials: companyFiles.sealedCredentials })
    .from(companyFiles)
    .where(and(eq(companyFiles.tenantId, scope.tenantId), isNotNull(companyFiles.sealedCredentials)));
  return new Set(rows.filter((row) => opened(scope, row).is === "locked").map((row) => row.companyFileId));
}

/** Seals and stores new tokens; the company file is connected from now on. */
export async function saveCredentials(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  credentials: Credentials,
  expiry: Expiry,
): Promise<void> {
  const { accessExpiresAt, refreshExpiresAt, refreshHardExpiresAt } = expiry;
  await tx
    .update(companyFiles)
    .set({
      sealedCredentials: sealed(scope, companyFileId, JSON.stringify(credentials)),
      connection: "connected",
      connectionLostAt: null,
      accessExpiresAt,
      refreshExpiresAt,
      ...(refreshHardExpiresAt === undefined ? {} : { refreshHardExpiresAt }),
    })
    .where(mine(scope, companyFileId));
}

/** Ends a connection here: its tokens are erased, mappings, lists and history stay. */
export async function dropCredentials(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  connection: "lost" | "disconnected",
): Promise<void> {
  await tx
    .update(companyFiles)
    .set({
      sealedCredentials: null,
      accessExpiresAt: null,
      refreshExpiresAt: null,
      refreshHardExpiresAt: null,
      connection,
      connectionLostAt: connection === "lost" ? scope.now() : null,
    })
    .where(mine(scope, companyFileId));
}

export type ResealResult = "resealed" | "newest-already" | "nothing-sealed" | { readonly keyId: string | null };

/**
 * Seals one company file's tokens with the newest key. The row is locked meanwhile, so that a renewal beside it is not
 * undone. Gives the id of the key that is missing when they do not open; null when no key would open them.
 */
export async function resealCredentials(tx: Transaction, scope: Scope, companyFileId: string): Promise<ResealResult> {
  const [row] = await tx.select().from(companyFiles).where(mine(scope, companyFileId)).for("no key update");
  if (!row || row.sealedCredentials === null) return "nothing-sealed";
  const found = unsealed(scope, companyFileId, row.sealedCredentials);
  if (found.is !== "opened") return { keyId: found.is === "other-key" ? found.keyId : null };
  if (isNewest(keyring(env()), row.sealedCredentials)) return "newest-already";
  await tx
    .update(companyFiles)
    .set({ sealedCredentials: sealed(scope, companyFileId, found.text) })
    .where(mine(scope, companyFileId));
  return "resealed";
}

export type CompanyFileKey = { readonly tenantId: string; readonly companyFileId: string };

/** Every company file of every tenant. Across tenants, as the narrow role that sees no token: for the clock. */
export async function findAllCompanyFiles(db: Database): Promise<readonly CompanyFileKey[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<CompanyFileKey>(sql`
      select tenant_id as "tenantId", company_file_id as "companyFileId" from company_files
       order by tenant_id, company_file_id`),
  );
  return result.rows;
}

/** Tenants with at least one connected company. Across tenants, as the narrow role: for the clock. */
export async function findConnectedTenants(db: Database): Promise<readonly string[]> {
  const result = await asClaim(db, (tx) =>
    tx.execute<{ tenantId: string }>(sql`
      select distinct tenant_id as "tenantId" from company_files where connection = 'connected'`),
  );
  return result.rows.map(({ tenantId }) => tenantId);
}

/** When a person last allowed the connection; null when it never was. */
export async function readConnectedSince(tx: Transaction, scope: Scope, companyFileId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.tenantId, scope.tenantId),
        eq(auditEvents.subjectKind, "company-file"),
        eq(auditEvents.subjectId, companyFileId),
        inArray(auditEvents.action, ["company.connected", "company.reconnected"]),
      ),
    )
    .orderBy(desc(auditEvents.auditEventId))
    .limit(1);
  return row?.at ?? null;
}

function sealed(scope: Scope, companyFileId: string, text: string): string {
  return seal(keyring(env()), { tenantId: scope.tenantId, companyFileId }, text, scope.chance(12));
}

function unsealed(scope: Pick<Scope, "tenantId">, companyFileId: string, text: string): Unsealed {
  return unseal(keyring(env()), { tenantId: scope.tenantId, companyFileId }, text);
}

type SealedRow = { readonly companyFileId: string; readonly sealedCredentials: string | null };

function opened(scope: Pick<Scope, "tenantId">, { companyFileId, sealedCredentials }: SealedRow): KeptCredentials {
  if (sealedCredentials === null) return { is: "none" };
  const found = unsealed(scope, companyFileId, sealedCredentials);
  if (found.is === "opened") return { is: "open", credentials: JSON.parse(found.text) as Credentials };
  return { is: "locked", keyId: found.is === "other-key" ? found.keyId : null };
}
