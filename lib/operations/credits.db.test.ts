// A credit made by people: how much, by whom, and does it wait for the one who may approve it?
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { insertSource } from "#lib/orders/store.ts";
import { inTransaction } from "#db/client.ts";

import { draftCredit } from "./draft-credit.ts";
import { listActivity } from "./list-activity.ts";
import { listCredits } from "./list-credits.ts";
import { moveCredit } from "./move-credit.ts";
import { takeInOrders } from "./take-in-orders.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

type House = { clerk: Scope; accountant: Scope; orderId: string };

async function newHouse(status: "completed" | "open" = "completed"): Promise<House> {
  const tenantId = await newTenant(database);
  const people = async (role: "clerk" | "accountant", name: string) =>
    scopeOf(database, tenantId, await newPerson(database, { [tenantId]: role }, name), role);
  const [clerk, accountant] = [await people("clerk", "Cleo"), await people("accountant", "Anna")];
  const companyFileId = newId(clerk);
  await database.admin.query(
    `insert into company_files (tenant_id, company_file_id, ledger, name, connection, created_at)
     values ($1, $2, 'qbo', 'Harborline Books', 'connected', now())`,
    [tenantId, companyFileId],
  );
  await database.admin.query(
    `insert into lanes (tenant_id, company_file_id, next_batch_at, next_call_at, frozen_until, batch_gap_ms, call_gap_ms, served_at)
     values ($1, $2, now(), now(), now(), 1550, 124, now())`,
    [tenantId, companyFileId],
  );
  const sourceId = await inTransaction(clerk, (tx) =>
    insertSource(tx, clerk, { companyFileId, name: "Freight", kind: "api" }),
  );
  const order = {
    externalId: "L-1",
    number: "HL-1",
    status,
    updatedAt: "2026-11-02T10:00:00Z",
    orderDate: "2026-11-02",
    customer: { name: "Acme Imports" },
    chargeSets: [{ charges: [{ code: "Line Haul", amount: "400.00" }] }],
  };
  const [taken] = await takeInOrders(clerk, { sourceId, orders: [order] });
  return { clerk, accountant, orderId: (taken as { orderId: string }).orderId };
}

const draft = (orderId: string, amount: string) => ({ orderId, amount, date: "2026-11-03", reason: "Late by a day" });

describe("PPR-29 the life of a credit memo", () => {
  test("a clerk drafts, an accountant approves and issues; then it cannot be dropped", async () => {
    const { clerk, accountant, orderId } = await newHouse();
    const { creditId } = await draftCredit(clerk, { ...draft(orderId, "150"), chargeCode: "Line Haul" });
    await expect(moveCredit(clerk, { creditId, to: "approved" })).rejects.toMatchObject({ code: "not-allowed" });
    await expect(moveCredit(accountant, { creditId, to: "issued" })).rejects.toMatchObject({ code: "moved-on" });
    await moveCredit(accountant, { creditId, to: "approved" });
    await moveCredit(accountant, { creditId, to: "issued" });
    await expect(moveCredit(clerk, { creditId, to: "dropped" })).rejects.toMatchObject({ code: "moved-on" });
    const { credits, creditable } = await listCredits(clerk, { orderId });
    expect(credits).toMatchObject([{ state: "issued", money: { minor: "15000" }, madeBy: "Cleo", approvedBy: "Anna" }]);
    expect(creditable).toEqual({ minor: "25000", currency: "USD" });
    const { lines } = await listActivity(clerk, {});
    expect(lines.map(({ actorName, action }) => `${actorName} ${action}`).slice(0, 3)).toEqual([
      "Anna credit.issued",
      "Anna credit.approved",
      "Cleo credit.drafted",
    ]);
    expect(lines[0], "the order is named").toMatchObject({ subjectKind: "order", subject: "HL-1" });
  });

  test("no more than the order is worth, drafts counted, dropped ones not", async () => {
    const { clerk, orderId } = await newHouse();
    const { creditId } = await draftCredit(clerk, draft(orderId, "300.00"));
    await expect(draftCredit(clerk, draft(orderId, "100.01"))).rejects.toMatchObject({ path: "amount" });
    await moveCredit(clerk, { creditId, to: "dropped" });
    await draftCredit(clerk, draft(orderId, "400.00"));
    expect((await listCredits(clerk, { orderId })).creditable?.minor).toBe("0");
  });

  test("two drafts at once never credit the same money", async () => {
    const { clerk, orderId } = await newHouse();
    const both = await Promise.allSettled([
      draftCredit(clerk, draft(orderId, "300")),
      draftCredit(clerk, draft(orderId, "300")),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("only a billed order is credited; a charge it does not have is refused", async () => {
    const open = await newHouse("open");
    await expect(draftCredit(open.clerk, draft(open.orderId, "1"))).rejects.toThrow(/completed and billed/);
    const { clerk, orderId } = await newHouse();
    await expect(draftCredit(clerk, { ...draft(orderId, "1"), chargeCode: "Detention" })).rejects.toThrow(/no charge/);
  });
});
