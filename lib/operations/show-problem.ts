// One problem with its whole story: the sentence, the fix, what was sent, what came back.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { fixerNames, problemCatalogue, problemTitle, type Problem } from "#lib/problem.ts";
import { notFound } from "#lib/refusal.ts";
import { readAttemptsOf } from "#lib/sync/attempts/store.ts";
import type { ProblemOrder, ProblemShown, ShowProblem } from "#lib/sync/problems.ts";
import { readOrders } from "#lib/sync/orders/store.ts";
import { readListed } from "#lib/sync/problem-rows/store.ts";
import { readOrderProblem, readPush } from "#lib/sync/problems/store.ts";
import { tieOf } from "#lib/sync/relink.ts";
import { readLinkable } from "#lib/sync/relink/store.ts";
import { standingOfBits } from "#lib/sync/standing.ts";
import { attemptShown } from "./attempt-shown.ts";
import { companyUrl, ledgerUrl } from "./ledger-url.ts";
import { readNamedRows } from "./read-named-rows.ts";
import { orderRow, pushRow } from "./problem-rows.ts";

const ATTEMPTS_SHOWN = 20;
const ORDERS_SHOWN = 8;

/** The problem behind a row of Problem Sync. Not found when it belongs to another tenant or is solved and gone. */
export async function showProblem(scope: Scope, input: ShowProblem): Promise<ProblemShown> {
  allow(scope, "problems:read");
  const { listed, shown } = await inTransaction(scope, async (tx) => ({
    listed: await readListed(tx, scope, [input.rowId]),
    shown: await shownOf(tx, scope, input),
  }));
  const [row] = await readNamedRows(scope, listed);
  return row ? { ...shown, row } : shown;
}

async function shownOf(tx: Transaction, scope: Scope, input: ShowProblem): Promise<ProblemShown> {
  const push = await readPush(tx, scope, input.rowId);
  if (!push) {
    const order = await readOrderProblem(tx, scope, input.rowId);
    if (!order) throw notFound("This problem");
    const nothing = {
      state: null,
      attempts: [],
      document: order.body,
      ledgerUrl: null,
      companyUrl: null,
      tie: tieOf(null),
    };
    const orders = await readStandings(tx, scope, order.companyFileId, [order.orderId]);
    return { row: orderRow(order), orders, problem: order.problem, ...knowledge(order.problem), ...nothing };
  }
  const company = await readCompanyFile(tx, scope, push.companyFileId);
  const attempts = await readAttemptsOf(tx, scope.tenantId, push.pushId, ATTEMPTS_SHOWN);
  const problem = push.problem ?? {
    code: "unknown" as const,
    detail: "Nothing is wrong with this document any more.",
  };
  return {
    row: pushRow(push),
    orders: await readStandings(tx, scope, push.companyFileId, push.orderIds.slice(0, ORDERS_SHOWN)),
    problem,
    ...knowledge(problem),
    state: push.state,
    attempts: attempts.map(attemptShown),
    document: push.document,
    ledgerUrl:
      push.ledgerType && push.ledgerId
        ? ledgerUrl(company, { ledgerType: push.ledgerType, ledgerId: push.ledgerId })
        : null,
    companyUrl: companyUrl(company),
    tie: tieOf(await readLinkable(tx, scope, push.pushId)),
  };
}

async function readStandings(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  orderIds: readonly string[],
): Promise<ProblemOrder[]> {
  const orders = await readOrders(tx, scope, companyFileId, { orderIds, max: ORDERS_SHOWN });
  return orders.map(({ orderId, number, bits, status, problem }) => ({
    orderId,
    number,
    standing: standingOfBits(bits, status, problem),
  }));
}

function knowledge(problem: Problem) {
  const { fix, where, who } = problemCatalogue[problem.code];
  return { title: problemTitle(problem.code, problem.about ?? ""), fix, where, who: fixerNames[who] };
}
