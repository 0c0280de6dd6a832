// One question to a company's books, in its lane: pace and slot taken, written down, sent, slot given back.
import { inTransaction } from "#db/client.ts";
import { allow, newId } from "#lib/access/scope.ts";
import { isExpiring } from "#lib/ledgers/company-file.ts";
import { keptText, singleAnswer, type QboAnswer } from "#lib/ledgers/qbo/answer.ts";
import type { Question } from "#lib/ledgers/qbo/back/questions.ts";
import { send, type Carried } from "#lib/ledgers/qbo/carrier.ts";
import { readConnection, type Connection } from "#lib/ledgers/store.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";
import { afterRefusal, freezeMs, pay } from "#lib/sync/pace.ts";
import { batchKeptMs, readFrom } from "#lib/sync/reads/read-pace.ts";
import { endRead, keepBatch, lockReadPace, takeRead } from "#lib/sync/reads/store.ts";
import { freezeLane } from "#lib/sync/settle/store.ts";
import type { Lease } from "#lib/sync/turn.ts";
import { refreshCredentials } from "./refresh-credentials.ts";
import { fraction, workerScope, type World } from "./world.ts";

/**
 * heard: QuickBooks answered, which may be a fault of the question. later: not now, try again at that moment; nothing
 * was lost, because questions can be asked again.
 */
export type Heard =
  | { readonly is: "heard"; readonly status: number; readonly text: string }
  | { readonly is: "later"; readonly at: Date; readonly because: LaterBecause };
export type LaterBecause = "pace" | "throttled" | "unreached" | "refused" | "not-connected";

/** Pages of a thousand records take some seconds. A dead worker's question holds its slot no longer than this. */
const CALL_MS = 60_000;
const LEASE_MS = 70_000;
/** A lane that is busy or rests for longer than this is left alone for now. */
const WAIT_MAX_MS = 5_000;
const AGAIN_MS = 60_000;
const TRIES_MAX = 20;

type Taken =
  | { readonly is: "taken"; readonly lease: Lease; readonly connection: Connection; readonly carried: Promise<Carried> }
  | { readonly is: "wait"; readonly at: Date }
  | { readonly is: "not-connected" };

/** Asks one question. A refused access token is renewed once. */
export async function askCompany(world: World, lane: WaitingLane, question: Question): Promise<Heard> {
  const scope = workerScope(world, lane.tenantId, "read");
  allow(scope, "sync:run");
  let isRenewed = false;
  for (let tries = 0; tries < TRIES_MAX && !world.isLeaving?.(); tries++) {
    const taken = await take(world, lane, question);
    if (taken.is === "not-connected") return later(world, "not-connected");
    if (taken.is === "wait") {
      const waitMs = taken.at.getTime() - world.now().getTime();
      if (waitMs > WAIT_MAX_MS || !world.wait) return { is: "later", at: taken.at, because: "pace" };
      await world.wait(waitMs);
      continue;
    }
    const carried = await taken.carried;
    const isThrottled = carried.is === "answered" && isAbout(carried, "throttled");
    if (!(await end(world, lane, question, taken.lease, carried, isThrottled))) return later(world, "unreached");
    if (carried.is !== "answered" || carried.status >= 500) return later(world, "unreached");
    if (isThrottled) return later(world, "throttled");
    if (!isAbout(carried, "unauthorized")) return { is: "heard", status: carried.status, text: carried.text };
    if (isRenewed) return later(world, "refused");
    isRenewed = true;
    const { accessExpiresAt: refused } = taken.connection;
    await refreshCredentials(scope, { companyFileId: lane.companyFileId, ...(refused ? { refused } : {}) });
  }
  return { is: "later", at: new Date(world.now().getTime() + 1_000), because: "pace" };
}

async function take(world: World, lane: WaitingLane, question: Question): Promise<Taken> {
  const scope = workerScope(world, lane.tenantId, "read");
  const { companyFileId } = lane;
  let connection = await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));
  if (connection && isExpiring(connection.accessExpiresAt, world.now())) {
    await refreshCredentials(scope, { companyFileId });
    connection = await inTransaction(scope, (tx) => readConnection(tx, scope, companyFileId));
  }
  if (!connection) return { is: "not-connected" };
  const now = world.now();
  const lease: Lease = { owner: world.owner, attemptId: newId(scope), until: new Date(now.getTime() + LEASE_MS) };
  const http = question.http(connection.realmId, lease.attemptId);
  const at = await inTransaction(scope, async (tx) => {
    const lanePace = await lockReadPace(tx, scope, companyFileId);
    if (!lanePace) return null;
    const from = readFrom(lanePace, question.isBatch, now, world.timing);
    if (from > now) {
      if (question.isBatch) await keepBatch(tx, scope, companyFileId, new Date(from.getTime() + batchKeptMs));
      return from;
    }
    const call = { shape: shapeOf(question), items: question.reads };
    const paid = pay(lanePace.paceLog, lanePace, call, now.getTime(), world.timing, lanePace.nextCallAt.getTime());
    const written = { ...http, requestId: lease.attemptId };
    await takeRead(tx, scope, companyFileId, lease, written, { paid, reads: question.reads });
    return from;
  });
  if (at === null) return { is: "not-connected" };
  if (at > now) return { is: "wait", at };
  return {
    is: "taken",
    lease,
    connection,
    carried: send(connection, http, { timeoutMs: CALL_MS, fetch: world.fetch }),
  };
}

function shapeOf(question: Question): "single" | "batch" {
  return question.isBatch ? "batch" : "single";
}

async function end(
  world: World,
  lane: WaitingLane,
  question: Question,
  lease: Lease,
  carried: Carried,
  isThrottled: boolean,
): Promise<boolean> {
  const scope = workerScope(world, lane.tenantId, "read");
  return await inTransaction(scope, async (tx) => {
    const lanePace = await lockReadPace(tx, scope, lane.companyFileId);
    const answered = carried.is === "answered" ? { ...carried, text: keptText(carried.status, carried.text) } : null;
    const isOurs = await endRead(tx, scope, lane.companyFileId, lease, answered);
    if (isThrottled && lanePace) {
      const now = world.now();
      const wider = afterRefusal(lanePace, lanePace.paceLog, shapeOf(question), now.getTime(), world.timing);
      const thawsAt = new Date(now.getTime() + freezeMs(fraction(world.chance), world.timing.minuteMs));
      await freezeLane(tx, { ...lane, mode: "bulk" }, wider, now, thawsAt);
    }
    return isOurs;
  });
}

/** The answer as a whole; a refusal inside a batch is that item's affair, unless it is of the lane's. */
function isAbout(carried: { status: number; text: string }, what: "throttled" | "unauthorized"): boolean {
  const [status, codes] = what === "throttled" ? [429, ["3001"]] : [401, ["3200", "100", "110"]];
  if (carried.status === status) return true;
  if (carried.status >= 200 && carried.status < 300)
    return what === "throttled" && /"code" ?: ?"0*3001"/.test(carried.text);
  const { body }: QboAnswer = singleAnswer(carried.status, carried.text);
  return body.is === "fault" && body.faults.some(({ code }) => codes.includes(code));
}

function later(world: World, because: LaterBecause): Heard {
  return { is: "later", at: new Date(world.now().getTime() + AGAIN_MS), because };
}
