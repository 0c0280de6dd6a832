// Whoever follows a company's changes: is a wanted look kept until it is done, and is the lane held meanwhile?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { inTransaction } from "#db/client.ts";
import { openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { followChanges } from "#lib/operations/follow-changes.ts";
import { takeInEvents } from "#lib/operations/take-in-events.ts";
import { lookEverywhere, takeFollowing } from "#lib/sync/events/store.ts";

let reading: ReadingWorld;

beforeAll(async () => {
  reading = await openReadingWorld();
});
afterAll(() => reading.world.close());
afterEach(() => reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null"));

describe("a follower", () => {
  it("put off before the wanted look has begun looks at the next turn", async () => {
    const { clerk, companyWithInvoice, invoiceOf, linksOf, soon, worker } = reading;
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    await clerk(company, { do: "void", entity: "Invoice", id: invoice.Id });
    await lookEverywhere(worker.db);
    await followChanges({ ...worker, isLeaving: () => true }, company);
    expect(await linksOf(company)).toMatchObject({ invoice: "there" });
    await soon();
    expect(await linksOf(company)).toMatchObject({ invoice: "gone" });
  });

  it("is not joined by another while news come", async () => {
    const { companyWithInvoice, event, invoiceOf, pass, worker } = reading;
    const company = await companyWithInvoice();
    const invoice = await invoiceOf(company);
    const { scope, companyFileId } = company;
    await lookEverywhere(worker.db);
    expect(await inTransaction(scope, (tx) => takeFollowing(tx, scope, companyFileId))).toMatchObject({ isLook: true });
    await takeInEvents(worker, [event(company, "Invoice", invoice.Id, "updated")]);
    await pass(61_000);
    expect(await followChanges(worker, company)).toBe(false);
    await pass(61_000);
    expect(await followChanges(worker, company)).toBe(true);
  });
});
