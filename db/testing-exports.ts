// What tests of exporting by hand say: a company where people export, the look before it, and everything going that goes.
import type { CompanySettings } from "#lib/documents/settings.ts";
import { checkExports } from "#lib/operations/check-exports.ts";
import { exportOrders } from "#lib/operations/export-orders.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { showExport } from "#lib/operations/show-export.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { ChooseOrders, ExportCheck, ExportRunShown, ExportStarted, PaymentChoice } from "#lib/sync/exports.ts";
import type { ReadingWorld } from "./testing-reading.ts";
import { carryToRest, newCompany, planned, pushesOf, type TestCompany } from "./testing-world.ts";

/** Every order there is. */
export const everyOrder: ChooseOrders = { is: "filter", except: [] };

export type ExportWorld = {
  /** A company where people export, with these orders planned. */
  readonly byHand: (orders: readonly OrderInput[], settings?: Partial<CompanySettings>) => Promise<TestCompany>;
  readonly check: (company: TestCompany) => Promise<ExportCheck>;
  /** Exports, and lets everything go that goes. */
  readonly exported: (
    company: TestCompany,
    payments?: PaymentChoice,
  ) => Promise<ExportStarted & { readonly run: ExportRunShown }>;
  readonly stateOf: (company: TestCompany) => Promise<string>;
  readonly effortsOf: (company: TestCompany, kind: string) => Promise<readonly string[]>;
  readonly leftOut: (company: TestCompany) => Promise<number>;
  /** Payments in the books, with what is applied to an invoice that is there. */
  readonly paymentsIn: (company: TestCompany) => Promise<readonly string[]>;
  readonly numbersIn: (company: TestCompany) => Promise<readonly string[]>;
};

type Line = { readonly Amount: number; readonly LinkedTxn?: readonly { readonly TxnId: string }[] };

export const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

/** The states of the looked at orders: "L-1 missing". */
export const statesIn = ({ rows }: ExportCheck) =>
  rows.map((row) => `${row.number} ${row.standing.state}`).toSorted(byText);

export function exportsIn(reading: ReadingWorld): ExportWorld {
  const { world, worker } = reading;
  return {
    byHand: async (orders, settings = {}) => {
      const company = await newCompany(world, { exports: "by-hand", ...settings });
      await planned(company, orders);
      await carryToRest(world, worker);
      return company;
    },
    check: async ({ scope, companyFileId }) => {
      // A person needs a moment between two looks; QuickBooks is asked no faster than it allows.
      await reading.pass(2_000);
      return await checkExports(scope, { companyFileId, select: everyOrder });
    },
    exported: async ({ scope, companyFileId }, payments) => {
      const input = { companyFileId, select: everyOrder, ...(payments ? { payments } : {}) };
      const started = await exportOrders(scope, input);
      await carryToRest(world, worker);
      await reading.pass(1_000);
      return { ...started, run: await showExport(scope, { bulkRunId: started.bulkRunId }) };
    },
    stateOf: async ({ scope, companyFileId }) =>
      (await listOrders(scope, { companyFileId })).rows.map((row) => row.standing.state).join(" "),
    effortsOf: async (company, kind) =>
      (await pushesOf(world, company))
        .filter((push) => push.kind === kind)
        .map(({ operation, state }) => `${operation} ${state}`),
    leftOut: async (company) => {
      const text = "select 1 from documents where tenant_id = $1 and left_out_because is not null";
      return (await reading.rowsOf(text, company)).length;
    },
    paymentsIn: async (company) => {
      const invoices = new Set((await reading.booksOf(company)).map((row) => row.Id));
      const isThere = (line: Line) => line.LinkedTxn?.some(({ TxnId }) => invoices.has(TxnId)) ?? false;
      return (await reading.booksOf(company, "Payment"))
        .map((row) => {
          const applied = (row.Line as Line[]).filter(isThere).reduce((sum, line) => sum + line.Amount, 0);
          return `${String(row.TotalAmt)} applied ${applied}`;
        })
        .toSorted(byText);
    },
    numbersIn: async (company) => (await reading.booksOf(company)).map((row) => String(row.DocNumber)).toSorted(byText),
  };
}
