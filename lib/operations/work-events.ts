// QuickBooks told us that records changed: they are read by their ids, a thousand in one call, and kept.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { dropEntries, markListsFresh } from "#lib/ledgers/lists/store.ts";
import type { QboAnswer, QboRow } from "#lib/ledgers/qbo/answer.ts";
import { followedEntity, listOf, type FollowedEntity } from "#lib/ledgers/qbo/back/entities.ts";
import { askQueries, isNothing, queryAnswers, selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { preferencesOf } from "#lib/ledgers/qbo/company.ts";
import { followMerge } from "#lib/sync/changes/store.ts";
import { endEvents, ownCreations, readEvents, type KeptEvent } from "#lib/sync/events/store.ts";
import { lockLane, type WaitingLane } from "#lib/sync/lane/store.ts";
import { askCompany } from "./ask-company.ts";
import { keepChanges } from "./keep-changes.ts";
import { workerScope, type World } from "./world.ts";

/** Records of one call, over all kinds: an answer of a few megabytes. */
const EVENTS_AT_ONCE = 1_000;
const ROUNDS_MAX = 20;
const AGAIN_MS = 60_000;

/** How many events were worked off; `at`: reading stopped, go on at that moment. */
export type EventsWorked = { readonly events: number; readonly at?: Date };

/**
 * Works off the events that have come so far. What an event says is only a hint: the record is read. Events of our own
 * creations are dropped unread. Ended only after what they led to was kept, so nothing is lost when this is cut off.
 */
export async function workEvents(world: World, lane: WaitingLane, hold: () => Promise<unknown>): Promise<EventsWorked> {
  const scope = workerScope(world, lane.tenantId, "changes");
  allow(scope, "sync:run");
  const startedAt = world.now();
  let events = 0;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const waiting = await takeNews(scope, lane, startedAt);
    if (waiting.all === 0) return { events };
    const asked = questionsOf(waiting.news);
    if (asked.length > 0) {
      const heard = await askCompany(world, lane, askQueries(asked.map(({ statement }) => statement)));
      if (heard.is === "later") return { events, at: heard.at };
      await hold();
      const answers = queryAnswers(asked.length, heard.status, heard.text);
      if (!(await keepAnswers(scope, lane, asked, answers))) {
        return { events, at: new Date(world.now().getTime() + AGAIN_MS) };
      }
    }
    const ids = waiting.news.map((event) => event.eventId);
    await inTransaction(scope, (tx) => endEvents(tx, scope, lane.companyFileId, ids));
    events += waiting.all;
  }
  return { events };
}

/** Waiting events without those of our own creations. Merges are followed first: the reading then finds who stays. */
async function takeNews(
  scope: Scope,
  lane: WaitingLane,
  before: Date,
): Promise<{ all: number; news: readonly KeptEvent[] }> {
  const { companyFileId } = lane;
  return await inTransaction(scope, async (tx) => {
    const waiting = await readEvents(tx, scope, companyFileId, before, EVENTS_AT_ONCE);
    // Links are changed with the lane locked, and the lane comes first: a settling call takes them in that order.
    if (merges(waiting).length > 0) await lockLane(tx, scope, companyFileId);
    const own = await ownCreations(
      tx,
      scope,
      companyFileId,
      waiting.map((event) => event.eventId),
    );
    await endEvents(tx, scope, companyFileId, own);
    const news = waiting.filter((event) => !own.includes(event.eventId));
    for (const { entity, ledgerId, endedLedgerId } of merges(news)) {
      await followMerge(tx, scope, companyFileId, entity, { from: endedLedgerId, to: ledgerId });
      const list = listOf(entity);
      if (list) await dropEntries(tx, scope, companyFileId, list, [endedLedgerId]);
    }
    return { all: waiting.length, news };
  });
}

function merges(events: readonly KeptEvent[]): readonly (KeptEvent & { readonly endedLedgerId: string })[] {
  return events.flatMap(({ endedLedgerId, ...event }) =>
    event.operation === "merged" && endedLedgerId !== null && endedLedgerId !== event.ledgerId
      ? [{ ...event, endedLedgerId }]
      : [],
  );
}

type Asked = { readonly entity: string; readonly statement: string; readonly ids: readonly string[] };

/** One question for each kind of record, with all ids that were told. */
function questionsOf(news: readonly KeptEvent[]): Asked[] {
  const ids = new Map<FollowedEntity, Set<string>>();
  let isSetup = false;
  for (const event of news) {
    const entity = followedEntity(event.entity);
    if (entity) ids.set(entity, (ids.get(entity) ?? new Set()).add(event.ledgerId));
    else isSetup = true;
  }
  const records = [...ids].map(([entity, set]) => ({ entity, statement: selectIds(entity, [...set]), ids: [...set] }));
  const setup = isSetup ? ["CompanyInfo", "Preferences"] : [];
  return [...records, ...setup.map((entity) => ({ entity, statement: `SELECT * FROM ${entity}`, ids: [] }))];
}

/** False when an answer makes no sense: ask again later. */
async function keepAnswers(
  scope: Scope,
  lane: WaitingLane,
  asked: readonly Asked[],
  answers: readonly (QboAnswer | undefined)[],
): Promise<boolean> {
  const setup = new Map<string, QboRow | undefined>();
  for (const [index, { entity, ids }] of asked.entries()) {
    const body = answers[index]?.body;
    if (body?.is === "fault" && isNothing(entity, body.faults)) continue;
    if (body?.is !== "rows") return false;
    if (followedEntity(entity)) {
      const there = new Set(body.rows.map((row) => row.Id));
      await keepChanges(scope, lane, { entity, rows: body.rows, missing: ids.filter((id) => !there.has(id)) });
    } else setup.set(entity, body.rows[0]);
  }
  const preferences = setup.get("Preferences");
  if (preferences) {
    const told = { preferences: preferencesOf(preferences, setup.get("CompanyInfo")) };
    await inTransaction(scope, (tx) => markListsFresh(tx, scope, lane.companyFileId, told));
  }
  return true;
}
