// Company files, what the company wants, and the lists we keep of it.
import { and, asc, count, eq, inArray, max, sql } from "drizzle-orm";

import type { Database, Transaction } from "#db/client.ts";
import { attempts, companyFiles, companySettings, lanes, ledgerLists } from "#db/schema/index.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { CompanySettings, defaultSettings } from "#lib/documents/settings.ts";
import { pace } from "#lib/sync/pace.ts";
import { connectionStates, type CompanyFile } from "./company-file.ts";
import {
  bookLists,
  ledgerKinds,
  listKinds,
  type BookList,
  type Books,
  type ListEntry,
  type ListKind,
} from "./ledger.ts";

// Tokens have a store of their own; what others need of it is found here too.
export { readConnection, saveCredentials, type Connection } from "./connections/store.ts";

/** Lists are read once a day, and whenever somebody asks. */
const LISTS_EVERY_MS = 24 * 3_600_000;

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

/** Moves the pace of a lane for a batch that goes out beside its own, so that both together keep the limits. */
export async function payForBatch(tx: Transaction, scope: Scope, companyFileId: string): Promise<void> {
  const now = scope.now();
  await tx.execute(sql`
    update lanes
       set next_batch_at = greatest(next_batch_at, ${now}) + batch_gap_ms * interval '1 millisecond',
           next_call_at = greatest(next_call_at, ${now}) + call_gap_ms * interval '1 millisecond'
     where tenant_id = ${scope.tenantId} and company_file_id = ${companyFileId}`);
}

/** Replaces lists by what QuickBooks holds now. */
export async function saveLists(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  lists: Readonly<Record<ListKind, readonly ListEntry[]>>,
): Promise<void> {
  const rows = listKinds.flatMap((list) => lists[list].map((entry) => ({ list, ...entry })));
  await tx.execute(sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(list text, "ledgerId" text, name text, active boolean, type text, rate text)),
    gone as (
      delete from ledger_lists l
       where l.tenant_id = ${scope.tenantId} and l.company_file_id = ${companyFileId}
         and not exists (select from told where told.list = l.list and told."ledgerId" = l.ledger_id))
    insert into ledger_lists (tenant_id, company_file_id, list, ledger_id, name, is_active, type, rate)
    select ${scope.tenantId}, ${companyFileId}, list, "ledgerId", name, active, type, rate from told
    on conflict (tenant_id, company_file_id, list, ledger_id)
    do update set name = excluded.name, is_active = excluded.is_active, type = excluded.type, rate = excluded.rate`);
  await tx
    .update(companyFiles)
    .set({ listsReadAt: scope.now(), listsWantedAt: null })
    .where(mine(scope, companyFileId));
  const again = new Date(scope.now().getTime() + LISTS_EVERY_MS);
  await tx
    .update(lanes)
    .set({ listsAt: again })
    .where(and(eq(lanes.tenantId, scope.tenantId), eq(lanes.companyFileId, companyFileId)));
}

/** How many entries each list of each company file has. */
export async function countListEntries(
  tx: Transaction,
  scope: Scope,
): Promise<readonly { readonly companyFileId: string; readonly list: string; readonly entries: number }[]> {
  return await tx
    .select({ companyFileId: ledgerLists.companyFileId, list: ledgerLists.list, entries: count() })
    .from(ledgerLists)
    .where(eq(ledgerLists.tenantId, scope.tenantId))
    .groupBy(ledgerLists.companyFileId, ledgerLists.list);
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

/** Saves what the company wants. */
export async function saveSettings(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  settings: CompanySettings,
): Promise<void> {
  const changedAt = scope.now();
  await tx
    .insert(companySettings)
    .values({ tenantId: scope.tenantId, companyFileId, settings, changedAt })
    .onConflictDoUpdate({
      target: [companySettings.tenantId, companySettings.companyFileId],
      set: { settings, changedAt, version: sql`${companySettings.version} + 1` },
    });
}

type KeptBooks = { readonly stamp: string; readonly books: Books };
/** Lists change a few times a day and are asked for with every call; per database, so that tests keep apart. */
const keptBooks = new WeakMap<Database, Map<string, KeptBooks>>();
const KEPT_MAX = 200;

/** Settings and lists of a company file, read again only when either changed. */
export async function readBooks(tx: Transaction, scope: Scope, companyFileId: string): Promise<Books> {
  const [row] = await tx
    .select({ listsReadAt: companyFiles.listsReadAt, version: companySettings.version })
    .from(companyFiles)
    .leftJoin(
      companySettings,
      and(
        eq(companySettings.tenantId, companyFiles.tenantId),
        eq(companySettings.companyFileId, companyFiles.companyFileId),
      ),
    )
    .where(mine(scope, companyFileId));
  const stamp = `${row?.listsReadAt?.getTime() ?? 0}/${row?.version ?? 0}`;
  const kept = keptBooks.get(scope.db) ?? new Map<string, KeptBooks>();
  keptBooks.set(scope.db, kept);
  const key = `${scope.tenantId}/${companyFileId}`;
  const known = kept.get(key);
  if (known?.stamp === stamp) return known.books;
  const books = {
    settings: await readSettings(tx, scope, companyFileId),
    lists: await readLists(tx, scope, companyFileId),
  };
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(key, { stamp, books });
  return books;
}

async function readLists(tx: Transaction, scope: Scope, companyFileId: string): Promise<Books["lists"]> {
  const rows = await tx
    .select()
    .from(ledgerLists)
    .where(
      and(
        eq(ledgerLists.tenantId, scope.tenantId),
        eq(ledgerLists.companyFileId, companyFileId),
        inArray(ledgerLists.list, [...bookLists]),
      ),
    )
    // Of two of one name the active one is meant: it comes last and stays.
    .orderBy(asc(ledgerLists.isActive), asc(ledgerLists.ledgerId));
  const lists = Object.fromEntries(bookLists.map((list) => [list, new Map<string, ListEntry>()])) as Record<
    BookList,
    Map<string, ListEntry>
  >;
  for (const { list, ledgerId, name, isActive, type, rate } of rows) {
    const kind = bookLists.find((each) => each === list);
    const entry = { ledgerId, name, active: isActive, ...(type ? { type } : {}), ...(rate ? { rate } : {}) };
    if (kind) lists[kind].set(name.toLowerCase(), entry);
  }
  return lists;
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
