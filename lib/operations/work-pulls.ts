// Works off the pulls of a company: some thousand records a call, kept while the next are asked for, until the selection ends.
import { inTransaction } from "#db/client.ts";
import { allow } from "#lib/access/scope.ts";
import { readRecords, type LinkedRecord } from "#lib/sync/balances/store.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";
import { advancePull, endPull, postponePull, readSelected, takePull, type HeldPull } from "#lib/sync/pulls/store.ts";
import { askBalances, keepBalances, RECORDS_A_CALL, type AnsweredBalances, type Failure } from "./ask-balances.ts";
import { laterSentence } from "./pull-balances.ts";
import { workerScope, type World } from "./world.ts";

/** So many parts are asked for at once: QuickBooks answers for a second and more. */
const PARTS_AHEAD = 3;

/** Some of a pull's selection, with what of it is linked now. */
type Part = { readonly documentIds: readonly string[]; readonly records: readonly LinkedRecord[] };

const FAULT = "Tieout met a fault of its own. What was pulled stays; take it up again.";

/**
 * Works off every pull of the company that waits. What was done is noted with each part, so a pull that was cut off goes
 * on where it was; a part that was kept and not noted is simply read again. Returns when to go on, if it had to stop.
 */
export async function workPulls(
  world: World,
  lane: WaitingLane,
  hold: () => Promise<unknown>,
): Promise<{ readonly at: Date } | null> {
  const scope = workerScope(world, lane.tenantId, "balances");
  allow(scope, "sync:run");
  for (;;) {
    const held = await inTransaction(scope, (tx) => takePull(tx, scope, lane.companyFileId));
    if (!held) return null;
    const at = await workPull({ world, lane, hold, held });
    if (at) return { at };
  }
}

/** A pull in work; `held` moves on with each part. */
type Work = {
  readonly world: World;
  readonly lane: WaitingLane;
  readonly hold: () => Promise<unknown>;
  held: HeldPull;
};

async function workPull(work: Work): Promise<Date | null> {
  try {
    return await goThrough(work);
  } catch (error) {
    // Nothing else of this company shall wait for a pull that cannot go on. Without a database its hold ends by itself.
    await end(work, "interrupted", FAULT).catch(() => {});
    throw error;
  }
}

/** Part by part, some asked for before the first is kept. Returns when to go on, null at the end. */
async function goThrough(work: Work): Promise<Date | null> {
  const { world, lane, hold } = work;
  if (!(await advance(work, 0, []))) return null;
  const asked: { readonly part: Part; readonly asking: Promise<AnsweredBalances> }[] = [];
  let from = work.held.done;
  const askAhead = async () => {
    while (asked.length < PARTS_AHEAD && !world.isLeaving?.()) {
      const part = await partFrom(work, from);
      if (part.documentIds.length === 0) return;
      from += part.documentIds.length;
      asked.push({ part, asking: ask(work, part) });
    }
  };
  await askAhead();
  for (let next = asked.shift(); next; next = asked.shift()) {
    const answered = await next.asking;
    await hold();
    if (world.isLeaving?.()) break;
    if (answered.is === "later") return await rest(work, answered);
    await askAhead();
    const failures = [...unlinked(next.part), ...(await keepBalances(world, lane, answered))];
    if (!(await advance(work, next.part.documentIds.length, failures))) return null;
  }
  if (world.isLeaving?.()) return await leave(work);
  await end(work, "done", null);
  return null;
}

function ask({ world, lane }: Work, part: Part): Promise<AnsweredBalances> {
  const asking = askBalances(world, lane, part.records);
  // Waited for later, or not at all when keeping fails before.
  asking.catch(() => {});
  return asking;
}

async function partFrom({ world, lane, held }: Work, from: number): Promise<Part> {
  const scope = workerScope(world, lane.tenantId, "balances");
  return await inTransaction(scope, async (tx) => {
    const documentIds = await readSelected(tx, scope, held.bulkRunId, from, RECORDS_A_CALL);
    return { documentIds, records: await readRecords(tx, scope, lane.companyFileId, documentIds) };
  });
}

/** What was chosen and is tied to nothing in the books any more. */
function unlinked({ documentIds, records }: Part): readonly Failure[] {
  const linked = new Set(records.map(({ documentId }) => documentId));
  const reason = "It is no longer linked to QuickBooks.";
  return documentIds.filter((id) => !linked.has(id)).map((documentId) => ({ documentId, reason }));
}

/** False when the pull is at its end, or not ours any more. */
async function advance(work: Work, done: number, failures: readonly Failure[]): Promise<boolean> {
  const scope = workerScope(work.world, work.lane.tenantId, "balances");
  const next = await inTransaction(scope, (tx) => advancePull(tx, scope, work.held, { done, failures }));
  if (!next) return false;
  work.held = next;
  if (next.isStopping) await end(work, "aborted", null);
  return !next.isStopping;
}

async function end({ world, lane, held }: Work, state: "done" | "aborted" | "interrupted", note: string | null) {
  const scope = workerScope(world, lane.tenantId, "balances");
  await inTransaction(scope, (tx) => endPull(tx, scope, held, { state, note }));
}

/** QuickBooks cannot be asked now: later, by itself, or once a person has connected the company again. */
async function rest(work: Work, later: Extract<AnsweredBalances, { is: "later" }>): Promise<Date | null> {
  if (later.because !== "not-connected") return await postpone(work, later.at, waitingSentence(later.because));
  await end(work, "interrupted", laterSentence(later.because));
  return null;
}

/** This process ends: another one goes on at once. */
async function leave(work: Work): Promise<Date> {
  return await postpone(work, work.world.now(), null);
}

async function postpone({ world, lane, held }: Work, at: Date, note: string | null): Promise<Date> {
  const scope = workerScope(world, lane.tenantId, "balances");
  await inTransaction(scope, (tx) => postponePull(tx, scope, held, at, note));
  return at;
}

function waitingSentence(because: Parameters<typeof laterSentence>[0]): string {
  return laterSentence(because).replace("Try again in a minute.", "It goes on by itself in a minute.");
}
