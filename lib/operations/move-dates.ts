// The books are closed for these documents: they are booked on an open day instead, all of one cause, and go.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { dateText } from "#lib/dates.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { dayAfter } from "#lib/orders/amendments.ts";
import { insertAmendments } from "#lib/orders/amendments/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { datesToMove, type LookAtMove, type MoveDates, type Moved, type MoveLook } from "#lib/sync/amending.ts";
import { readClosed } from "#lib/sync/amending/store.ts";
import { lockLane } from "#lib/sync/lane/store.ts";

/** What a move would do: to which day, how many, with how much money, and what is left alone. */
export async function lookAtMove(scope: Scope, input: LookAtMove): Promise<MoveLook> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const closedUntil = await closedUntilOf(tx, scope, input.companyFileId);
    const { rows, money, skips } = datesToMove(await readClosed(tx, scope, input, scope.now()));
    const firstOpenDay = closedUntil === null ? null : dayAfter(closedUntil);
    return { rows, money, skips, closedUntil, firstOpenDay, asOf: scope.now().toISOString() };
  });
}

/** Moves them. What the source told stays; the orders are planned again, and what was held up goes by itself. */
export async function moveDates(scope: Scope, input: MoveDates): Promise<Moved> {
  allow(scope, "problems:resolve");
  const { companyFileId, about, date, because } = input;
  return await inTransaction(scope, async (tx) => {
    const closedUntil = await closedUntilOf(tx, scope, companyFileId);
    if (closedUntil !== null && date <= closedUntil) {
      throw new Refusal("invalid", `The books are closed up to ${dateText(closedUntil)}. Choose a later day.`, "date");
    }
    await lockLane(tx, scope, companyFileId);
    const { rows, moves } = datesToMove(await readClosed(tx, scope, input, new Date(input.asOf)));
    if (rows === 0) throw new Refusal("moved-on", `Nothing of ${about} waits for an open day any more.`);
    const amendments = moves.map((move) => ({ ...move, value: date }));
    await insertAmendments(tx, scope, companyFileId, amendments, because);
    await markToPlan(tx, scope, companyFileId, scope.now(), [...new Set(moves.map(({ orderId }) => orderId))]);
    const detail = { about, date, documents: rows, because };
    const action = "amendment.dates";
    await audit(tx, scope, { action, subjectKind: "company-file", subjectId: companyFileId, detail });
    return { rows, at: scope.now().toISOString() };
  });
}

async function closedUntilOf(tx: Transaction, scope: Scope, companyFileId: string): Promise<string | null> {
  if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
  return (await readBooks(tx, scope, companyFileId)).preferences?.bookCloseDate ?? null;
}
