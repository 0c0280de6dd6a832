// A company whose invoices need a person, what its problems look like, and a person who decides about them.
import { newPerson } from "#lib/access/testing.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { listActivity } from "#lib/operations/list-activity.ts";
import type { World } from "#lib/operations/world.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { ActDone, ProblemAct } from "#lib/sync/problem-acts.ts";
import type { ProblemSelect } from "#lib/sync/problem-filter.ts";
import {
  carryToRest,
  newCompany,
  newWorker,
  openTestWorld,
  orderOf,
  planned,
  type BookRow,
  type TestCompany,
  type TestWorld,
} from "./testing-world.ts";

export const because = "Paid by cheque, booked by the accountant.";
export const clear: ProblemAct = { act: "clear", because, withFollowers: false };

/** A charge the books have no item for: its invoice needs a person. */
export const stuck = (nth: number, more: Partial<OrderInput> = {}) =>
  orderOf(nth, { chargeSets: [{ charges: [{ code: "Layover", amount: `${100 + nth}.00` }] }], ...more });

export type ActRow = {
  readonly rowId: string;
  readonly lane: string;
  readonly title: string;
  readonly clearing: string | null;
  readonly because: string | null;
  readonly assigneeId: string | null;
  readonly snooze: string | null;
  readonly cameBack: number;
};

export type ActsWorld = Awaited<ReturnType<typeof openActsWorld>>;

/** A world with one worker, and what is often asked of its problems. Each act takes a second. */
export async function openActsWorld() {
  const world: TestWorld = await openTestWorld();
  const worker: World = await newWorker(world);
  const asOf = () => world.clock.now().toISOString();
  const query = async <T extends BookRow>(text: string, company: TestCompany) =>
    (await world.test.admin.query<T>(text, [company.tenantId])).rows;
  const rowsOf = (company: TestCompany) =>
    query<ActRow>(
      `select row_id as "rowId", lane, title, clearing, decided_because as because, assignee_id as "assigneeId", snooze, came_back as "cameBack"
         from problems where tenant_id = $1 and lane <> 'past' order by title, row_id`,
      company,
    );
  const all = async (company: TestCompany): Promise<ProblemSelect> => ({
    is: "rows",
    rowIds: (await rowsOf(company)).map((row) => row.rowId),
    asOf: asOf(),
  });
  return {
    world,
    worker,
    asOf,
    query,
    rowsOf,
    all,
    one: (rowId: string): ProblemSelect => ({ is: "rows", rowIds: [rowId], asOf: asOf() }),
    lanesOf: async (company: TestCompany) => (await rowsOf(company)).map((row) => row.lane),
    matching: (lane: "needs-you" | "cleared" | "snoozed" = "needs-you"): ProblemSelect => ({
      is: "matching",
      lane,
      tab: "invoices",
      filter: {},
      asOf: asOf(),
    }),
    companyWith: async (orders: readonly OrderInput[], settings: Partial<CompanySettings> = {}) => {
      const company = await newCompany(world, settings);
      await planned(company, orders);
      await carryToRest(world, worker);
      world.clock.advance(1_000);
      return company;
    },
    act: async (company: TestCompany, what: ProblemAct, select?: ProblemSelect): Promise<ActDone> => {
      const { scope, companyFileId } = company;
      const done = await doAct(scope, { companyFileId, act: what, select: select ?? (await all(company)) });
      world.clock.advance(1_000);
      return done;
    },
    /** Somebody made an invoice in QuickBooks: of the same customer, with this number and amount. */
    madeByHand: async (company: TestCompany, number: string, amount: number): Promise<BookRow> => {
      const { realmId } = company;
      const customers = await world.simulator.books(realmId, "Customer");
      const customer = customers.find((row) => row.DisplayName === "Customer 1");
      const [item] = await world.simulator.books(realmId, "Item");
      const ItemRef = { value: item!.Id };
      const Line = [{ Amount: amount, DetailType: "SalesItemLineDetail", SalesItemLineDetail: { ItemRef } }];
      const body = { DocNumber: number, TxnDate: "2026-11-01", CustomerRef: { value: customer!.Id }, Line };
      const request = { do: "create", entity: "Invoice", body };
      return (await world.simulator.control(`companies/${realmId}/bookkeeper`, request)).Invoice as BookRow;
    },
    lineOf: async (company: TestCompany, action: string) =>
      (await listActivity(company.scope, {})).lines.find((line) => line.action === action),
    booksOf: (company: TestCompany) => world.simulator.books(company.realmId, "Invoice"),
    memberOf: async (company: TestCompany) => (await newPerson(world.test, { [company.tenantId]: "clerk" })).userId,
    makeItem: async (company: TestCompany) =>
      void (await world.simulator.control(`companies/${company.realmId}/bookkeeper`, {
        do: "create-item",
        name: "Layover",
      })),
  };
}
