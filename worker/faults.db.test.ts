// Ten thousand faults over two thousand documents: is each in the books exactly once, and does the seed tell it all again?
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { Dice } from "#db/testing-dice.ts";
import { faultKinds, FaultyNetwork, type FaultKind, type Strengths } from "#db/testing-network.ts";
import { plantedBugs, type PlantedBug } from "#db/testing-plants.ts";
import { FaultStory, type Cast } from "#db/testing-story.ts";
import { openTestDatabase } from "#db/testing.ts";
import { isCounted, verdictOn } from "#db/testing-verdict.ts";
import { newCompany, seedOfRun, standingClock, worldEnv, type TestSimulator } from "#db/testing-world.ts";
import { defaultTiming } from "#lib/operations/world.ts";
import { disturbanceSchema } from "../simulator/disturbances.ts";
import { startSimulator, type Simulator } from "../simulator/server.ts";
import { controlCall } from "../simulator/test-client.ts";
import type { Realm } from "../simulator/world.ts";

const FAULTS = Number(process.env.TIEOUT_FAULTS ?? 10_000);
const CAST: Cast = { payers: 200, items: 60, orders: 1_040, payments: 700 };
const DOCUMENTS = 2_000;
const PHASES_MAX = 400;
const BEGIN_MS = Date.UTC(2026, 10, 20, 15);
const seed = seedOfRun();

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(() => simulator.close());

/** The simulator of this process as the test world knows it. */
function theDoor(): TestSimulator {
  const control = async (path: string, body?: unknown) => {
    const answer = await controlCall(simulator, path, body, body === undefined ? "GET" : "POST");
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.body;
  };
  return {
    url: simulator.url,
    control,
    books: async (realmId, entity) => (await control(`companies/${realmId}/entities/${entity}`)).rows as [],
    stop: () => {},
  };
}

/** Markers of which a second record came into being, at whatever time; looks at what is new only. */
function watchDoubles({ company }: Realm): { readonly doubles: string[]; look(): void } {
  const [seen, doubles] = [new Set<string>(), [] as string[]];
  let last = 0;
  const look = () => {
    for (const newest = company.counters.transactions ?? 0; last < newest; last += 1) {
      const id = String(last + 1);
      const note = (company.get("Invoice", id) ?? company.get("Payment", id))?.PrivateNote;
      if (typeof note !== "string") continue;
      if (seen.has(note)) doubles.push(`a second record of ${note} was made`);
      seen.add(note);
    }
  };
  return { doubles, look };
}

type Plot = {
  readonly seed: number;
  readonly cast: Cast;
  readonly faults: number;
  /** Instead of strengths that change with every phase. */
  readonly fixed?: Pick<PlantedBug, "strengths" | "dying" | "idMemoryMs">;
  readonly bug?: PlantedBug;
};
type Told = {
  readonly network: FaultyNetwork;
  readonly story: FaultStory;
  readonly documents: number;
  readonly wrong: string[];
  readonly trace: string;
};

/**
 * A story from its beginning to its end, in a database and a company of its own, and what is wrong in the end.
 *
 * The same seed gives the same story: one step after the other, on a clock that stands still between steps (the
 * simulator's too), with every choice, fault, back-off and id drawn from the same dice. Calls go over real HTTP, one at a
 * time; calls "under way side by side" are held and let go at a moment of that clock. The trace holds everything said and
 * heard. Not in it, because new in every run: realm, tokens and the digits of our ids (they are called by their order),
 * and how long anything really takes. What would break this: a query whose order of rows is left to Postgres and matters.
 */
async function tell({ seed: from, cast, faults, fixed, bug }: Plot): Promise<Told> {
  const [test, simulated, dice] = [await openTestDatabase(), theDoor(), new Dice(from)];
  const clock = standingClock(BEGIN_MS);
  simulator.world.clock.now = () => clock.now().getTime();
  Object.assign(process.env, worldEnv(test, simulated));
  const world = { test, simulator: simulated, clock, close: () => test.drop() };
  const memoryMs = fixed?.idMemoryMs ?? defaultTiming.idMemoryMs + defaultTiming.leaseMs;
  const preferences = { warnDuplicateNumbers: false, requestIdMemoryMs: memoryMs };
  const made = await newCompany(world, { createItems: true, incomeAccount: "Freight Income" }, preferences);
  const company = { ...made, scope: { ...made.scope, chance: dice.chance } };
  const realm = simulator.world.realms.get(company.realmId)!;
  const { disturbances } = realm;
  const door = {
    order: (kind: string, chance: number) => disturbances.add(disturbanceSchema.parse({ kind, seed: chance })),
    waiting: () => disturbances.orders.length,
    clear: () => disturbances.clear(),
  };
  const network = new FaultyNetwork(clock, dice, door, defaultTiming.callMs);
  const story = new FaultStory(world, company, network, dice, cast);
  const watch = watchDoubles(realm);
  network.onChange = () => watch.look();
  network.install();
  try {
    bug?.plant({ network, story, test, clock });
    await story.begin();
    const early = await tellPhases(story, network, dice, cast, faults, fixed, () => isCounted(world, company));
    await story.end();
    const found = await test.admin.query<{ n: number }>("select count(*)::int as n from documents");
    const wrong = [...watch.doubles, ...early, ...(await verdictOn(world, story))];
    return { network, story, documents: found.rows[0]?.n ?? 0, wrong, trace: network.digest() };
  } finally {
    network.restore();
    await world.close();
  }
}

/** Phases of new and changed orders, each with kinds and strengths of its own, until all is told and enough went wrong. */
async function tellPhases(
  story: FaultStory,
  network: FaultyNetwork,
  dice: Dice,
  cast: Cast,
  faults: number,
  fixed: Plot["fixed"],
  look: () => Promise<string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  const size = Math.max(10, Math.ceil(cast.orders / 20));
  for (let told = 0, phases = 0; phases < PHASES_MAX && (told < cast.orders || network.faults < faults); phases++) {
    network.strengths = fixed?.strengths ?? drawStrengths(dice);
    story.takenMax = dice.pick([1, 2, 4, 8]);
    story.dying = fixed?.dying ?? dice.pick([0, 0, 0.03]);
    const more = Math.min(1 + dice.below(size * 3), cast.orders - told);
    const changes = told === 0 || cast.isStill ? 0 : size + dice.below(size * (more === 0 ? 5 : 2));
    const changed = Array.from({ length: changes }, () => dice.below(told));
    await story.tell([...new Set([...changed, ...Array.from({ length: more }, (_, nth) => told + nth)])]);
    told += more;
    await story.go(20 + dice.below(200));
    await story.quicken();
    if (dice.falls(0.5)) await story.resync();
    wrong.push(...(await look()));
  }
  return wrong;
}

/** At most so probable: waiting takes others with it, and what hits single documents has to meet whole batches. */
const MOST = {
  ...(Object.fromEntries(faultKinds.map((kind) => [kind, 0.15])) as Record<FaultKind, number>),
  slow: 0.05,
  stopped: 0.05,
  stale: 0.4,
  "half-batch": 0.4,
  "half-batch-after": 0.4,
};

/** Not every kind in every phase, or they hide one another. */
function drawStrengths(dice: Dice): Strengths {
  const strengths: Strengths = {};
  for (const kind of faultKinds) {
    if (dice.falls(0.6)) strengths[kind] = dice.fraction() * MOST[kind];
  }
  return strengths;
}

describe("two workers and a network that fails them", () => {
  it(`bring ${DOCUMENTS} documents through ${FAULTS} faults, each exactly once (seed ${seed})`, async () => {
    const { network, story, documents, wrong } = await tell({ seed, cast: CAST, faults: FAULTS });
    const kinds = [...network.counts].map(([kind, { calls, faults }]) => `${kind} ${faults} in ${calls} calls`);
    process.stdout.write(`${network.faults} faults in ${network.calls} calls: ${kinds.join(", ")}\n`);
    process.stdout.write(`${story.deaths} workers died; a clerk let go again: ${JSON.stringify([...story.resyncs])}\n`);
    expect(wrong).toEqual([]);
    expect(documents).toBe(DOCUMENTS);
    expect(network.faults).toBeGreaterThanOrEqual(FAULTS);
    expect([...network.counts.keys()].sort()).toEqual([...faultKinds].sort());
  }, 600_000);

  it("do the same again from the same seed, and something else from another", async () => {
    const short = { cast: { payers: 8, items: 4, orders: 40, payments: 20 }, faults: 200 };
    const first = await tell({ seed, ...short });
    const again = await tell({ seed, ...short });
    const other = await tell({ seed: seed + 1, ...short });
    expect(again.trace).toBe(first.trace);
    expect(again.network.counts).toEqual(first.network.counts);
    expect(other.trace).not.toBe(first.trace);
  }, 120_000);
});

/** In how many stories a planted bug must have shown. */
const STORIES_MAX = 8;

describe("the checker", () => {
  const plotOf = ({ faults, orders = 40 }: PlantedBug) => ({
    seed: 1,
    // Many orders are only made; few are changed as well.
    cast: { payers: 4, items: 4, orders, payments: orders / 2, isStill: orders > 40 },
    faults,
  });

  it.each(plantedBugs)(
    "finds $name",
    async (bug) => {
      // A bug that needs an unlucky moment shows in some stories and not in others; in one of a few it must.
      const told: string[] = [];
      for (let seed = 1; seed <= STORIES_MAX && !told.some((wrong) => bug.caught.test(wrong)); seed++) {
        told.push((await tell({ ...plotOf(bug), seed, fixed: bug, bug })).wrong.join("\n"));
      }
      expect(told.at(-1)).toMatch(bug.caught);
    },
    120_000,
  );

  // The long story above is the control of all others: these need a memory or a strength that it has not.
  const controls = plantedBugs.filter((bug) => bug.idMemoryMs === 0 || bug.strengths.stopped !== undefined);
  it.each(controls)(
    "finds nothing without $name",
    async (fixed) => {
      const { wrong } = await tell({ ...plotOf(fixed), fixed });
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
