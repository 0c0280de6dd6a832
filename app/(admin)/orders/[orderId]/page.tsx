// One order: how it stands, what became of it, and what the source said.
import { notFound } from "next/navigation";

import { requireScope } from "#app/_session/scope.ts";
import { may } from "#lib/access/scope.ts";
import { showOrder } from "#lib/operations/show-order.ts";
import { Refusal } from "#lib/refusal.ts";
import { ShowOrder, type OrderShown } from "#lib/sync/orders-shown.ts";

import { OrderView } from "./order-view.tsx";

export const metadata = { title: "Order" };

type OrderPageProps = { readonly params: Promise<{ readonly orderId: string }> };

export default async function OrderPage({ params }: OrderPageProps) {
  const scope = await requireScope();
  const input = ShowOrder.safeParse(await params);
  // The same answer for what is not there and for what belongs to someone else.
  if (!input.success) notFound();
  const order = await find(() => showOrder(scope, input.data));
  if (!order) notFound();
  const mayAct = may(scope.actor, "problems:resolve");
  return <OrderView key={order.orderId} first={order} now={scope.now().toISOString()} mayAct={mayAct} />;
}

async function find(ask: () => Promise<OrderShown>): Promise<OrderShown | null> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === "not-found") return null;
    throw thrown;
  }
}
