// Does the one statement count every document once on each side? Compared with counting by hand, over made-up documents.
import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { inTransaction } from "#db/client.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";
import { TREATED_AS_PAID } from "#lib/sync/left-out.ts";
import { tieOutRows, type TieOutReason } from "#lib/sync/tie-out.ts";
import { readTieOutSums } from "./store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

const months = { from: "2026-01", until: "2026-12" };

type Made = {
  readonly id: string;
  readonly kind: string;
  readonly month: string;
  readonly currency: string;
  readonly amount: number;
  readonly wanted: number;
  readonly books: number;
  readonly books_month: string;
  readonly fingerprint: string;
  readonly posted_fingerprint: string | null;
  readonly is_linked: boolean;
  readonly is_wanted: boolean;
  readonly is_gone: boolean;
  readonly is_edited: boolean;
  readonly is_accepted: boolean;
  readonly left_out: string | null;
  readonly there: { readonly total: object; readonly date: string } | null;
  readonly total: number | null;
  readonly live: string | null;
  /** Posted pushes, oldest first: what each carried. */
  readonly posted: readonly { readonly operation: string; readonly fingerprint: string; readonly amount: number }[];
};

const pick = <T>(values: readonly T[]): T => values[randomInt(values.length)]!;

/** A document in any state that documents get into, with what both sides should count of it. */
function madeUp(): Made {
  const amount = randomInt(1, 100_000);
  const month = pick(["2026-02", "2026-03", "2026-04"]);
  const isLinked = pick([true, true, false]);
  const isChanged = isLinked && pick([true, false]);
  const sentAmount = isChanged ? amount + randomInt(1, 500) : amount;
  const isEnded = isLinked && pick([false, false, false, true]);
  const isGone = isLinked && !isEnded && pick([false, false, true]);
  const isEdited = isLinked && !isGone && !isEnded && pick([false, true]);
  const isAccepted = isLinked && !isGone && !isEnded && !isEdited && pick([false, true]);
  const isWanted = pick([true, true, true, false]);
  const isSeen = isLinked && (isEdited || isAccepted || pick([true, false]));
  const there = isEdited || isAccepted ? pick(["2026-03", "2026-05"]) : null;
  const total = isSeen ? pick([sentAmount, sentAmount + 7]) : null;
  const posted = isLinked
    ? [
        { operation: "create", fingerprint: "old", amount: sentAmount },
        ...(isEnded ? [{ operation: "void", fingerprint: "old", amount: sentAmount }] : []),
      ]
    : [];
  return {
    id: randomUUID(),
    kind: pick(["invoice", "payment"]),
    month,
    currency: pick(["USD", "CAD"]),
    amount,
    wanted: isWanted ? amount : 0,
    books: !isLinked || isGone || isEnded ? 0 : (total ?? sentAmount),
    books_month: there ?? month,
    fingerprint: isChanged ? "new" : "old",
    posted_fingerprint: isLinked ? "old" : null,
    is_linked: isLinked,
    is_wanted: isWanted,
    is_gone: isGone,
    is_edited: isEdited,
    is_accepted: isAccepted,
    left_out: pick([null, null, `${TREATED_AS_PAID} by Ann: cash`, "Unlinked by Ann: twice"]),
    there: there === null ? null : { total: {}, date: `${there}-15` },
    total,
    live: pick([null, null, "ready", "problem"]),
    posted,
  };
}

async function companyWith(made: readonly Made[]): Promise<{ scope: Scope; companyFileId: string }> {
  const tenantId = await newTenant(database);
  const scope = scopeOf(database, tenantId, await newPerson(database, { [tenantId]: "owner" }), "owner");
  const companyFileId = randomUUID();
  const client = await database.admin.connect();
  const rows = JSON.stringify(made);
  const from = `jsonb_to_recordset($1::jsonb) as m(id uuid, kind text, month text, currency text, amount bigint, fingerprint text,
    posted_fingerprint text, is_linked boolean, is_wanted boolean, is_gone boolean, is_edited boolean, is_accepted boolean, left_out text,
    there jsonb, total bigint, live text, posted jsonb)`;
  try {
    // Nothing but the rows that are counted: keys and counters are other tests' matter.
    await client.query("set session_replication_role = replica");
    await client.query(
      `insert into documents (tenant_id, document_id, company_file_id, key, kind, title, party, body, fingerprint, amount_minor, currency,
                              document_date, left_out_because, changed_at)
       select $2, m.id, $3, m.id::text, m.kind, 'A', 'B', '{}', m.fingerprint, m.amount, m.currency, m.month || '-10', m.left_out, now() from ${from}`,
      [rows, tenantId, companyFileId],
    );
    await client.query(
      `insert into orders (tenant_id, order_id, source_id, company_file_id, external_id, number, status, order_date, customer_name, total_minor,
                           currency, body, body_fingerprint, source_updated_at, received_at)
       select $2, m.id, m.id, $3, m.id::text, '1', 'completed', '2026-01-01', 'B', 0, 'USD', '{}', '', now(), now() from ${from}`,
      [rows, tenantId, companyFileId],
    );
    await client.query(
      `insert into document_orders (tenant_id, order_id, document_id) select $2, m.id, m.id from ${from} where m.is_wanted`,
      [rows, tenantId],
    );
    await client.query(
      `insert into ledger_links (tenant_id, company_file_id, document_id, ledger_type, ledger_id, version_token, posted_fingerprint, linked_at,
                                 edited_at, gone_at, accepted_at, there, total_minor)
       select $2, $3, m.id, 'Invoice', m.id::text, '0', m.posted_fingerprint, now(), case when m.is_edited then now() end,
              case when m.is_gone then now() end, case when m.is_accepted then now() end, m.there, m.total from ${from} where m.is_linked`,
      [rows, tenantId, companyFileId],
    );
    const columns = `(tenant_id, push_id, company_file_id, document_id, document_kind, operation, state, priority, available_at, fingerprint,
                      amount_minor, currency, created_at, changed_at)`;
    await client.query(
      `insert into pushes ${columns}
       select $2, ('00000000-0000-7000-8000-' || lpad((row_number() over ())::text, 12, '0'))::uuid, $3, m.id, m.kind, p.value->>'operation', 'posted', 1,
              now(), p.value->>'fingerprint', (p.value->>'amount')::bigint, m.currency, now(), now()
         from ${from} cross join lateral jsonb_array_elements(m.posted) with ordinality as p(value, nth)`,
      [rows, tenantId, companyFileId],
    );
    await client.query(
      `insert into pushes ${columns}
       select $2, gen_random_uuid(), $3, m.id, m.kind, 'update', m.live, 1, now(), null, m.amount, m.currency, now(), now() from ${from} where m.live is not null`,
      [rows, tenantId, companyFileId],
    );
  } finally {
    await client.query("set session_replication_role = origin");
    client.release();
  }
  return { scope, companyFileId };
}

async function rowsOf(made: readonly Made[]) {
  const { scope, companyFileId } = await companyWith(made);
  return tieOutRows(await inTransaction(scope, (tx) => readTieOutSums(tx, scope, companyFileId, months)));
}

test("what the statement says is what counting by hand says, and it adds up to the cent", async () => {
  const made = Array.from({ length: 600 }, madeUp);
  const rows = await rowsOf(made);
  const byHand = new Map<string, { orders: number; books: number }>();
  const at = (month: string, { kind, currency }: Made) => {
    const key = `${month} ${kind} ${currency}`;
    if (!byHand.has(key)) byHand.set(key, { orders: 0, books: 0 });
    return byHand.get(key)!;
  };
  for (const one of made) {
    if (one.wanted !== 0 || one.books !== 0) at(one.month, one).orders += one.wanted;
    if (one.books !== 0) at(one.books_month, one).books += one.books;
  }
  const said = rows.map(({ month, kind, orders, books }) => [
    `${month} ${kind} ${orders.currency}`,
    { orders: Number(orders.minor), books: Number(books.minor) },
  ]);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(byHand));
  for (const { orders, books, differences } of rows) {
    const differing = differences.reduce((all, each) => all + BigInt(each.money.minor), 0n);
    expect(BigInt(orders.minor) - differing).toBe(BigInt(books.minor));
  }
});

describe("a difference is called", () => {
  const plain: Made = {
    ...madeUp(),
    kind: "invoice",
    month: "2026-02",
    currency: "USD",
    amount: 1000,
    fingerprint: "old",
    posted_fingerprint: "old",
    is_linked: true,
    is_wanted: true,
    is_gone: false,
    is_edited: false,
    is_accepted: false,
    left_out: null,
    there: null,
    total: null,
    live: null,
    posted: [{ operation: "create", fingerprint: "old", amount: 1000 }],
  };
  const unlinked = { is_linked: false, posted_fingerprint: null, posted: [] };
  const there = { total: {}, date: "2026-02-10" };
  const voided = { operation: "void", fingerprint: "old", amount: 1000 };
  test.each<[TieOutReason, Partial<Made>, number]>([
    ["not-sent", unlinked, 1000],
    ["on-its-way", { ...unlinked, live: "ready" }, 1000],
    ["waiting-for-person", { ...unlinked, live: "problem" }, 1000],
    ["left-out", { ...unlinked, left_out: "Unlinked by Ann: twice" }, 1000],
    ["treated-as-paid", { ...unlinked, left_out: `${TREATED_AS_PAID} by Ann: cash` }, 1000],
    ["edited", { is_edited: true, total: 900, there }, 100],
    ["accepted", { is_accepted: true, total: 900, there }, 100],
    ["deleted", { is_gone: true }, 1000],
    ["voided", { is_gone: true, there, total: 0 }, 1000],
    ["ended-by-us", { posted: [...plain.posted, voided] }, 1000],
    ["left-in-books", { is_wanted: false }, -1000],
    ["changed-since", { fingerprint: "new", amount: 1200 }, 200],
    ["other-total", { total: 999 }, 1],
  ])("%s", async (reason, more, minor) => {
    const rows = await rowsOf([{ ...plain, id: randomUUID(), ...more }]);
    expect(rows.flatMap((row) => row.differences)).toEqual([
      { reason, documents: 1, money: { minor: String(minor), currency: "USD" } },
    ]);
  });

  test.each<[TieOutReason, string]>([
    ["cleared", "cleared"],
    ["treated-as-paid", "marked-paid"],
  ])("%s, as a person decided on Problem Sync", async (reason, clearing) => {
    const id = randomUUID();
    const { scope, companyFileId } = await companyWith([{ ...plain, ...unlinked, id }]);
    await insertCleared(scope.tenantId, companyFileId, { rowIs: "push", recordId: id, clearing });
    const rows = tieOutRows(await inTransaction(scope, (tx) => readTieOutSums(tx, scope, companyFileId, months)));
    expect(rows.flatMap((row) => row.differences)).toMatchObject([{ reason, documents: 1 }]);
  });

  test("nothing, where both sides say the same", async () => {
    expect(await rowsOf([{ ...plain, id: randomUUID() }])).toMatchObject([{ isAgreed: true }]);
  });
});

describe("orders that no document stands for", () => {
  const cleared = { status: "completed", problem: "rule-broken", toPlan: false };
  test.each<[string, MadeOrder, TieOutReason | null]>([
    ["cannot be planned", cleared, "cannot-be-exported"],
    ["cannot be planned, and was cleared", { ...cleared, clearing: "cleared" }, "order-cleared"],
    ["cannot be planned, and was marked paid", { ...cleared, clearing: "marked-paid" }, "treated-as-paid"],
    ["waits to be planned", { status: "completed", problem: null, toPlan: true }, "not-sent"],
    ["is open", { status: "open", problem: null, toPlan: false }, "not-completed"],
    ["is cancelled", { status: "cancelled", problem: null, toPlan: false }, null],
  ])("one that %s", async (_name, order, reason) => {
    const { scope, companyFileId } = await companyWith([]);
    await insertOrder(scope.tenantId, companyFileId, order);
    const rows = tieOutRows(await inTransaction(scope, (tx) => readTieOutSums(tx, scope, companyFileId, months)));
    expect(rows.flatMap((row) => row.differences.map((each) => `${each.reason} ${each.money.minor}`))).toEqual(
      reason === null ? [] : [`${reason} 500`],
    );
  });
});

type MadeOrder = {
  readonly status: string;
  readonly problem: string | null;
  readonly toPlan: boolean;
  readonly clearing?: string;
};

async function insertOrder(tenantId: string, companyFileId: string, order: MadeOrder): Promise<void> {
  const { status, problem, toPlan, clearing } = order;
  const orderId = randomUUID();
  const client = await database.admin.connect();
  await client.query("set session_replication_role = replica");
  await client.query(
    `insert into orders (tenant_id, order_id, source_id, company_file_id, external_id, number, status, order_date, customer_name, total_minor,
                         currency, body, body_fingerprint, source_updated_at, received_at, problem_code, to_plan_at)
     values ($1, $6, gen_random_uuid(), $2, '1', '1', $3, '2026-02-01', 'B', 500, 'USD', '{}', '', now(), now(), $4,
             case when $5 then now() end)`,
    [tenantId, companyFileId, status, problem, toPlan, orderId],
  );
  await client.query("set session_replication_role = origin");
  client.release();
  if (clearing) await insertCleared(tenantId, companyFileId, { rowIs: "order", recordId: orderId, clearing });
}

type MadeCleared = { readonly rowIs: "push" | "order"; readonly recordId: string; readonly clearing: string };

async function insertCleared(tenantId: string, companyFileId: string, cleared: MadeCleared): Promise<void> {
  const { rowIs, recordId, clearing } = cleared;
  const client = await database.admin.connect();
  await client.query("set session_replication_role = replica");
  await client.query(
    `insert into problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, clearing, tab, kind, code, about, title, party,
                           amount_minor, currency, since, moved_at)
     values ($1, $2, $3, $4, $2, 'cleared', $5, 'invoices', 'invoice', 'unknown', '', 'Order 1', 'B', 500, 'USD', now(), now())`,
    [tenantId, recordId, companyFileId, rowIs, clearing],
  );
  await client.query("set session_replication_role = origin");
  client.release();
}
