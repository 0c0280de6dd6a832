// Decisions that come back in a file: first what they would do, then exactly that, as one run of each kind.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { formatMoney, fromJson, sumByCurrency } from "#lib/money.ts";
import type { FileBytes } from "#lib/orders/sources/carrier.ts";
import { Refusal } from "#lib/refusal.ts";
import { refusedCsvHeader, refusedCsvLine } from "#lib/sync/decided-refused.ts";
import {
  REFUSED_SHOWN,
  type DecisionCount,
  type DecisionsDone,
  type DecisionsLook,
  type LookAtDecisions,
  type RunDecisions,
} from "#lib/sync/deciding.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { problemActs } from "#lib/sync/problem-acts.ts";
import { countBehind } from "#lib/sync/triage/selection/store.ts";
import { consequences } from "#lib/sync/triage/words.ts";
import { chooseProblems } from "./choose-problems.ts";
import { makeLinks } from "./decide-links.ts";
import { beginListed } from "./do-listed.ts";
import { judgeDecisions, type ActFit, type Judged } from "./judge-decisions.ts";

/** Says what the file would do, and what of it cannot be done. Nothing is written. */
export async function lookAtDecisions(
  scope: Scope,
  { companyFileId }: LookAtDecisions,
  bytes: FileBytes,
): Promise<DecisionsLook> {
  allow(scope, "problems:resolve");
  const asOf = scope.now().toISOString();
  const judged = await judgeDecisions(scope, companyFileId, asOf, bytes);
  const { acts, links, refused, blank, fingerprint } = judged;
  const already = refused.filter((line) => line.isAlready);
  const notDone = refused.filter((line) => !line.isAlready);
  return {
    total: acts.length + links.length,
    counts: await countDecisions(scope, companyFileId, asOf, judged),
    refused: notDone.slice(0, REFUSED_SHOWN),
    refusedTotal: notDone.length,
    already: already.slice(0, REFUSED_SHOWN),
    alreadyTotal: already.length,
    blank,
    asOf,
    fingerprint,
  };
}

/** Every line that is not done, as a file. */
export async function showRefusedDecisions(
  scope: Scope,
  { companyFileId }: LookAtDecisions,
  bytes: FileBytes,
): Promise<{ readonly csv: string }> {
  allow(scope, "problems:resolve");
  const { refused } = await judgeDecisions(scope, companyFileId, scope.now().toISOString(), bytes);
  return { csv: refusedCsvHeader + refused.map(refusedCsvLine).join("") };
}

/** Does what the dry run said: rows that moved since are left alone, and stand in the results. */
export async function runDecisions(scope: Scope, input: RunDecisions, bytes: FileBytes): Promise<DecisionsDone> {
  allow(scope, "problems:resolve");
  const { companyFileId, asOf, fingerprint, fileName } = input;
  const judged = await judgeDecisions(scope, companyFileId, asOf, bytes);
  if (judged.fingerprint !== fingerprint) {
    throw new Refusal("moved-on", "This is not the file that was looked at. Choose it again.");
  }
  const fits = judged.acts.filter(({ row }) => !row.hasMoved);
  if (fits.length === 0 && judged.links.length === 0) {
    throw new Refusal("moved-on", "Nothing to do: these rows have moved on since you looked. Nothing was changed.");
  }
  const select = { is: "listed" as const, fileName, asOf };
  const runs = await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const begun: DecisionsDone["runs"][number][] = [];
    for (const rows of byKind(judged.acts)) {
      const run = await beginListed(scope, tx, { companyFileId, rows, select });
      if (run) begun.push(run);
    }
    return begun;
  });
  const left = await makeLinks(scope, judged.links);
  return { runs, linked: judged.links.length - left.length, left };
}

/** Those of one kind together, in the order of the page's actions. */
function byKind(acts: readonly ActFit[]) {
  return problemActs.map((kind) =>
    acts.flatMap(({ act, row }) => (act.act === kind ? [{ rowId: row.rowId, act }] : [])),
  );
}

async function countDecisions(
  scope: Scope,
  companyFileId: string,
  asOf: string,
  { acts, links }: Judged,
): Promise<readonly DecisionCount[]> {
  const counts: DecisionCount[] = [];
  for (const kind of problemActs) {
    const rows = acts.filter(({ act }) => act.act === kind).map(({ row }) => row);
    if (rows.length === 0) continue;
    const money = moneyOf(rows);
    const amount = money.map((sum) => formatMoney(fromJson(sum))).join(" + ");
    const rowIds = rows.map(({ rowId }) => rowId);
    const isHeld = kind === "clear" || kind === "mark-paid";
    const behind = isHeld ? await behindOf(scope, companyFileId, asOf, rowIds) : 0;
    const says = consequences(kind, { rows: rows.length, amount, behind });
    counts.push({ decision: kind, rows: rows.length, money, says });
  }
  if (links.length === 0) return counts;
  const money = moneyOf(links.map(({ linkable }) => linkable));
  return [...counts, { decision: "link", rows: links.length, money, says: [LINKED] }];
}

const LINKED = "Nothing is sent: from then on the record in QuickBooks counts as the document.";

function moneyOf(rows: readonly { readonly amountMinor: string; readonly currency: string }[]) {
  return sumByCurrency(rows.map(({ amountMinor, currency }) => ({ minor: amountMinor, currency })));
}

async function behindOf(scope: Scope, companyFileId: string, asOf: string, rowIds: readonly string[]) {
  const select = { is: "rows" as const, rowIds: [...rowIds], asOf };
  return await inTransaction(scope, async (tx) => {
    const chosen = await chooseProblems(scope, tx, { companyFileId, select });
    return await countBehind(tx, scope, chosen);
  });
}
