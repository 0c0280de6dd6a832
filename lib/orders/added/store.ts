// What people and the books added to orders: payments and lines, in the database.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { fromJson, toJson, type Money, type MoneyJson } from "#lib/money.ts";

import { nothingAdded, type Added, type AddedPayment, type Adjustment, type OrderPaymentOrigin } from "../added.ts";

type PaymentRow = Omit<AddedPayment, "amount"> & { readonly orderId: string; readonly money: MoneyJson };
type AdjustmentRow = Omit<Adjustment, "amount"> & { readonly orderId: string; readonly money: MoneyJson };
type KeyRow = {
  readonly orderId: string;
  readonly key: string;
  readonly isLinked: boolean;
  readonly isLeftOut: boolean;
};

/** What these orders have beside what their sources told. Orders without anything are not in it. */
export async function readAdded(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, Added>> {
  if (orderIds.length === 0) return new Map();
  // An array is looked up in the index, id by id; a sub-select would be joined with everything of the tenant.
  const these = sql`any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))`;
  const payments = await tx.execute<PaymentRow>(sql`
    select p.order_id as "orderId", p.order_payment_id as "orderPaymentId", p.origin, p.ledger_id as "ledgerId", d.key as "documentKey",
           jsonb_build_object('minor', p.amount_minor::text, 'currency', p.currency) as money, p.paid_on::text as date,
           p.method, p.reference, p.note, p.added_by as "addedBy"
      from order_payments p
      left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.company_file_id = p.company_file_id
                              and l.ledger_type = 'Payment' and l.ledger_id = p.ledger_id
      left join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = l.document_id
                           and d.key not like 'order/%/payment/ledger-%'
     where p.tenant_id = ${scope.tenantId} and p.order_id = ${these}
     order by p.order_payment_id`);
  const lines = await tx.execute<AdjustmentRow>(sql`
    select order_id as "orderId", ledger_id as "ledgerId", line_number as "lineNumber", item_name as "itemName", description, quantity,
           jsonb_build_object('minor', amount_minor::text, 'currency', currency) as money
      from order_adjustments where tenant_id = ${scope.tenantId} and order_id = ${these} order by line_number`);
  const keys = await tx.execute<KeyRow>(sql`
    select d.order_id as "orderId", d.key, l.document_id is not null as "isLinked", d.left_out_because is not null as "isLeftOut"
      from documents d left join ledger_links l on l.tenant_id = ${scope.tenantId} and l.document_id = d.document_id
     where d.tenant_id = ${scope.tenantId} and d.order_id = ${these} and d.kind = 'payment'`);
  const added = new Map<string, Added>();
  const put = (orderId: string, change: (before: Added) => Partial<Added>) => {
    const before = added.get(orderId) ?? nothingAdded;
    added.set(orderId, { ...before, ...change(before) });
  };
  for (const { orderId, money, ...row } of payments.rows) {
    put(orderId, (before) => ({ payments: [...before.payments, { ...row, amount: fromJson(money) }] }));
  }
  for (const { orderId, money, ...row } of lines.rows) {
    put(orderId, (before) => ({ adjustments: [...before.adjustments, { ...row, amount: fromJson(money) }] }));
  }
  for (const { orderId, key, isLinked, isLeftOut } of keys.rows) {
    if (isLinked) put(orderId, (before) => ({ linkedKeys: [...before.linkedKeys, key] }));
    if (isLeftOut) put(orderId, (before) => ({ leftOutKeys: [...before.leftOutKeys, key] }));
  }
  return added;
}

export type NewPayment = {
  readonly origin: OrderPaymentOrigin;
  readonly ledgerId: string | null;
  readonly amount: Money;
  readonly date: string;
  readonly method: string | null;
  readonly reference: string | null;
  readonly note: string | null;
};
type OfOrder = { readonly orderId: string; readonly companyFileId: string };

/** Adds payments to an order. One that was read from the books before is not added again. Returns the new ids. */
export async function insertPayments(
  tx: Transaction,
  scope: Scope,
  order: OfOrder,
  payments: readonly NewPayment[],
  addedBy: string,
): Promise<readonly string[]> {
  const rows = payments.map(({ ledgerId, amount, date, ...rest }) => ({
    ...rest,
    id: newId(scope),
    ledger_id: ledgerId,
    money: toJson(amount),
    paid_on: date,
  }));
  const inserted = await tx.execute<{ id: string }>(sql`
    insert into order_payments (tenant_id, order_payment_id, order_id, company_file_id, origin, ledger_id, amount_minor, currency, paid_on,
                                method, reference, note, added_by, added_at)
    select ${scope.tenantId}::uuid, r.id, ${order.orderId}::uuid, ${order.companyFileId}::uuid, r.origin, r.ledger_id,
           (r.money->>'minor')::bigint, r.money->>'currency', r.paid_on, r.method, r.reference, r.note, ${addedBy}, ${scope.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, origin text, ledger_id text, money jsonb, paid_on date, method text, reference text, note text)
    on conflict do nothing
    returning order_payment_id as id`);
  return inserted.rows.map((row) => row.id);
}

export type PaymentFigures = Pick<NewPayment, "amount" | "date" | "method" | "reference"> & {
  readonly note?: string | null;
};

/** Changes a payment of an order. False when the order has none of that id. */
export async function updatePayment(
  tx: Transaction,
  scope: Scope,
  orderId: string,
  orderPaymentId: string,
  { amount, date, method, reference, note }: PaymentFigures,
): Promise<boolean> {
  const noted = note === undefined ? sql`note` : sql`${note}`;
  const result = await tx.execute(sql`
    update order_payments set amount_minor = ${amount.minor}, paid_on = ${date}, method = ${method}, reference = ${reference}, note = ${noted}
     where tenant_id = ${scope.tenantId} and order_id = ${orderId} and order_payment_id = ${orderPaymentId}`);
  return result.rowCount === 1;
}

/** Takes payments off an order. Returns how many there were. */
export async function deletePayments(
  tx: Transaction,
  scope: Scope,
  orderId: string,
  orderPaymentIds: readonly string[],
): Promise<number> {
  const result = await tx.execute(sql`
    delete from order_payments where tenant_id = ${scope.tenantId} and order_id = ${orderId}
       and order_payment_id in (select jsonb_array_elements_text(${JSON.stringify(orderPaymentIds)}::jsonb)::uuid)`);
  return result.rowCount ?? 0;
}

/** Puts the lines of an existing invoice on an order. */
export async function insertAdjustments(
  tx: Transaction,
  scope: Scope,
  order: OfOrder,
  adjustments: readonly Adjustment[],
  addedBy: string,
): Promise<void> {
  const rows = adjustments.map(({ amount, ...line }) => ({ ...line, id: newId(scope), money: toJson(amount) }));
  await tx.execute(sql`
    insert into order_adjustments (tenant_id, order_adjustment_id, order_id, company_file_id, ledger_id, line_number, item_name, description,
                                   quantity, amount_minor, currency, added_by, added_at)
    select ${scope.tenantId}::uuid, r.id, ${order.orderId}::uuid, ${order.companyFileId}::uuid, r."ledgerId", r."lineNumber", r."itemName",
           r.description, r.quantity, (r.money->>'minor')::bigint, r.money->>'currency', ${addedBy}, ${scope.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, "ledgerId" text, "lineNumber" int, "itemName" text, description text, quantity text, money jsonb)
    on conflict do nothing`);
}

/** Takes off an order the lines of other invoices than this one. Returns how many there were. */
export async function deleteOtherAdjustments(
  tx: Transaction,
  scope: Scope,
  orderId: string,
  ledgerId: string,
): Promise<number> {
  const result = await tx.execute(sql`
    delete from order_adjustments
     where tenant_id = ${scope.tenantId} and order_id = ${orderId} and ledger_id <> ${ledgerId}`);
  return result.rowCount ?? 0;
}
