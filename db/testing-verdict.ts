// Is every document in the books exactly once, to the cent, as it was told last, and does nothing hang between states?
import type { OrderInput } from "#lib/orders/order.ts";
import type { FaultStory } from "./testing-story.ts";
import { laneOf, wrongCounters, type BookRow, type TestCompany, type TestWorld } from "./testing-world.ts";

type Expected = { readonly cents: number; readonly paidCents: number | null };

const centsOf = (amount: unknown) => Math.round(Number(amount) * 100);

function expectedOf(order: OrderInput): Expected {
  const charges = order.chargeSets.flatMap((set) => set.charges);
  const [payment] = order.payments ?? [];
  return {
    cents: charges.reduce((sum, { amount }) => sum + centsOf(amount), 0),
    paidCents: payment === undefined ? null : centsOf(payment.amount),
  };
}

/** Everything that is wrong at the end of a story, in sentences; empty when all is well. */
export async function verdictOn(world: TestWorld, story: FaultStory): Promise<string[]> {
  const { company } = story;
  const states = await world.test.admin.query<{ state: string; n: number }>(
    "select state, count(*)::int as n from pushes where tenant_id = $1 and state not in ('posted', 'superseded') group by state",
    [company.tenantId],
  );
  const open = await world.test.admin.query<{ n: number }>(
    "select count(*)::int as n from attempts where tenant_id = $1 and state in ('sent', 'lost')",
    [company.tenantId],
  );
  const lane = await laneOf(world, company);
  return [
    ...states.rows.map(({ state, n }) => `${n} pushes are ${state}`),
    ...(open.rows[0]?.n === 0 ? [] : [`${open.rows[0]?.n} calls are open`]),
    ...(lane.in_flight === 0 ? [] : [`${String(lane.in_flight)} calls are in flight`]),
    ...(await wrongCounters(world)).map((row) => `a counter is wrong: ${JSON.stringify(row)}`),
    ...story.unexplained.map((push) => `${push.title} had the problem ${push.code}`),
    ...(await wrongDocuments(world, story)),
    ...(await wrongBooks(world, story)),
  ];
}

/** Documents that are not linked, or to a record without their marker or name. */
async function wrongDocuments(world: TestWorld, { company }: FaultStory): Promise<string[]> {
  const found = await world.test.admin.query<{ id: string; kind: string; title: string; type: string; ledger: string }>(
    `select d.document_id as id, d.kind, d.title, l.ledger_type as type, l.ledger_id as ledger
       from documents d left join ledger_links l using (tenant_id, document_id) where d.tenant_id = $1`,
    [company.tenantId],
  );
  const rows = new Map<string, BookRow>();
  for (const entity of ["Customer", "Item", "Invoice", "Payment"]) {
    for (const row of await world.simulator.books(company.realmId, entity))
      rows.set(`${entity}/${String(row.Id)}`, row);
  }
  return found.rows.flatMap(({ id, kind, title, type, ledger }) => {
    const row = rows.get(`${type}/${ledger}`);
    if (!row) return [`${title} is linked to nothing`];
    if (kind === "customer" || kind === "item") {
      const name = String(row.DisplayName ?? row.Name);
      return title.endsWith(name) ? [] : [`${title} is linked to ${name}`];
    }
    return row.PrivateNote === `[tieout ${id}]` ? [] : [`${title} is linked to ${String(row.PrivateNote)}`];
  });
}

/** Records that are missing, double, or differ from the order as it was told last. */
async function wrongBooks(world: TestWorld, story: FaultStory): Promise<string[]> {
  const { realmId } = story.company;
  const invoices = await world.simulator.books(realmId, "Invoice");
  const payments = await world.simulator.books(realmId, "Payment");
  const wrong = [...doubles("Invoice", invoices), ...doubles("Payment", payments)];
  const byNumber = grouped(invoices, (row) => String(row.DocNumber));
  const byReference = grouped(payments, (row) => String(row.PaymentRefNum));
  for (const [nth, order] of story.orders) {
    const { cents, paidCents } = expectedOf(order);
    const [invoice, ...others] = byNumber.get(order.number) ?? [];
    if (!invoice || others.length > 0)
      wrong.push(`Invoice ${order.number} is there ${others.length + (invoice ? 1 : 0)} times`);
    else if (centsOf(invoice.TotalAmt) !== cents)
      wrong.push(`Invoice ${order.number} is ${String(invoice.TotalAmt)}, not ${cents} cents`);
    else if (centsOf(invoice.Balance) !== cents - (paidCents ?? 0))
      wrong.push(`Invoice ${order.number} has ${String(invoice.Balance)} open`);
    const paid = byReference.get(`C-${nth}`) ?? [];
    if (paid.length !== (paidCents === null ? 0 : 1)) wrong.push(`Payment C-${nth} is there ${paid.length} times`);
    const [payment] = paid;
    if (payment && (centsOf(payment.TotalAmt) !== paidCents || payment.UnappliedAmt !== 0)) {
      wrong.push(`Payment C-${nth} is ${String(payment.TotalAmt)}, not ${String(paidCents)} cents`);
    }
  }
  if (invoices.length !== story.orders.size) wrong.push(`${invoices.length} invoices for ${story.orders.size} orders`);
  return wrong;
}

function doubles(entity: string, rows: readonly BookRow[]): string[] {
  const byMarker = grouped(rows, (row) => String(row.PrivateNote));
  return [...byMarker].flatMap(([marker, same]) => (same.length > 1 ? [`${same.length} of ${entity} ${marker}`] : []));
}

function grouped(rows: readonly BookRow[], keyOf: (row: BookRow) => string): Map<string, BookRow[]> {
  const groups = new Map<string, BookRow[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** Counters that differ from a recount, and calls in flight that nobody has: at any time of a story. */
export async function isCounted(world: TestWorld, company: TestCompany): Promise<string[]> {
  const lane = await laneOf(world, company);
  const sent = await world.test.admin.query<{ n: number }>(
    "select count(*)::int as n from attempts where tenant_id = $1 and state = 'sent'",
    [company.tenantId],
  );
  const calls = sent.rows[0]?.n;
  return [
    ...(await wrongCounters(world)).map((row) => `a counter was wrong: ${JSON.stringify(row)}`),
    ...(lane.in_flight === calls ? [] : [`${String(lane.in_flight)} calls were counted in flight, ${calls} were`]),
  ];
}
