// What tests of balances say: an order is pulled, somebody pays over there, a found set is on its way.
import { listOrders } from "#lib/operations/list-orders.ts";
import { pullOrder } from "#lib/operations/pull-balances.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { showPull } from "#lib/operations/show-pull.ts";
import type { DocumentInBooks, OrderPulled, PullShown } from "#lib/sync/balances.ts";
import { acme, type ReadingWorld } from "./testing-reading.ts";
import { carryToRest, orderOf, planned, type TestCompany } from "./testing-world.ts";

export type BalancesWorld = {
  readonly orderIds: (company: TestCompany) => Promise<readonly string[]>;
  /** A document of an order, as its page shows it; the invoice of the first without more. */
  readonly inBooks: (company: TestCompany, nth?: number) => Promise<DocumentInBooks | undefined>;
  readonly pullFirst: (company: TestCompany) => Promise<OrderPulled>;
  /** Some orders of a company, all in the books. */
  readonly companyWithOrders: (count: number) => Promise<TestCompany>;
  /** Somebody receives a payment over there, for the company's only invoice. */
  readonly pay: (company: TestCompany, amount: number, date: string) => Promise<void>;
  readonly pullOf: (company: TestCompany) => Promise<PullShown | null>;
  /** Numbers of the orders whose balance was looked at. */
  readonly checked: (company: TestCompany) => Promise<readonly string[]>;
};

export const found = (company: TestCompany) => ({ companyFileId: company.companyFileId });

export function balancesIn(reading: ReadingWorld): BalancesWorld {
  const { world, worker } = reading;
  const orderIds = async (company: TestCompany) => {
    const rows = await reading.rowsOf("select order_id from orders where tenant_id = $1 order by order_id", company);
    return rows.map((row) => String(row.order_id));
  };
  return {
    orderIds,
    inBooks: async (company, nth = 0) => {
      const orderId = (await orderIds(company))[nth]!;
      return (await showOrder(company.scope, { orderId })).inBooks.find(({ kind }) => kind === "invoice");
    },
    pullFirst: async (company) => await pullOrder(company.scope, { orderId: (await orderIds(company))[0]! }),
    companyWithOrders: async (count) => {
      const company = await reading.companyWithInvoice();
      await planned(
        company,
        Array.from({ length: count - 1 }, (_, nth) => orderOf(nth + 2, acme)),
      );
      await carryToRest(world, worker);
      await reading.pass(60_000);
      return company;
    },
    pay: async (company, amount, date) => {
      const { Id: id } = await reading.invoiceOf(company);
      await reading.clerk(company, { do: "pay", id, amount, date });
    },
    pullOf: async (company) => (await showPull(company.scope, found(company))).pull,
    checked: async (company) => {
      const { rows } = await listOrders(company.scope, found(company));
      return rows
        .filter((row) => row.inBooks?.checkedAt)
        .map((row) => row.number)
        .toSorted();
    },
  };
}
