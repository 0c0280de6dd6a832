// A company of ours, ready to be measured: connected, its customers known to both sides, its orders planned.
import { randomBytes } from "node:crypto";

import { asAuth, inTransaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { insertMemberAsAuth, insertTenantAsAuth, insertUserAsAuth } from "#lib/access/store.ts";
import { lockCompanyOfRealm, saveCredentials } from "#lib/ledgers/store.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { planOrders } from "#lib/operations/plan-orders.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import { machineChance, workerScope } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { ordersPerCall } from "#lib/orders/take-in.ts";
import { orderOf, type Load } from "./loads.ts";
import type { Rig } from "./run.ts";
import { newRealm, tokensOf, type Throttle } from "./simulator.ts";

const HOUR_MS = 3_600_000;

export type Company = {
  readonly tenantId: string;
  readonly companyFileId: string;
  readonly realmId: string;
  readonly sourceId: string;
  readonly owner: Scope;
};

/** A tenant with one connected company; its lane rests until `openLane`. */
export async function newCompany(rig: Pick<Rig, "test" | "simulator">, throttle?: Throttle): Promise<Company> {
  const owner = await newOwner(rig);
  const realmId = await newRealm(rig.simulator, throttle);
  const tokens = await tokensOf(rig.simulator, realmId);
  const { tenantId } = owner;
  const companyFileId = await inTransaction(owner, async (tx) => {
    const { companyFile } = await lockCompanyOfRealm(tx, owner, { realmId, name: "Bench Freight", isSimulated: true });
    const credentials = { accessToken: tokens.access_token, refreshToken: tokens.refresh_token };
    const accessExpiresAt = new Date(owner.now().getTime() + HOUR_MS);
    const refreshExpiresAt = new Date(owner.now().getTime() + 100 * 24 * HOUR_MS);
    await saveCredentials(tx, owner, companyFile.companyFileId, credentials, { accessExpiresAt, refreshExpiresAt });
    return companyFile.companyFileId;
  });
  const { sourceId } = await addSource(owner, { companyFileId, name: "Dispatch", kind: "api" });
  await refreshLists(owner, { companyFileId });
  const company = { tenantId, companyFileId, realmId, sourceId, owner };
  await closeLane(rig, company);
  return company;
}

async function newOwner(rig: Pick<Rig, "test">): Promise<Scope> {
  const world = { db: rig.test.db, now: () => new Date(), chance: machineChance };
  const [tenantId, userId, createdAt] = [newId(world), newId(world), world.now()];
  const email = `bench.${randomBytes(6).toString("hex")}@example.test`;
  await asAuth(world.db, async (tx) => {
    await insertTenantAsAuth(tx, { tenantId, name: "Bench Freight", createdAt });
    await insertUserAsAuth(tx, { userId, email, name: "Bench", passwordHash: null, createdAt });
    await insertMemberAsAuth(tx, { tenantId, userId, role: "owner", createdAt });
  });
  return { ...world, tenantId, actor: { type: "person", userId, name: "Bench", role: "owner" } };
}

/** Takes loads in as orders, through the door every source uses, and plans them. */
export async function takeInAndPlan(
  company: Company,
  loads: readonly Load[],
  asOrder: (load: Load) => OrderInput = orderOf,
): Promise<void> {
  const { sourceId, companyFileId, owner } = company;
  for (let from = 0; from < loads.length; from += ordersPerCall) {
    const orders = loads.slice(from, from + ordersPerCall).map(asOrder);
    const results = await takeInOrders(owner, { sourceId, orders });
    const refused = results.find((one) => one.result !== "created");
    if (refused) throw new Error(`Order ${refused.externalId} was not taken in: ${JSON.stringify(refused)}`);
  }
  const scope = workerScope(owner, company.tenantId, "plan");
  while ((await planOrders(scope, { companyFileId })) > 0);
}

/** The tables were empty a moment ago: without this the planner of the database guesses until it gets round to it. */
export async function analyze(rig: Pick<Rig, "test">): Promise<void> {
  await rig.test.admin.query("analyze");
}

/** Lets the lane go, with these gaps between calls. */
export async function openLane(
  rig: Pick<Rig, "test">,
  { tenantId, companyFileId }: Company,
  gaps: { readonly batchMs: number; readonly callMs: number },
): Promise<void> {
  await rig.test.admin.query(
    `update lanes set is_paused = false, batch_gap_ms = $3, call_gap_ms = $4, next_batch_at = now(), next_call_at = now(),
            next_beside_at = now(), pace_log = '{"batches": [], "calls": []}'
      where tenant_id = $1 and company_file_id = $2`,
    [tenantId, companyFileId, gaps.batchMs, gaps.callMs],
  );
}

/** Makes the lane rest. */
export async function closeLane(rig: Pick<Rig, "test">, { tenantId, companyFileId }: Company): Promise<void> {
  const words = "update lanes set is_paused = true where tenant_id = $1 and company_file_id = $2";
  await rig.test.admin.query(words, [tenantId, companyFileId]);
}
