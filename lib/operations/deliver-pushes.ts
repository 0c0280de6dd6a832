// Claim → converse with QuickBooks Online → settle: one turn of one lane at a time, as many turns side by side as pace allows.
import { inTransaction } from "#db/client.ts";
import { isExpiring } from "#lib/ledgers/company-file.ts";
import { send, type Carried } from "#lib/ledgers/qbo/carrier.ts";
import { readConnection, type Connection } from "#lib/ledgers/store.ts";
import { nextLaneDue } from "#lib/sync/claim/store.ts";
import { letLaneGo } from "#lib/sync/settle/store.ts";
import { endTurn, type Held, type TurnEnd } from "./end-turn.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { takeTurn, type Taken, type Turn } from "./take-turn.ts";
import { workerScope, type World } from "./world.ts";

export { takeTurn, type Taken, type Turn, type TurnEnd };

/**
 * Sends a written call and settles what came back. A refused access token is renewed for the next turn; until that has
 * worked the lane is held, for a minute at most.
 */
export async function carryTurn(world: World, turn: Turn): Promise<TurnEnd> {
  const ended = await endTurn(world, turn, await carry(world, turn));
  if (ended.isUnauthorized) await renewRefused(world, turn, ended.held);
  return ended;
}

/** Without a good token the lane would ask and be refused without end: it stays held and tries once a minute. */
async function renewRefused(world: World, { connection, lane }: Turn, held: Held | null): Promise<void> {
  const { accessExpiresAt: refused } = connection;
  const scope = workerScope(world, lane.tenantId, "credentials");
  const { companyFileId } = lane;
  const refreshed = await refreshCredentials(scope, { companyFileId, ...(refused ? { refused } : {}) });
  if (!held) return;
  const isNewRefused = refreshed === "renewed" && held.isAgain;
  const mayGo = !isNewRefused && refreshed !== "later" && refreshed !== "locked";
  const { until, restsUntil } = held;
  const now = world.now();
  if (mayGo) await inTransaction(scope, (tx) => letLaneGo(tx, lane, until, restsUntil > now ? restsUntil : now));
}

/** A lane that is due and was not given to us is being served: this worker is woken when it is, others look again. */
const SERVED_MS = 20;

/** When a lane may go next; null when nothing waits. */
export async function nextTurnAt(world: World): Promise<Date | null> {
  const now = world.now();
  const at = await nextLaneDue(world.db, now, world.timing);
  return at !== null && at <= now ? new Date(now.getTime() + SERVED_MS) : at;
}

async function carry(world: World, turn: Turn): Promise<Carried> {
  const { call } = turn.attempt;
  const connection = await freshConnection(world, turn);
  if (!connection) return { is: "unsent", why: "The connection to QuickBooks has ended." };
  // A process that was stopped for a while may wake up after others took its work over: it must not speak then.
  const takenMs = turn.lease.until.getTime() - world.timing.leaseMs;
  if (world.now().getTime() - takenMs > world.timing.aliveMs / 2) {
    return { is: "unsent", why: "This worker was stopped between writing the call down and sending it." };
  }
  return await send(connection, call, { timeoutMs: world.timing.callMs, fetch: world.fetch });
}

async function freshConnection(world: World, turn: Turn): Promise<Connection | null> {
  if (!isExpiring(turn.connection.accessExpiresAt, world.now())) return turn.connection;
  const scope = workerScope(world, turn.lane.tenantId, "credentials");
  const { companyFileId } = turn.lane;
  await refreshCredentials(scope, { companyFileId });
  return await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));
}
