// What changed in a company's books since we last looked? Works off news, looks daily, compares everything after a long absence.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { markListsFresh, wantLists } from "#lib/ledgers/lists/store.ts";
import type { QboRow } from "#lib/ledgers/qbo/answer.ts";
import { documentEntities, followedEntities, type FollowedEntity } from "#lib/ledgers/qbo/back/entities.ts";
import {
  askChanges,
  askQuery,
  changedRows,
  isNothing,
  queryAnswer,
  selectChanged,
  selectIds,
  type Question,
} from "#lib/ledgers/qbo/back/questions.ts";
import { nextListPage } from "#lib/ledgers/qbo/lists.ts";
import { readLinkedIds } from "#lib/sync/changes/store.ts";
import {
  forgetEvents,
  holdFollowing,
  leaveFollowing,
  LOOK_EVERY_MS,
  markChangesRead,
  takeFollowing,
  type Following,
} from "#lib/sync/events/store.ts";
import type { WaitingLane } from "#lib/sync/lane/store.ts";
import { forgetReads } from "#lib/sync/reads/store.ts";
import { askCompany, type Heard } from "./ask-company.ts";
import { keepChanges } from "./keep-changes.ts";
import { readBookLists, readCustomers } from "./refresh-lists.ts";
import { workEvents } from "./work-events.ts";
import { workPulls } from "./work-pulls.ts";
import { workerScope, type World } from "./world.ts";

/** QuickBooks rounds its times and tells changes a little late. */
const OVERLAP_MS = 5 * 60_000;
/** QuickBooks tells the changes of 30 days; an hour is kept for clocks that differ. */
const LOOK_BACK_MS = 30 * 86_400_000 - 3_600_000;
const KEEP_MS = 30 * 86_400_000;
const AGAIN_MS = 60_000;
const IDS_AT_ONCE = 1_000;

/** Asks in the lane, and holds it meanwhile. */
type Asks = {
  readonly world: World;
  readonly lane: WaitingLane;
  readonly scope: Scope;
  readonly hold: () => Promise<void>;
};

/** Reading stopped: not now, go on at that moment. Everything kept so far stays; the high-water mark did not move. */
class Stopped extends Error {
  readonly at: Date;
  constructor(at: Date) {
    super("Reading stopped for now");
    this.at = at;
  }
}

/**
 * Follows one company's changes: news by their ids, a look at everything when it is time, the whole lists when they are
 * wanted. False when somebody else follows it. A fault of ours sets the lane back a minute and comes out.
 */
export async function followChanges(world: World, lane: WaitingLane): Promise<boolean> {
  const scope = workerScope(world, lane.tenantId, "changes");
  allow(scope, "sync:run");
  const { companyFileId } = lane;
  let following = await inTransaction(scope, (tx) => takeFollowing(tx, scope, companyFileId));
  if (!following) return false;
  const hold = async () => {
    following = await inTransaction(scope, (tx) => holdFollowing(tx, scope, companyFileId, following!));
  };
  let next: Parameters<typeof leaveFollowing>[4] = { at: new Date(world.now().getTime() + AGAIN_MS) };
  try {
    next = await followOnce({ world, lane, scope, hold }, following);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    next = { at: error.at };
  } finally {
    await inTransaction(scope, (tx) => leaveFollowing(tx, scope, companyFileId, following!, next));
  }
  return true;
}

async function followOnce(asks: Asks, following: Following): Promise<{ dailyAt: Date; hadNews: boolean }> {
  const { world, lane, scope, hold } = asks;
  const startedAt = world.now();
  const sinceMs = following.changesReadUntil?.getTime() ?? null;
  const isLook = following.isLook || sinceMs === null || startedAt.getTime() - sinceMs >= LOOK_EVERY_MS;
  const isFar = sinceMs === null || startedAt.getTime() - sinceMs >= LOOK_BACK_MS;
  // First, because a person watches it.
  const pulling = await workPulls(world, lane, hold);
  const worked = await workEvents(world, lane, hold);
  if (worked.at) throw new Stopped(worked.at);
  if (isLook) {
    const since = sinceMs === null ? null : new Date(sinceMs - OVERLAP_MS);
    if (isFar || since === null) await compareEverything(asks, since);
    else await readChanged(asks, followedEntities, since);
    await inTransaction(scope, async (tx) => {
      await markChangesRead(tx, scope, lane.companyFileId, startedAt);
      // Far away also for the lists: what is gone from them is known only by reading them whole.
      if (isFar) await wantLists(tx, scope, lane.companyFileId, true);
      const before = new Date(startedAt.getTime() - KEEP_MS);
      await forgetEvents(tx, scope, lane.companyFileId, before);
      await forgetReads(tx, scope, lane.companyFileId, before);
    });
  }
  if (isLook || worked.events > 0) {
    await inTransaction(scope, (tx) => markListsFresh(tx, scope, lane.companyFileId));
  }
  const wantedAt = following.listsWantedAt;
  if (isFar || wantedAt === null || wantedAt <= startedAt) await readWholeLists(asks, following);
  // Whatever keeps the pull waiting does not keep the rest waiting.
  if (pulling) throw new Stopped(pulling.at);
  const readMs = isLook ? startedAt.getTime() : sinceMs!;
  return { dailyAt: new Date(readMs + LOOK_EVERY_MS), hadNews: worked.events > 0 };
}

/** A person who asked for the lists has read the short ones a moment ago. */
async function readWholeLists({ world, lane, hold }: Asks, { listsWantedAt }: Following): Promise<void> {
  const isAsked = listsWantedAt !== null && world.now().getTime() - listsWantedAt.getTime() < 10 * 60_000;
  const books = isAsked || listsWantedAt === null ? null : await readBookLists(world, lane);
  if (books?.is === "later") throw new Stopped(books.at);
  const stopped = await readCustomers(world, lane, hold);
  if (stopped?.is === "later") throw new Stopped(stopped.at);
}

/**
 * What changed of these entities. An answer holds a thousand records over all entities together: a full one, or one that
 * was refused, is asked again in two halves; a single entity is read page by page, its deletions by comparing ids.
 */
async function readChanged(asks: Asks, entities: readonly FollowedEntity[], since: Date): Promise<void> {
  const heard = await ask(asks, askChanges(entities, since));
  const changed = changedRows(heard.status, heard.text);
  const isWhole = changed !== null && "rows" in changed;
  if (isWhole && !changed.isFull) {
    for (const entity of entities) {
      await keepChanges(asks.scope, asks.lane, {
        entity,
        rows: changed.rows.get(entity) ?? [],
        missing: changed.deleted.get(entity) ?? [],
      });
    }
    return;
  }
  const [entity, ...others] = entities;
  if (entity === undefined) return;
  if (others.length > 0) {
    const half = Math.ceil(entities.length / 2);
    await readChanged(asks, entities.slice(0, half), since);
    await readChanged(asks, entities.slice(half), since);
  } else if (isWhole) {
    await readChangedPages(asks, entity, since);
    await compareLinked(asks, entity);
  } else if (changed === null || !isNothing(entity, changed)) {
    throw new Stopped(new Date(asks.world.now().getTime() + AGAIN_MS));
  }
}

/** Every linked document by its id, and everything that changed since we last looked: copies are among it. */
async function compareEverything(asks: Asks, since: Date | null): Promise<void> {
  for (const entity of [...documentEntities, "Customer", "Item"] as const) {
    const linked = await compareLinked(asks, entity);
    if (since && linked > 0 && entity !== "Customer" && entity !== "Item") {
      await readChangedPages(asks, entity, since);
    }
  }
}

/** Asks for all linked records of a kind, a thousand at a time. Returns how many there were. */
async function compareLinked(asks: Asks, entity: FollowedEntity): Promise<number> {
  const { scope, lane } = asks;
  let after = "";
  let count = 0;
  for (;;) {
    const ids = await inTransaction(scope, (tx) =>
      readLinkedIds(tx, scope, lane.companyFileId, entity, after, IDS_AT_ONCE),
    );
    if (ids.length === 0) return count;
    const rows = await askRows(asks, entity, selectIds(entity, ids));
    if (rows === null) return count;
    const there = new Set(rows.map((row) => row.Id));
    await keepChanges(scope, lane, { entity, rows, missing: ids.filter((id) => !there.has(id)) });
    count += ids.length;
    after = ids.at(-1)!;
  }
}

async function readChangedPages(asks: Asks, entity: FollowedEntity, since: Date): Promise<void> {
  let from: number | null = 1;
  while (from !== null) {
    const rows: readonly QboRow[] = (await askRows(asks, entity, selectChanged(entity, since, from))) ?? [];
    await keepChanges(asks.scope, asks.lane, { entity, rows, missing: [] });
    from = nextListPage(from, rows.length);
  }
}

/** Rows of a statement; null when there is nothing of this kind to ask for, which says nothing about a single record. */
async function askRows(asks: Asks, entity: FollowedEntity, statement: string): Promise<readonly QboRow[] | null> {
  const heard = await ask(asks, askQuery(statement));
  const { body } = queryAnswer(heard.status, heard.text);
  if (body.is === "rows") return body.rows;
  if (body.is === "fault" && isNothing(entity, body.faults)) return null;
  throw new Stopped(new Date(asks.world.now().getTime() + AGAIN_MS));
}

/** One question; the lane is held while reading goes on. */
async function ask({ world, lane, hold }: Asks, question: Question): Promise<Extract<Heard, { is: "heard" }>> {
  const heard = await askCompany(world, lane, question);
  if (heard.is === "later") throw new Stopped(heard.at);
  await hold();
  return heard;
}
