// Credits that people made here, by order.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import type { Money } from "#lib/money.ts";
import type { CreditState } from "#lib/orders/added.ts";

export type StoredCredit = {
  readonly creditId: string;
  readonly orderId: string;
  readonly companyFileId: string;
  readonly state: CreditState;
  readonly amountMinor: string;
  readonly currency: string;
  readonly date: string;
  readonly chargeCode: string | null;
  readonly reason: string | null;
  readonly madeBy: string;
  readonly approvedBy: string | null;
};

const columns = sql`
  credit_id as "creditId", order_id as "orderId", company_file_id as "companyFileId", state, amount_minor::text as "amountMinor",
  currency, credit_date::text as date, charge_code as "chargeCode", reason, made_by as "madeBy", approved_by as "approvedBy"`;

/** Credits of these orders, oldest first. */
export async function readCredits(
  tx: Transaction,
  scope: Scope,
  orderIds: readonly string[],
): Promise<readonly StoredCredit[]> {
  if (orderIds.length === 0) return [];
  const result = await tx.execute<StoredCredit>(sql`
    select ${columns} from credits
     where tenant_id = ${scope.tenantId} and order_id = any (array(select jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb)::uuid))
     order by credit_id`);
  return result.rows;
}

/** One credit, or null. */
export async function readCredit(tx: Transaction, scope: Scope, creditId: string): Promise<StoredCredit | null> {
  const result = await tx.execute<StoredCredit>(sql`
    select ${columns} from credits where tenant_id = ${scope.tenantId} and credit_id = ${creditId}`);
  return result.rows[0] ?? null;
}

type NewCredit = {
  readonly orderId: string;
  readonly companyFileId: string;
  readonly amount: Money;
  readonly date: string;
  readonly chargeCode: string | null;
  readonly reason: string;
  readonly madeBy: string;
};

/** Adds a credit as a draft. */
export async function insertCredit(tx: Transaction, scope: Scope, credit: NewCredit): Promise<string> {
  const creditId = newId(scope);
  const { orderId, companyFileId, amount, date, chargeCode, reason, madeBy } = credit;
  await tx.execute(sql`
    insert into credits (tenant_id, credit_id, order_id, company_file_id, state, amount_minor, currency, credit_date, charge_code,
                         reason, made_by, changed_at)
    values (${scope.tenantId}, ${creditId}, ${orderId}, ${companyFileId}, 'draft', ${amount.minor}, ${amount.currency}, ${date},
            ${chargeCode}, ${reason}, ${madeBy}, ${scope.now()})`);
  return creditId;
}

/** Moves a credit on; false when somebody else moved it meanwhile. `approvedBy` is kept when it is approved. */
export async function moveCredit(
  tx: Transaction,
  scope: Scope,
  creditId: string,
  move: { readonly from: CreditState; readonly to: CreditState; readonly by: string },
): Promise<boolean> {
  const result = await tx.execute(sql`
    update credits set state = ${move.to}, changed_at = ${scope.now()},
           approved_by = case when ${move.to} = 'approved' then ${move.by} else approved_by end
     where tenant_id = ${scope.tenantId} and credit_id = ${creditId} and state = ${move.from}`);
  return result.rowCount === 1;
}
