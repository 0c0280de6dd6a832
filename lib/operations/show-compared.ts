// A document in problem: as it would be sent, as it was last sent, as the books hold it. Out of what is kept; nothing is asked.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { sentShown, writeBecame, writtenRow } from "#lib/ledgers/qbo/back/written.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { readPostsOf, type StoredAttempt } from "#lib/sync/attempts/store.ts";
import {
  compareVersions,
  type BooksStand,
  type ProblemCompared,
  type SentShownAs,
  type ShowCompared,
} from "#lib/sync/problem-compared.ts";
import { readVersions, type StoredVersions } from "#lib/sync/problem-compared/store.ts";
import type { NameShown, RecordShown, SentShown } from "#lib/sync/seen.ts";

/** So far back a call that wrote is looked for; between two of them stand questions. */
const CALLS_MAX = 12;

/** What was last sent, and what became of it. */
export type LastSent = {
  readonly shown: SentShownAs;
  readonly said: StoredVersions["now"] | SentShown;
  readonly attemptId: string;
};

/** What is known of the record over there. */
export type KnownBooks = {
  readonly stands: BooksStand;
  readonly at: string | null;
  readonly record: RecordShown | NameShown | null;
};

/** Not found when the problem belongs to another tenant, or has no document. */
export async function showCompared(scope: Scope, { rowId }: ShowCompared): Promise<ProblemCompared> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const versions = await versionsOf(tx, scope, rowId);
    return comparedOf(versions, await readLastSent(tx, scope, versions), keptBooks(versions));
  });
}

/** The versions of the document of a problem, or not found. */
export async function versionsOf(tx: Transaction, scope: Scope, rowId: string): Promise<StoredVersions> {
  allow(scope, "problems:read");
  const versions = await readVersions(tx, scope, rowId);
  if (!versions) throw notFound("A document of this problem");
  return versions;
}

/** What was last sent of it: the version QuickBooks took, or else the very words that it did not take. Null: nothing. */
export async function readLastSent(tx: Transaction, scope: Scope, versions: StoredVersions): Promise<LastSent | null> {
  allow(scope, "problems:read");
  const { documentId, companyFileId, currency, posted, postedAt } = versions;
  const calls = await readPostsOf(tx, scope.tenantId, documentId, CALLS_MAX);
  const last = calls.find((call) => writtenRow(call) !== null);
  if (last) {
    const shown = { became: writeBecame(last), at: iso(last.sentAt) };
    if (shown.became === "posted" && posted) return { shown, said: posted, attemptId: last.attemptId };
    return { shown, said: await saidIn(tx, scope, companyFileId, last, currency), attemptId: last.attemptId };
  }
  return posted && { shown: { became: "posted", at: iso(postedAt) }, said: posted, attemptId: "" };
}

async function saidIn(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  call: StoredAttempt,
  currency: string,
): Promise<SentShown> {
  const { lists } = await readBooks(tx, scope, companyFileId);
  const items = new Map([...lists.item.values()].map(({ ledgerId, name }) => [ledgerId, name]));
  return sentShown(writtenRow(call) ?? {}, currency, items);
}

/** A record that nobody found to differ is not kept: it says what was posted. */
function keptBooks({ ledgerId, there, goneAt, checkedAt, isUnheard }: StoredVersions): KnownBooks {
  const at = iso(checkedAt ?? goneAt);
  if (ledgerId === null) return { stands: isUnheard ? "unheard" : "none", at: null, record: null };
  const isMerged = there !== null && "mergedInto" in there;
  const record = there !== null && "total" in there ? there : null;
  if (goneAt === null) return { stands: record ? "there" : "unread", at: record && at, record };
  return { stands: isMerged ? "merged" : record ? "voided" : "deleted", at, record };
}

/** The three columns, as people are shown them. */
export function comparedOf(versions: StoredVersions, last: LastSent | null, books: KnownBooks): ProblemCompared {
  const { now, posted, parents, operation, fingerprint, ledgerId, versionToken, goneAt } = versions;
  return {
    version: [fingerprint, last?.attemptId, last?.shown.became, ledgerId, versionToken, iso(goneAt)].join("/"),
    isEnding: operation === "void" || operation === "void-extra",
    sent: last?.shown ?? null,
    isPostedKnown: posted !== null,
    books: { stands: books.stands, at: books.at, isLinked: ledgerId !== null },
    fields: compareVersions({ now, sent: last?.said ?? null, posted, books: books.record, parents }),
  };
}

/** A moment as Postgres gives it → ISO. */
function iso(moment: string | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
