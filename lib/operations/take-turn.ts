// Which call goes out next, and with which words? Claims pushes, decides what to say, writes it down. Nothing is sent here.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { settlementOf } from "#lib/ledgers/settling.ts";
import { batchHttp, singleHttp, type QboHttp, type QboRequest } from "#lib/ledgers/qbo/wire.ts";
import type { Connection } from "#lib/ledgers/store.ts";
import { readTurnBasis, type TurnBasis } from "#lib/ledgers/turn/store.ts";
import type { Problem } from "#lib/problem.ts";
import { takeLostAttempt, writeAttempt } from "#lib/sync/attempts/store.ts";
import {
  payPace,
  postponeBeside,
  postponeLane,
  readTaken,
  restLane,
  takePushes,
  withNextLane,
} from "#lib/sync/claim/store.ts";
import { countReads } from "#lib/sync/reads/store.ts";
import { settlePushes } from "#lib/sync/settle/store.ts";
import type { ClaimedPush, Lane, Lease, OpenAttempt, PacedLane, WrittenCall } from "#lib/sync/turn.ts";
import { fraction, workerScope, type World } from "./world.ts";

/** A call that is written down and may be sent while its lease lasts. */
export type Turn = {
  readonly lane: Lane;
  readonly lease: Lease;
  readonly attempt: OpenAttempt;
  readonly connection: Connection;
  /** The pushes the call carries, by push id. */
  readonly claimed: ReadonlyMap<string, ClaimedPush>;
};
type Asked = { readonly claimed: ClaimedPush; readonly request: QboRequest };

/** "rested": a lane had its turn and nothing to say; ask again. "idle": no lane may go now. */
export type Taken = { readonly is: "turn"; readonly turn: Turn } | { readonly is: "rested" } | { readonly is: "idle" };

/** After so long a lane looks again whether a single call may carry something beside its batches. */
const BESIDE_AGAIN_MS = 250;
/** A lane that cannot be served, for want of a connection or because of a fault of ours, is tried again then. */
const LANE_AGAIN_MS = 60_000;

/**
 * Takes the next turn of whichever lane may go. Cross-tenant only in choosing the lane. When a lane makes it throw, that
 * lane is set aside for a minute, and all others go on.
 */
export async function takeTurn(world: World): Promise<Taken> {
  let tried: Lane | undefined;
  try {
    return await takeTurnOfNext(world, (lane) => (tried = lane));
  } catch (error) {
    const now = world.now();
    const lane = tried;
    if (lane) {
      const scope = workerScope(world, lane.tenantId, "deliver");
      await inTransaction(scope, (tx) => postponeLane(tx, lane, now, new Date(now.getTime() + LANE_AGAIN_MS)));
    }
    throw error;
  }
}

async function takeTurnOfNext(world: World, trying: (lane: Lane) => void): Promise<Taken> {
  const now = world.now();
  const taken = await withNextLane(world.db, now, world.timing, async (tx, lane): Promise<Taken> => {
    trying(lane);
    const scope = workerScope(world, lane.tenantId, "deliver");
    allow(scope, "sync:run");
    const lease: Lease = {
      owner: world.owner,
      attemptId: newId(scope),
      until: new Date(now.getTime() + world.timing.leaseMs),
    };
    const basis = await readTurnBasis(tx, scope, lane.companyFileId);
    const { connection } = basis;
    if (!connection) {
      await postponeLane(tx, lane, now, new Date(now.getTime() + LANE_AGAIN_MS));
      return { is: "rested" };
    }
    const mayReplay = lane.mode === "bulk" && basis.hasLost;
    const lost = mayReplay ? await takeLostAttempt(tx, lane, lease, now, world.timing.idMemoryMs) : null;
    if (lost) {
      await payPace(tx, lane, now, { shape: lost.call.shape, items: lost.items.size }, world.timing);
      const again = { ...lease, attemptId: lost.attemptId };
      const claimed = await readTaken(tx, lane, lost.attemptId, now);
      return { is: "turn", turn: { lane, lease: again, attempt: lost, connection, claimed: byPush(claimed) } };
    }
    return await takeNewTurn(tx, world, scope, lane, lease, { ...basis, connection });
  });
  return taken ?? { is: "idle" };
}

async function takeNewTurn(
  tx: Transaction,
  world: World,
  scope: Scope,
  lane: PacedLane,
  lease: Lease,
  { connection, books }: TurnBasis & { readonly connection: Connection },
): Promise<Taken> {
  const now = world.now();
  const max = lane.mode === "bulk" ? ledgers.qbo.limits.batchMax : 1;
  const claimed = await takePushes(tx, lane, lease, now, max);
  if (claimed.length < max || lane.mode === "person") await restLane(tx, lane);
  if (claimed.length === 0) {
    if (lane.mode === "beside") await postponeBeside(tx, lane, new Date(now.getTime() + BESIDE_AGAIN_MS));
    return { is: "rested" };
  }
  const asked = await preflight(tx, world, lane, lease, claimed, await books());
  if (asked.length === 0) return { is: "rested" };
  const names = new Map(asked.map(({ claimed: { push } }, index) => [push.pushId, String(index + 1)]));
  const call = callOf(connection, lease, asked, names);
  const attempt = await writeAttempt(tx, lane, lease, call, names, now);
  await payPace(tx, lane, now, { shape: call.shape, items: asked.length }, world.timing);
  const reads = asked.filter(({ request }) => request.is !== "write").length;
  await countReads(tx, scope, lane.companyFileId, reads);
  return { is: "turn", turn: { lane, lease, attempt, connection, claimed: byPush(asked.map((one) => one.claimed)) } };
}

/** What is known to be wrong is not sent: it becomes a problem at once. */
async function preflight(
  tx: Transaction,
  world: World,
  lane: Lane,
  lease: Lease,
  claimed: readonly ClaimedPush[],
  books: Books,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const settled = claimed.flatMap((one) => {
    const request = requestOf(one, books);
    if ("code" in request) {
      return [settlementOf(one, { is: "problem", problem: request }, world.now(), fraction(world.chance))];
    }
    asked.push({ claimed: one, request });
    return [];
  });
  await settlePushes(tx, lane, lease.attemptId, settled, world.now());
  return asked;
}

/** What to say; a document that cannot be said is a problem of its own and must not stop the rest of its company. */
function requestOf({ push }: ClaimedPush, books: Books): QboRequest | Problem {
  try {
    // What is taken back needs no lists to be right, and what may be there already is looked for first.
    const isChecked = !push.unsure && push.operation !== "void";
    const problem = isChecked ? ledgers.qbo.check(push.document, books)[0] : undefined;
    return problem ?? ledgers.qbo.nextRequest(push, books);
  } catch (error) {
    const detail = `Tieout could not put this document into words: ${error instanceof Error ? error.message : "unknown"}.`;
    return { code: "unknown", about: "nothing yet, because Tieout could not ask", detail };
  }
}

function byPush(claimed: readonly ClaimedPush[]): Map<string, ClaimedPush> {
  return new Map(claimed.map((one) => [one.push.pushId, one]));
}

function callOf(
  connection: Connection,
  lease: Lease,
  asked: readonly Asked[],
  names: ReadonlyMap<string, string>,
): WrittenCall {
  const requestId = lease.attemptId;
  const shape = asked.length === 1 ? "single" : "batch";
  const http: QboHttp =
    shape === "single"
      ? singleHttp(connection.realmId, asked[0]!.request, requestId)
      : batchHttp(
          connection.realmId,
          asked.map(({ claimed, request }) => ({ bId: names.get(claimed.push.pushId)!, request })),
          requestId,
        );
  return { shape, requestId, ...http };
}
