// GET one order by our id.
import { findOrder } from "#lib/operations/find-order.ts";
import { FindOrder } from "#lib/orders/take-in.ts";

import { answerError, answerJson, asSource } from "../../answers.ts";
import { orderAnswer } from "../order-answer.ts";

type Context = { readonly params: Promise<{ readonly orderId: string }> };

/** 404 for what is not there, for another source's, and for what is no id at all. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return await asSource(request, async ({ scope }) => {
    const parsed = FindOrder.safeParse(await params);
    if (!parsed.success) return answerError(404, "not-found", "This order was not found.");
    return answerJson(orderAnswer(await findOrder(scope, parsed.data)));
  });
}
