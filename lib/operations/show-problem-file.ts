// The problems of a view as a file: every row that matches, walked through by keys, so that no number of them stands in memory.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { webEnv } from "#lib/env.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { problemPath } from "#lib/notify/links.ts";
import { notFound } from "#lib/refusal.ts";
import type { ProblemKey } from "#lib/sync/problem-cursor.ts";
import { problemCsvCut, problemCsvHeader, problemCsvLine } from "#lib/sync/problem-csv.ts";
import type { ListProblems } from "#lib/sync/problem-filter.ts";
import type { ProblemRow } from "#lib/sync/problem-row.ts";
import { askerOf, readListed, readProblemKeys, type ListedProblem } from "#lib/sync/problem-rows/store.ts";
import { ledgerUrl } from "./ledger-url.ts";
import { readNamedRows } from "./read-named-rows.ts";

const ROWS_PER_PART = 500;
/** A spreadsheet takes not many more. */
const ROWS_MAX = 1_000_000;

export type ProblemFile = { readonly name: string; readonly parts: AsyncIterable<string> };

/** The file of a view, from its beginning. Each part is read when it is asked for, in a transaction of its own. */
export async function showProblemFile(scope: Scope, input: ListProblems): Promise<ProblemFile> {
  allow(scope, "problems:read");
  const company = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, input.companyFileId));
  if (!company) throw notFound("This company file");
  const day = scope.now().toISOString().slice(0, 10);
  return { name: `problems ${input.lane} ${input.tab} ${day}.csv`, parts: partsOf(scope, company, input) };
}

async function* partsOf(scope: Scope, company: CompanyFile, input: ListProblems): AsyncGenerator<string> {
  yield problemCsvHeader;
  // Days are counted from when the file was asked for, however long it takes.
  const asker = askerOf(scope);
  let after: ProblemKey | null = null;
  for (let rows = 0; rows < ROWS_MAX; rows += ROWS_PER_PART) {
    const walk = { sort: input.sort, after, max: ROWS_PER_PART };
    const { keys, listed } = await inTransaction(scope, async (tx) => {
      const found = await readProblemKeys(tx, scope, input, walk, asker);
      const rowIds = found.map(({ rowId }) => rowId);
      return { keys: found, listed: await readListed(tx, scope, rowIds) };
    });
    yield await linesOf(scope, company, listed);
    after = keys.at(-1) ?? null;
    if (keys.length < ROWS_PER_PART) return;
  }
  yield problemCsvCut(ROWS_MAX);
}

async function linesOf(scope: Scope, company: CompanyFile, listed: readonly ListedProblem[]): Promise<string> {
  const rows = await readNamedRows(scope, listed);
  return rows
    .map((row, nth) => {
      const { ledgerType, ledgerId } = listed[nth] ?? { ledgerType: null, ledgerId: null };
      const ledgerLink = ledgerType && ledgerId ? ledgerUrl(company, { ledgerType, ledgerId }) : null;
      return problemCsvLine({ row, ledgerId, ledgerLink, link: linkTo(company, row) });
    })
    .join("");
}

function linkTo({ companyFileId }: CompanyFile, { lane, tab, rowId }: ProblemRow): string {
  return `${webEnv().NEXTAUTH_URL}${problemPath({ companyFileId, lane, tab, rowId })}`;
}
