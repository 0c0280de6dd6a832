// What people corrected on top of orders and their customers, in the database. Nothing is deleted: what ended says how.
import { sql, type SQL } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { actorName, newId, type Scope } from "#lib/access/scope.ts";

import type { AmendedField, Amendment, AmendmentEnding } from "../amendments.ts";

export type AmendmentRow = Amendment & {
  readonly orderId: string | null;
  readonly companyFileId: string;
  readonly because: string;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly endedAt: string | null;
  readonly endedHow: AmendmentEnding | null;
  readonly endedBy: string | null;
};

const uuids = (ids: readonly string[]) =>
  sql`any (array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid))`;

const columns = sql`
  amendment_id as "amendmentId", order_id as "orderId", company_file_id as "companyFileId", field, about, was, value, because,
  made_by as "madeBy", made_at as "madeAt", ended_at as "endedAt", ended_how as "endedHow", ended_by as "endedBy"`;

async function read(tx: Transaction, scope: Scope, which: SQL): Promise<AmendmentRow[]> {
  const result = await tx.execute<AmendmentRow>(sql`
    select ${columns} from amendments where tenant_id = ${scope.tenantId} and ${which} order by amendment_id`);
  return result.rows;
}

/** Those of these orders that hold. */
export async function readAmendments(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<AmendmentRow[]> {
  if (orderIds.length === 0) return [];
  return await read(tx, scope, sql`ended_at is null and order_id = ${uuids(orderIds)}`);
}

/** How QuickBooks shall call these customers, by the key of their documents: only those that are called otherwise. */
export async function readNewNames(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await read(
    tx,
    scope,
    sql`company_file_id = ${companyFileId} and order_id is null and field = 'customer-name' and ended_at is null
        and about = any (array(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))`,
  );
  return new Map(rows.map(({ about, value }) => [about, value]));
}

/** Everything that was ever amended on an order or on the customers of its documents, oldest first. */
export async function readTold(tx: Transaction, scope: Scope, orderId: string): Promise<AmendmentRow[]> {
  return await read(
    tx,
    scope,
    sql`(order_id = ${orderId} or order_id is null and field = 'customer-name' and (company_file_id, about) in (
          select d.company_file_id, d.key from document_orders o
            join documents d on d.tenant_id = ${scope.tenantId} and d.document_id = o.document_id
           where o.tenant_id = ${scope.tenantId} and o.order_id = ${orderId} and d.kind = 'customer'))`,
  );
}

/** One of them; null when there is none of that id here. */
export async function readAmendment(tx: Transaction, scope: Scope, amendmentId: string): Promise<AmendmentRow | null> {
  const [row] = await read(tx, scope, sql`amendment_id = ${amendmentId}`);
  return row ?? null;
}

export type MovedDate = { readonly amendmentId: string; readonly orderId: string; readonly hasGone: boolean };

/** Dates that this person moved in one act and that hold; and whether a document of the order has been sent since. */
export async function readMoved(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  at: Date,
): Promise<readonly MovedDate[]> {
  const result = await tx.execute<MovedDate>(sql`
    select a.amendment_id as "amendmentId", a.order_id as "orderId", exists (
             select 1 from document_orders o join pushes p on p.tenant_id = ${scope.tenantId} and p.document_id = o.document_id
              where o.tenant_id = ${scope.tenantId} and o.order_id = a.order_id and p.state in ('sending', 'unsure', 'posted')
                and p.document_kind not in ('customer', 'item') and p.changed_at >= ${at}) as "hasGone"
      from amendments a
     where a.tenant_id = ${scope.tenantId} and a.company_file_id = ${companyFileId} and a.made_at = ${at}
       and a.made_by = ${actorName(scope)} and a.order_id is not null and a.ended_at is null
       and a.field in ('order-date', 'payment-date', 'credit-date')`);
  return result.rows;
}

/** Ends some that hold. Returns how many there were. */
export async function endAmendments(
  tx: Transaction,
  scope: Scope,
  amendmentIds: readonly string[],
  how: AmendmentEnding,
): Promise<number> {
  if (amendmentIds.length === 0) return 0;
  const by = how === "overtaken" ? null : actorName(scope);
  const result = await tx.execute(sql`
    update amendments set ended_at = ${scope.now()}, ended_how = ${how}, ended_by = ${by}
     where tenant_id = ${scope.tenantId} and ended_at is null and amendment_id = ${uuids(amendmentIds)}`);
  return result.rowCount ?? 0;
}

export type NewAmendment = {
  /** Null: of a customer. */
  readonly orderId: string | null;
  readonly field: AmendedField;
  readonly about: string;
  readonly was: string;
  readonly value: string;
};

/**
 * Keeps amendments. One that holds for the same field is replaced; what the source had said of it stays known. The lane
 * must be locked.
 */
export async function insertAmendments(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  amendments: readonly NewAmendment[],
  because: string,
): Promise<void> {
  if (amendments.length === 0) return;
  const recordset = (rows: readonly NewAmendment[]) =>
    sql`jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ ...row, id: newId(scope) })))}::jsonb)
          as r(id uuid, "orderId" uuid, field text, about text, was text, value text)`;
  const replaced = await tx.execute<Omit<NewAmendment, "value">>(sql`
    update amendments a set ended_at = ${scope.now()}, ended_how = 'replaced', ended_by = ${actorName(scope)}
      from ${recordset(amendments)}
     where a.tenant_id = ${scope.tenantId} and a.company_file_id = ${companyFileId} and a.ended_at is null
       and a.order_id is not distinct from r."orderId" and a.field = r.field and a.about = r.about
    returning a.order_id as "orderId", a.field, a.about, a.was`);
  const nameOf = ({ orderId, field, about }: Omit<NewAmendment, "value" | "was">) =>
    JSON.stringify([orderId, field, about]);
  const told = new Map(replaced.rows.map((row) => [nameOf(row), row.was]));
  const kept = amendments.map((row) => ({ ...row, was: told.get(nameOf(row)) ?? row.was }));
  await tx.execute(sql`
    insert into amendments (tenant_id, amendment_id, company_file_id, order_id, field, about, was, value, because, made_by, made_at)
    select ${scope.tenantId}, r.id, ${companyFileId}, r."orderId", r.field, r.about, r.was, r.value, ${because}, ${actorName(scope)}, ${scope.now()}
      from ${recordset(kept)}`);
}
