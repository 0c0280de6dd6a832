// Are the lists of the books known here: as a whole, and what changes in between?
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { DAY_MS, openReadingWorld, type ReadingWorld } from "#db/testing-reading.ts";
import { laneOf, newCompany, wrongCounters, type BookRow, type TestCompany } from "#db/testing-world.ts";
import { followChanges } from "#lib/operations/follow-changes.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { followDueChanges, readDueLists } from "#lib/operations/tend-lanes.ts";

let reading: ReadingWorld;
let world: ReadingWorld["world"];
let worker: ReadingWorld["worker"];
let event: ReadingWorld["event"];
let told: ReadingWorld["told"];
let soon: ReadingWorld["soon"];
let nextDay: ReadingWorld["nextDay"];
let pass: ReadingWorld["pass"];
let clerk: ReadingWorld["clerk"];
let rowsOf: ReadingWorld["rowsOf"];
let companyWithInvoice: ReadingWorld["companyWithInvoice"];
let readsOf: ReadingWorld["readsOf"];

beforeAll(async () => {
  reading = await openReadingWorld();
  ({ event, told, soon, nextDay, pass, clerk, rowsOf, companyWithInvoice, readsOf, world, worker } = reading);
});
afterAll(() => reading.world.close());
afterEach(async () => {
  expect(await wrongCounters(reading.world)).toEqual([]);
  await reading.world.test.admin.query("update lanes set is_paused = true, plan_at = null");
});

describe("lists", () => {
  const listed = async (company: TestCompany, list: string, name: string) => {
    const rows = await rowsOf(
      `select name, is_active, detail->>'email' as email from ledger_lists where tenant_id = $1 and list = '${list}'`,
      company,
    );
    return rows.filter((row) => row.name === name);
  };

  it("learn of an item by webhook and by the daily look, with what changed in it", async () => {
    const company = await companyWithInvoice();
    const made = await clerk(company, { do: "create-item", name: "Layover" });
    await told(event(company, "Item", String((made.Item as BookRow).Id), "created"));
    expect(await listed(company, "item", "Layover")).toMatchObject([{ is_active: true }]);
    await clerk(company, { do: "deactivate", entity: "Item", name: "Layover" });
    await nextDay();
    expect(await listed(company, "item", "Layover")).toMatchObject([{ is_active: false }]);
  });

  it("VSS-16 hold what there is in QuickBooks: items, terms, classes, methods of payment, accounts, tax codes, customers", async () => {
    const company = await newCompany(world);
    await clerk(company, { do: "create-item", name: "Layover" });
    await clerk(company, { do: "create-term", name: "Net 77", dueDays: 77 });
    await clerk(company, { do: "create-class", name: "Reefer" });
    await clerk(company, { do: "create-payment-method", name: "Zelle" });
    await clerk(company, { do: "create-tax-code", name: "Harbor", percent: 7.75 });
    await clerk(company, { do: "create-customer", name: "Acme Imports" });
    const counts = await refreshLists(company.scope, { companyFileId: company.companyFileId });
    await followDueChanges(worker);
    for (const [list, name] of [
      ["item", "Layover"],
      ["term", "Net 77"],
      ["class", "Reefer"],
      ["payment-method", "Zelle"],
      ["tax-code", "Harbor"],
      ["customer", "Acme Imports"],
    ] as const) {
      expect(await listed(company, list, name), list).toMatchObject([{ is_active: true }]);
    }
    expect(counts.account).toBeGreaterThan(0);
  });

  it("learn that the books were closed", async () => {
    const company = await companyWithInvoice();
    const closing = () =>
      rowsOf(
        "select preferences->>'bookCloseDate' as day, preferences->>'country' as country from company_files where tenant_id = $1",
        company,
      );
    expect(await closing()).toEqual([{ day: null, country: "US" }]);
    await clerk(company, { do: "set-preference", preferences: { bookCloseDate: "2026-10-31" } });
    await told(event(company, "Preferences", "1", "updated"));
    expect(await closing()).toEqual([{ day: "2026-10-31", country: "US" }]);
  });

  it("hold every customer with what people look for, page by page, and lose who is gone by a whole reading", async () => {
    const company = await newCompany(world);
    for (let nth = 0; nth < 2_300; nth += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_none, each) =>
          clerk(company, {
            do: "create-customer",
            name: `Shipper ${nth + each}`,
            body: { PrimaryEmailAddr: { Address: `s${nth + each}@example.com` } },
          }),
        ),
      );
    }
    const before = await readsOf(company);
    await followDueChanges(worker);
    expect((await readsOf(company)) - before).toBe(3);
    const count = () =>
      rowsOf("select count(*)::int as n from ledger_lists where tenant_id = $1 and list = 'customer'", company);
    expect(await count()).toEqual([{ n: 2_300 }]);
    expect(await listed(company, "customer", "Shipper 2299")).toMatchObject([{ email: "s2299@example.com" }]);

    // What a merge that nobody told of leaves behind. A reading that is cut off removes nothing, and is begun again.
    await world.test.admin.query(
      `insert into ledger_lists (tenant_id, company_file_id, list, ledger_id, name, is_active)
       values ($1, $2, 'customer', '999999', 'Merged away', true)`,
      [company.tenantId, company.companyFileId],
    );
    await pass(7 * DAY_MS + 60_000);
    let asked = 0;
    const leaving = { ...worker, isLeaving: () => ++asked > 4 };
    await followChanges(leaving, company);
    expect(await listed(company, "customer", "Merged away")).toHaveLength(1);
    await soon();
    expect(await listed(company, "customer", "Merged away")).toEqual([]);
    expect(await count()).toEqual([{ n: 2_300 }]);
  });

  it("wait for nobody: pushes go while customers are read, and before only for the first reading", async () => {
    const company = await newCompany(world);
    await world.test.admin.query("update lanes set lists_at = $2 where tenant_id = $1", [
      company.tenantId,
      world.clock.now(),
    ]);
    expect(await readDueLists(worker)).toBe(1);
    expect(await laneOf(world, company)).toMatchObject({ lists_at: null });
  });
});
