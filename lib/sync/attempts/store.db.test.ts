// Is one lost call taken at a time, however Postgres chooses to look for it?
import { afterAll, beforeAll, expect, it } from "vitest";

import { laneOf, newCompany, newWorker, openTestWorld, type TestWorld } from "#db/testing-world.ts";
import { takeTurn } from "#lib/operations/deliver-pushes.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.close());

it.each(["hashjoin, mergejoin", "nestloop, mergejoin", "nestloop, hashjoin"])(
  "of three lost calls one is sent again, without %s too",
  async (without) => {
    const company = await newCompany(world);
    const worker = await newWorker(world);
    await world.test.admin.query(
      "insert into attempts (tenant_id, attempt_id, company_file_id, shape, request_id, method, path, body, sends, state, sent_at, deadline, lease_owner) select $1, gen_random_uuid(), $2, 'single', gen_random_uuid(), 'GET', '/', '', 1, 'lost', $3, $3, gen_random_uuid() from generate_series(1, 3)",
      [company.tenantId, company.companyFileId, world.clock.now()],
    );
    const client = await world.test.db.$client.connect();
    for (const way of without.split(", ")) await client.query(`set enable_${way} = off`);
    client.release();
    await world.test.admin.query(
      "update lanes set ready_at = $2, next_batch_at = $2, next_call_at = $2 where tenant_id = $1",
      [company.tenantId, world.clock.now()],
    );
    await takeTurn(worker);
    const states = await world.test.admin.query<{ n: number }>(
      "select count(*)::int as n from attempts where tenant_id = $1 and state = 'sent'",
      [company.tenantId],
    );
    expect(states.rows[0]?.n).toBe(1);
    expect((await laneOf(world, company)).in_flight).toBe(1);
    await world.test.admin.query("update lanes set is_paused = true");
  },
);
