// What tests of payments say: a company with an invoice, a person before whom time passes, what stands here and in the books.
import { showPayments } from "#lib/operations/show-payments.ts";
import { openReadingWorld, type ReadingWorld } from "./testing-reading.ts";
import { carryToRest, planned, type TestCompany } from "./testing-world.ts";

export type PaymentsWorld = ReadingWorld & {
  /** The only order of a company. L-1 comes to 118.32. */
  readonly orderIdOf: (company: TestCompany) => Promise<string>;
  /** Plans what waits, and carries it. */
  readonly settle: (company: TestCompany) => Promise<void>;
  /** Payments in the books: amount and day. */
  readonly paymentsIn: (company: TestCompany) => Promise<readonly string[]>;
  /** Payments of an order as they stand here: amount and lock. */
  readonly shown: (company: TestCompany, orderId: string) => Promise<readonly string[]>;
  /** What was paid, and what is open. */
  readonly sums: (company: TestCompany, orderId: string) => Promise<readonly string[]>;
};

/** A world in which time passes with every look at the clock of a person. */
export async function openPaymentsWorld(): Promise<PaymentsWorld> {
  const reading = await openReadingWorld();
  const { clock } = reading.world;
  const now = () => {
    clock.advance(50);
    return clock.now();
  };
  return {
    ...reading,
    companyWithInvoice: async (more) => {
      const company = await reading.companyWithInvoice(more);
      return { ...company, scope: { ...company.scope, now } };
    },
    orderIdOf: async (company) => {
      const [row] = await reading.rowsOf(
        "select order_id from orders where tenant_id = $1 order by 1 limit 1",
        company,
      );
      return String(row?.order_id);
    },
    settle: async (company) => {
      await planned(company, []);
      await carryToRest(reading.world, reading.worker);
      await reading.pass(60_000);
    },
    paymentsIn: async (company) => {
      const rows = await reading.booksOf(company, "Payment");
      return rows.map((row) => `${String(row.TotalAmt)} ${String(row.TxnDate)}`).sort();
    },
    shown: async (company, orderId) => {
      const { payments } = await showPayments(company.scope, { orderId });
      return payments.map(({ amount, lock }) => `${amount.minor} ${lock ?? "free"}`).sort();
    },
    sums: async (company, orderId) => {
      const { paid, open } = (await showPayments(company.scope, { orderId })).sums;
      return [paid.minor, open.minor];
    },
  };
}
