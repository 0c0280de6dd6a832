// A company whose many orders are all in the books, but for a rare few: how long do pages take that look for the few?
import { listOrders } from "#lib/operations/list-orders.ts";
import { readTieOut } from "#lib/operations/read-tie-out.ts";
import { orderStates, type OrderState } from "#lib/sync/standing.ts";
import { analyze, newCompany, takeInAndPlan, type Company } from "./company.ts";
import { median } from "./figures.ts";
import { decimal, makeLoads, orderOf, totalOf, type Load } from "./loads.ts";
import { emptyLane } from "./ours.ts";
import type { Rig } from "./run.ts";
import { setMode } from "./simulator.ts";

export type StatesOptions = {
  readonly orders: number;
  /** Orders that are really planned and pushed; the others are copies of them, at most 254 of each. */
  readonly planned: number;
  /** Orders in each of the four states that are not "up to date". */
  readonly rare: number;
  readonly turns: number;
};

export type Asked = {
  readonly what: string;
  readonly found: number;
  /** Of all turns: the middle one and the slowest. */
  readonly ms: number;
  readonly msMost: number;
};

export type States = {
  readonly orders: number;
  readonly documents: number;
  readonly asked: readonly Asked[];
  readonly faults: readonly string[];
};

/** What makes an order stand so, by its id. A ready order was planned and nobody has sent it. */
const plants: Readonly<Record<Exclude<OrderState, "up-to-date">, readonly string[]>> = {
  ready: [
    `update pushes p set state = 'ready', available_at = 'infinity' from document_orders a
      where a.order_id = any ($1) and p.document_id = a.document_id and p.document_kind <> 'customer'`,
    "delete from ledger_links l using document_orders a where a.order_id = any ($1) and l.document_id = a.document_id and l.ledger_type <> 'Customer'",
  ],
  changed: [
    "update documents d set fingerprint = 'changed' from document_orders a where a.order_id = any ($1) and d.document_id = a.document_id and d.kind = 'invoice'",
  ],
  missing: [
    "update ledger_links l set gone_at = now() from document_orders a where a.order_id = any ($1) and l.document_id = a.document_id and l.ledger_type = 'Invoice'",
  ],
  blocked: [
    `update pushes p set state = 'problem', problem_code = 'unknown', problem = '{"code": "unknown", "about": "", "detail": ""}' from document_orders a
      where a.order_id = any ($1) and p.document_id = a.document_id and p.document_kind = 'invoice'`,
  ],
};

/** Pushes some orders, makes the rest by copying their rows, plants the rare ones, and asks. */
export async function runStates(rig: Rig, options: StatesOptions): Promise<States> {
  const company = await newCompany(rig);
  const planned = Math.min(options.planned, options.orders);
  await setMode(rig.simulator, "unthrottled", 1);
  await takeInAndPlan(company, makeLoads(planned), paidOrder);
  await analyze(rig);
  await emptyLane(rig, company, planned);
  for (let nth = 1; nth < Math.floor(options.orders / planned); nth += 1) await copyOrders(rig, company, nth);
  const planted = await plantRare(rig, company, options.rare);
  await rig.test.admin.query("vacuum analyze");
  return await measure(rig, company, planted, options);
}

function paidOrder(load: Load) {
  const isPaid = Number(load.number.slice(2)) % 2 === 0;
  const payments = [{ externalId: `${load.number}-p`, amount: decimal(totalOf(load)), date: "2026-11-09" }];
  return { ...orderOf(load), payments: isPaid ? payments : [] };
}

/** The first byte of an id is 1 in all of them, and the copy's number in its copies: so copies are the newer ones. */
const copyOf = (id: string) => `encode(set_byte(uuid_send(${id}), 0, $2::int), 'hex')::uuid`;
const isCopied = "kind not in ('customer', 'item')";

/** Columns that are not copied as they are, by table; customers and items are shared by all copies. */
const copies: readonly (readonly [table: string, columns: Readonly<Record<string, string>>, where: string])[] = [
  [
    "orders",
    { order_id: copyOf("order_id"), external_id: "external_id || '/' || $2", number: "number || '/' || $2" },
    "true",
  ],
  [
    "documents",
    { document_id: copyOf("document_id"), order_id: copyOf("order_id"), key: "key || '/' || $2" },
    isCopied,
  ],
  [
    "document_orders",
    {
      order_id: copyOf("order_id"),
      document_id: `case when document_id in (select document_id from documents where tenant_id = $1 and ${isCopied})
                         then ${copyOf("document_id")} else document_id end`,
    },
    "true",
  ],
  [
    "pushes",
    { push_id: copyOf("push_id"), document_id: copyOf("document_id") },
    "document_kind not in ('customer', 'item')",
  ],
  [
    "ledger_links",
    { document_id: copyOf("document_id"), ledger_id: "ledger_id || '/' || $2" },
    "ledger_type not in ('Customer', 'Item')",
  ],
];

async function copyOrders({ test }: Rig, { tenantId }: Company, nth: number): Promise<void> {
  for (const [table, columns, where] of copies) {
    const named = await test.admin.query<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped",
      [table],
    );
    const names = named.rows.map(({ name }) => name);
    const values = names.map((name) => columns[name] ?? name);
    const own = Object.entries(columns)[0]![0];
    await test.admin.query(
      `insert into ${table} (${names.join(", ")}) select ${values.join(", ")} from ${table}
        where tenant_id = $1 and get_byte(uuid_send(${own}), 0) = 1 and ${where}`,
      [tenantId, nth + 1],
    );
  }
}

type Planted = ReadonlyMap<OrderState, number>;

/** Some of the oldest orders, so that a page of the newest does not meet them at once. */
async function plantRare({ test }: Rig, { tenantId }: Company, rare: number): Promise<Planted> {
  const states = Object.entries(plants);
  const found = await test.admin.query<{ id: string }>(
    "select order_id as id from orders where tenant_id = $1 order by order_id limit $2",
    [tenantId, states.length * rare],
  );
  for (const [nth, [, statements]] of states.entries()) {
    const ids = found.rows.slice(nth * rare, (nth + 1) * rare).map(({ id }) => id);
    for (const statement of statements) await test.admin.query(statement, [ids]);
  }
  return new Map(states.map(([state]) => [state as OrderState, rare]));
}

async function measure(rig: Rig, company: Company, planted: Planted, { turns }: StatesOptions): Promise<States> {
  const { owner, companyFileId, tenantId } = company;
  const counted = await rig.test.admin.query<{ orders: number; documents: number }>(
    `select (select count(*)::int from orders where tenant_id = $1) as orders,
            (select count(*)::int from documents where tenant_id = $1 and ${isCopied}) as documents`,
    [tenantId],
  );
  const asked: Asked[] = [];
  const faults: string[] = [];
  for (const state of orderStates) {
    const one = await timed(`orders that are ${state}`, turns, async () => {
      return (await listOrders(owner, { companyFileId, state })).rows.length;
    });
    asked.push(one);
    const expected = planted.get(state);
    if (expected !== undefined && one.found !== expected) faults.push(`${one.found} of ${expected} are ${state}`);
  }
  asked.push(
    await timed("tie-out of twelve months", turns, async () => {
      return (await readTieOut(owner, { companyFileId, until: "2026-11" })).rows.length;
    }),
  );
  return { ...counted.rows[0]!, asked, faults };
}

async function timed(what: string, turns: number, ask: () => Promise<number>): Promise<Asked> {
  const times: number[] = [];
  let found = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const from = performance.now();
    found = await ask();
    times.push(performance.now() - from);
  }
  return { what, found, ms: median(times), msMost: Math.max(...times) };
}
