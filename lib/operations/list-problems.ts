// Problem Sync: how many stand where, causes with count, money and age, and a page of rows in any lane.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { readFound } from "#lib/sync/problem-found/store.ts";
import { readCursor, writeCursor } from "#lib/sync/problem-cursor.ts";
import type { ListProblems } from "#lib/sync/problem-filter.ts";
import type { ProblemPage, ProblemRows } from "#lib/sync/problems.ts";
import { askerOf, readListed, readProblemKeys, type ListedProblem } from "#lib/sync/problem-rows/store.ts";
import { countsOf } from "./count-problems.ts";
import { readNamedRows } from "./read-named-rows.ts";

const ROWS_A_PAGE = 50;

/** One look at Problem Sync: counts, causes, rows. Not found when the company belongs to another tenant. */
export async function listProblems(scope: Scope, input: ListProblems): Promise<ProblemPage> {
  allow(scope, "problems:read");
  const { listed, ...page } = await inTransaction(scope, async (tx) => {
    const company = await readCompanyFile(tx, scope, input.companyFileId);
    if (!company) throw notFound("This company file");
    const rows = await pageOf(tx, scope, input);
    return { ...(await countsOf(tx, scope, company, input)), ...rows };
  });
  return { ...page, rows: await readNamedRows(scope, listed) };
}

/** The rows alone, for the pages that follow: what they cost does not depend on how many causes there are. */
export async function listProblemRows(scope: Scope, input: ListProblems): Promise<ProblemRows> {
  allow(scope, "problems:read");
  const { listed, ...page } = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    return await pageOf(tx, scope, input);
  });
  return { ...page, rows: await readNamedRows(scope, listed), checkedAt: scope.now().toISOString() };
}

type Page = Pick<ProblemRows, "next" | "found"> & { readonly listed: readonly ListedProblem[] };

async function pageOf(tx: Transaction, scope: Scope, input: ListProblems): Promise<Page> {
  const { sort } = input;
  const after = input.after === undefined ? null : readCursor(sort, input.after);
  if (input.after !== undefined && !after) {
    throw new Refusal("invalid", "This page belongs to a list in another order. Start at its beginning.", "after");
  }
  const keys = await readProblemKeys(tx, scope, input, { sort, after, max: ROWS_A_PAGE + 1 }, askerOf(scope));
  const page = keys.slice(0, ROWS_A_PAGE);
  const last = page.at(-1);
  return {
    listed: await readListed(
      tx,
      scope,
      page.map(({ rowId }) => rowId),
    ),
    next: keys.length > ROWS_A_PAGE && last ? writeCursor(sort, last) : null,
    found: await readFound(tx, scope, input),
  };
}
