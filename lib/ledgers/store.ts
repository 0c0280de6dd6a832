// Company files, and what the company wants.
import { and, asc, eq, max, sql } from "drizzle-orm";

import type { Database, Transaction } from "#db/client.ts";
import { attempts, companyFiles, companySettings, lanes, settingsVersions } from "#db/schema/index.ts";
import { actorName, newId, type Scope } from "#lib/access/scope.ts";
import { CompanySettings, defaultSettings } from "#lib/documents/settings.ts";
import { notFound } from "#lib/refusal.ts";
import { pace } from "#lib/sync/pace.ts";
import { connectionStates, type CompanyFile } from "./company-file.ts";
import { ledgerKinds, type Books, type BooksPreferences } from "./ledger.ts";
import { readBookLists } from "./lists/store.ts";

// Tokens have a store of their own; what others need of it is found here too.
export { readConnection, saveCredentials, type Connection } from "./connections/store.ts";

const mine = (scope: Pick<Scope, "tenantId">, companyFileId: string) =>
  and(eq(companyFiles.tenantId, scope.tenantId), eq(companyFiles.companyFileId, companyFileId));

/** One company file of the tenant; null when it has none of that id. */
export async function readCompanyFile(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
): Promise<CompanyFile | null> {
  const [row] = await tx.select().from(companyFiles).where(mine(scope, companyFileId));
  return row ? companyFileOf(row) : null;
}

/** All company files of the tenant, oldest first. */
export async function findCompanyFiles(tx: Transaction, scope: Scope): Promise<readonly CompanyFile[]> {
  const rows = await tx
    .select()
    .from(companyFiles)
    .where(eq(companyFiles.tenantId, scope.tenantId))
    .orderBy(asc(companyFiles.companyFileId));
  return rows.map(companyFileOf);
}

/**
 * The company file of a QuickBooks company, made when there is none, with its lane, and locked until the transaction
 * ends: of two at once the second waits and finds what the first did.
 */
export async function lockCompanyOfRealm(
  tx: Transaction,
  scope: Scope,
  company: { readonly realmId: string; readonly name: string; readonly isSimulated: boolean },
): Promise<{ readonly companyFile: CompanyFile; readonly isNew: boolean }> {
  const made = await tx
    .insert(companyFiles)
    .values({
      tenantId: scope.tenantId,
      companyFileId: newId(scope),
      ledger: "qbo",
      ...company,
      connection: "disconnected",
      createdAt: scope.now(),
    })
    .onConflictDoNothing()
    .returning();
  const [row] = await tx
    .select()
    .from(companyFiles)
    .where(and(eq(companyFiles.tenantId, scope.tenantId), eq(companyFiles.realmId, company.realmId)))
    .for("no key update");
  if (!row) throw new Error("A company file vanished while it was being connected");
  await insertLane(tx, scope, row.companyFileId);
  return { companyFile: companyFileOf(row), isNew: made.length === 1 };
}

/** Locks a company file against other renewals of its tokens; orders and pushes of it may still be written. */
export async function lockCompanyFile(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
): Promise<CompanyFile | null> {
  const [row] = await tx.select().from(companyFiles).where(mine(scope, companyFileId)).for("no key update");
  return row ? companyFileOf(row) : null;
}

/** Gives a company file another name, as QuickBooks calls it. */
export async function renameCompanyFile(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  name: string,
): Promise<void> {
  await tx.update(companyFiles).set({ name }).where(mine(scope, companyFileId));
}

export type CompanyAsked = {
  readonly companies: readonly Pick<CompanyFile, "companyFileId" | "name">[];
  readonly company: Pick<CompanyFile, "companyFileId" | "name">;
};

/** The company file a page is about, by default the first, beside all of them; null when the tenant has none. */
export async function findCompanyAsked(
  tx: Transaction,
  scope: Scope,
  asked: string | undefined,
): Promise<CompanyAsked | null> {
  const companies = (await findCompanyFiles(tx, scope)).map(({ companyFileId, name }) => ({ companyFileId, name }));
  const company = asked === undefined ? companies[0] : companies.find((one) => one.companyFileId === asked);
  if (!company && asked !== undefined) throw notFound("This company file");
  return company ? { companies, company } : null;
}

/** Every company file has a lane from its first moment on. */
async function insertLane(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  const now = scope.now();
  await tx
    .insert(lanes)
    .values({
      tenantId: scope.tenantId,
      companyFileId,
      nextBatchAt: now,
      nextCallAt: now,
      frozenUntil: now,
      batchGapMs: pace.batchGapMs,
      callGapMs: pace.callGapMs,
      servedAt: now,
    })
    .onConflictDoNothing();
}

/** When QuickBooks last answered, per company file. */
export async function readLastAnswer(tx: Transaction, scope: Scope, companyFileId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: max(attempts.answeredAt) })
    .from(attempts)
    .where(and(eq(attempts.tenantId, scope.tenantId), eq(attempts.companyFileId, companyFileId)));
  return row?.at ?? null;
}

/** What the company wants; the defaults until somebody saved something. */
export async function readSettings(tx: Transaction, scope: Scope, companyFileId: string): Promise<CompanySettings> {
  const [row] = await tx.select().from(companySettings).where(ownSettings(scope, companyFileId));
  return row ? CompanySettings.parse(row.settings) : defaultSettings;
}

/** Grows with every save; 0 before the first. */
export async function readSettingsVersion(tx: Transaction, scope: Scope, companyFileId: string): Promise<number> {
  const [row] = await tx
    .select({ version: companySettings.version })
    .from(companySettings)
    .where(ownSettings(scope, companyFileId));
  return row?.version ?? 0;
}

/** Saves what the company wants as a new version; `action` is what was done, as the trail names it. Answers the version. */
export async function saveSettings(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  settings: CompanySettings,
  action: string,
): Promise<number> {
  const changedAt = scope.now();
  const { tenantId } = scope;
  const [saved] = await tx
    .insert(companySettings)
    .values({ tenantId, companyFileId, settings, changedAt })
    .onConflictDoUpdate({
      target: [companySettings.tenantId, companySettings.companyFileId],
      set: { settings, changedAt, version: sql`${companySettings.version} + 1` },
    })
    .returning({ version: companySettings.version });
  const { version } = saved!;
  const madeBy = actorName(scope);
  await tx
    .insert(settingsVersions)
    .values({ tenantId, companyFileId, version, settings, madeAt: changedAt, madeBy, action });
  return version;
}

/** What tells whether kept books are still right. */
export type BooksStamp = { readonly listsReadAt: Date | null; readonly version: number | null };
type KeptBooks = { readonly stamp: string; readonly books: Books };
/** Lists change a few times a day and are asked for with every call; per database, so that tests keep apart. */
const keptBooks = new WeakMap<Database, Map<string, KeptBooks>>();
const KEPT_MAX = 500;

/** Settings and lists of a company file, read again only when either changed. `stamp`: when the caller knows it. */
export async function readBooks(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  stamp?: BooksStamp,
): Promise<Books> {
  const { listsReadAt, version } = stamp ?? (await readStamp(tx, scope, companyFileId));
  const read = `${listsReadAt?.getTime() ?? 0}/${version ?? 0}`;
  const kept = keptBooks.get(scope.db) ?? new Map<string, KeptBooks>();
  keptBooks.set(scope.db, kept);
  const key = `${scope.tenantId}/${companyFileId}`;
  const known = kept.get(key);
  if (known?.stamp === read) return known.books;
  const books = {
    settings: await readSettings(tx, scope, companyFileId),
    preferences: await readPreferences(tx, scope, companyFileId),
    lists: await readBookLists(tx, scope, companyFileId),
  };
  // The company that was not asked for the longest time goes first.
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.delete(key);
  kept.set(key, { stamp: read, books });
  return books;
}

async function readStamp(tx: Transaction, scope: Scope, companyFileId: string): Promise<BooksStamp> {
  const [row] = await tx
    .select({ listsReadAt: companyFiles.listsReadAt, version: companySettings.version })
    .from(companyFiles)
    .leftJoin(companySettings, ownSettings(scope, companyFileId))
    .where(mine(scope, companyFileId));
  return row ?? { listsReadAt: null, version: null };
}

async function readPreferences(tx: Transaction, scope: Scope, companyFileId: string): Promise<BooksPreferences | null> {
  const [row] = await tx
    .select({ preferences: companyFiles.preferences })
    .from(companyFiles)
    .where(mine(scope, companyFileId));
  return (row?.preferences as BooksPreferences | null | undefined) ?? null;
}

function ownSettings(scope: Scope, companyFileId: string) {
  return and(eq(companySettings.tenantId, scope.tenantId), eq(companySettings.companyFileId, companyFileId));
}

type CompanyFileRow = typeof companyFiles.$inferSelect;

function companyFileOf(row: CompanyFileRow): CompanyFile {
  const { companyFileId, name, realmId, isSimulated, listsReadAt } = row;
  const { accessExpiresAt, refreshExpiresAt, refreshHardExpiresAt, connectionLostAt } = row;
  return {
    companyFileId,
    name,
    realmId,
    isSimulated,
    listsReadAt,
    accessExpiresAt,
    refreshExpiresAt,
    refreshHardExpiresAt,
    connectionLostAt,
    ledger: ledgerKinds.find((kind) => kind === row.ledger) ?? "qbo",
    connection: connectionStates.find((state) => state === row.connection) ?? "disconnected",
  };
}
