// Bugs a sync engine could have, planted around the product, so that it is known which of them the checker finds.
import type { FaultyNetwork, Heard, Plant, SentCall, Strengths } from "./testing-network.ts";
import type { FaultStory } from "./testing-story.ts";
import type { TestDatabase } from "./testing.ts";
import type { TestClock } from "./testing-world.ts";

export type Ground = {
  readonly network: FaultyNetwork;
  readonly story: FaultStory;
  readonly test: TestDatabase;
  readonly clock: TestClock;
};

export type PlantedBug = {
  readonly name: string;
  readonly strengths: Strengths;
  /** After how many faults it must have shown. */
  readonly faults: number;
  /** More orders than usual, for what shows only while documents are made. */
  readonly orders?: number;
  /** What the verdict must say. */
  readonly caught: RegExp;
  /** How long QuickBooks remembers a request id, when that matters. */
  readonly idMemoryMs?: number;
  /** Probability that a worker dies with its call on the way. */
  readonly dying?: number;
  plant(ground: Ground): void;
};

const TWICE = /a second record of \[tieout/;
type Body = Record<string, unknown>;
type Item = { bId?: string; operation?: string; Query?: string; Invoice?: Body };
type Line = { Amount: number };

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "a new request id for every sending",
    strengths: { "drop-after-write": 0.3, truncate: 0.1, "500-after-write": 0.1 },
    faults: 25,
    caught: TWICE,
    plant: ({ network }) => {
      let sendings = 0;
      network.plant = (call, send) =>
        send({ ...call, path: call.path.replace(/requestid=[^&]+/, () => `requestid=again-${(sendings += 1)}`) });
    },
  },
  {
    name: "no look for what may be there already",
    strengths: { "half-batch-after": 0.7, "drop-after-write": 0.2 },
    faults: 90,
    caught: TWICE,
    plant: ({ network }) => void (network.plant = async (call, send) => blind(call, await send(call))),
  },
  {
    name: "the same words again after half an answer",
    strengths: { "half-batch": 0.3, stale: 0.1, "429": 0.1 },
    faults: 25,
    idMemoryMs: 0,
    caught: TWICE,
    plant: ({ network, clock }) => {
      network.plant = async (call, send) => {
        const heard = await send(call);
        if (!call.isBatch || !heard.text.includes('"10000"') || !heard.text.includes('"SyncToken"')) return heard;
        clock.advance(1);
        return await send(call);
      };
    },
  },
  {
    name: "an answer settled without looking whose call it is by now",
    strengths: { stopped: 0.4, slow: 0.4 },
    faults: 0,
    orders: 240,
    caught: TWICE,
    plant: ({ story, test }) => {
      story.plant.beforeLate = async ({ attempt, lease }) => {
        const late = [attempt.attemptId, lease.owner, attempt.sends];
        await test.admin.query("update attempts set lease_owner = $2, sends = $3 where attempt_id = $1", late);
      };
    },
  },
  {
    name: "a call written down only after it was answered",
    strengths: { "429": 0.05 },
    faults: 0,
    dying: 0.3,
    caught: TWICE,
    plant: ({ story, test }) => {
      story.plant.afterDeath = async ({ attempt }) => {
        const id = [attempt.attemptId];
        await test.admin.query(
          "update pushes set state = 'ready', attempt_id = null, lease_owner = null, lease_until = null where attempt_id = $1",
          id,
        );
        await test.admin.query("delete from attempt_pushes where attempt_id = $1", id);
        await test.admin.query("delete from attempts where attempt_id = $1", id);
        await test.admin.query("update lanes set in_flight = in_flight - 1");
      };
    },
  },
  {
    name: "a dead worker's call that nobody asks about",
    strengths: { "429": 0.05 },
    faults: 0,
    dying: 0.3,
    caught: /pushes are sending/,
    plant: ({ story, test }) => {
      story.plant.afterDeath = async ({ attempt }) => {
        await test.admin.query("update attempts set state = 'answered' where attempt_id = $1", [attempt.attemptId]);
      };
    },
  },
  {
    name: "a change that is taken for done and was not said",
    strengths: { stale: 0.2, "drop-after-write": 0.1 },
    faults: 20,
    caught: /Invoice L-\d+ is [\d.]+, not \d+ cents/,
    plant: ({ network }) => {
      network.plant = rewriting(({ operation, Invoice }) => {
        if (operation === "create" || Invoice?.Id === undefined) return false;
        delete Invoice.Line;
        return true;
      });
    },
  },
  {
    name: "a cent that is lost on the way",
    strengths: { "drop-before-write": 0.2 },
    faults: 0,
    caught: /Invoice L-\d+ is [\d.]+, not \d+ cents/,
    plant: ({ network }) => {
      network.plant = rewriting(({ Invoice }) => {
        const [line] = (Invoice?.Line ?? []) as Line[];
        if (line === undefined) return false;
        line.Amount = Math.round(line.Amount * 100 - 1) / 100;
        return true;
      });
    },
  },
];

/** An answer from which invoices and payments are missing that were looked for by number or day. */
function blind(call: SentCall, heard: Heard): Heard {
  const isLook = (statement = "") => /FROM (Invoice|Payment)/.test(statement) && !/WHERE Id/.test(statement);
  if (heard.status !== 200) return heard;
  if (!call.isBatch) {
    const isBlind = isLook(decodeURIComponent(call.path));
    return isBlind ? { ...heard, text: '{"QueryResponse":{},"time":"2026-11-20T08:00:00.000-08:00"}' } : heard;
  }
  const looks = new Set(itemsOf(call.body).flatMap(({ bId, Query }) => (isLook(Query) ? [bId] : [])));
  const answer = JSON.parse(heard.text) as { BatchItemResponse: (Body & { bId: string })[] };
  const items = answer.BatchItemResponse.map((item) =>
    looks.has(item.bId) ? { bId: item.bId, QueryResponse: {} } : item,
  );
  return { ...heard, text: JSON.stringify({ ...answer, BatchItemResponse: items }) };
}

/** Changes what is said about invoices, and hides it: the answer bears the totals that were meant. */
function rewriting(change: (item: Item) => boolean): Plant {
  return async (call, send) => {
    if (call.method !== "POST") return await send(call);
    const items = call.isBatch ? itemsOf(call.body) : call.path.includes("/invoice?") ? [singleOf(call)] : [];
    const meant = new Map<string, number>();
    for (const item of items) {
      const total = totalOf(item);
      if (total !== null && change(item)) meant.set(item.bId ?? "", total);
    }
    const body = call.isBatch ? { BatchItemRequest: items } : items[0]?.Invoice;
    const heard = await send(body === undefined ? call : { ...call, body: JSON.stringify(body) });
    return heard.status === 200 && meant.size > 0 ? withTotals(heard, meant) : heard;
  };
}

function withTotals(heard: Heard, meant: ReadonlyMap<string, number>): Heard {
  const answer = JSON.parse(heard.text) as Item & { BatchItemResponse?: Item[] };
  for (const item of answer.BatchItemResponse ?? [answer]) {
    const total = meant.get(item.bId ?? "");
    if (item.Invoice && total !== undefined) item.Invoice.TotalAmt = total;
  }
  return { ...heard, text: JSON.stringify(answer) };
}

function itemsOf(body: string): Item[] {
  return (JSON.parse(body) as { BatchItemRequest: Item[] }).BatchItemRequest;
}

function singleOf(call: SentCall): Item {
  return { bId: "", Invoice: JSON.parse(call.body) as Body };
}

function totalOf({ Invoice }: Item): number | null {
  const lines = Invoice?.Line as Line[] | undefined;
  return lines === undefined ? null : Math.round(lines.reduce((sum, { Amount }) => sum + Amount, 0) * 100) / 100;
}
