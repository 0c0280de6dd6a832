// Which documents do the books no longer hold as we sent them? By matter, then row by row.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { grouped } from "#lib/grouped.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { sumByCurrency } from "#lib/money.ts";
import { notFound } from "#lib/refusal.ts";
import { causeSentence } from "#lib/sync/drift-cause.ts";
import {
  choicesFor,
  DRIFT_LOOKED_AT_MAX,
  type DriftCauseShown,
  type DriftPage,
  type ListDrift,
} from "#lib/sync/drift-choices.ts";
import { countDrifted, readDrifted } from "#lib/sync/drift/store.ts";
import { judgedDrift, type JudgedDrift } from "./drift-rows.ts";

const ROWS_A_PAGE = 50;

/** Causes over the oldest thousand, and a page of rows of one cause or of all. */
export async function listDrift(scope: Scope, input: ListDrift): Promise<DriftPage> {
  allow(scope, "problems:read");
  const asOf = scope.now().toISOString();
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const total = await countDrifted(tx, scope, input.companyFileId);
    const judged = await judgedOf(tx, scope, input.companyFileId, {});
    const isMore = judged.length === DRIFT_LOOKED_AT_MAX && total > judged.length;
    // Behind the first thousand, rows are still listed in their order; a cause is decided within what is grouped.
    const listed =
      isMore && input.after !== undefined
        ? await judgedOf(tx, scope, input.companyFileId, { after: input.after })
        : judged.filter(({ row }) => input.after === undefined || row.documentId > input.after);
    const chosen = listed.filter(({ cause }) => input.cause === undefined || cause.key === input.cause);
    const rows = chosen.slice(0, ROWS_A_PAGE).map(({ row }) => row);
    const hasNext = chosen.length > rows.length || (listed.length === DRIFT_LOOKED_AT_MAX && rows.length > 0);
    return {
      causes: causesOf(judged),
      rows,
      next: hasNext ? (rows.at(-1)?.documentId ?? null) : null,
      total,
      isMore,
      asOf,
    };
  });
}

async function judgedOf(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  from: { readonly after?: string },
): Promise<JudgedDrift[]> {
  return (await readDrifted(tx, scope, companyFileId, { ...from, max: DRIFT_LOOKED_AT_MAX })).map(judgedDrift);
}

/** Largest first. */
function causesOf(judged: readonly JudgedDrift[]): DriftCauseShown[] {
  return [...grouped(judged, ({ cause }) => cause.key).values()]
    .map((group) => {
      const { cause, drifted } = group[0]!;
      return {
        ...cause,
        sentence: causeSentence(cause, group.length),
        rows: group.length,
        // One that is to be taken back among others is refused by itself.
        choices: choicesFor(cause.kind, cause.documentKind, {
          isGone: drifted.isGone,
          isEnding: group.every((one) => one.drifted.isEnding),
        }),
        isGone: drifted.isGone,
        money: sumByCurrency(group.map(({ row }) => row.money)),
      };
    })
    .toSorted((left, right) => right.rows - left.rows || (left.key < right.key ? -1 : 1));
}
