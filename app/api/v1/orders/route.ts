// POST: a source brings one order or up to 500. GET: one of its orders by the source's own id.
import { findOrder } from "#lib/operations/find-order.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import { FindOrder, ordersPerCall } from "#lib/orders/take-in.ts";

import { answerError, answerJson, asSource, readTextUpTo } from "../answers.ts";
import { orderAnswer } from "./order-answer.ts";

const BODY_BYTES_MAX = 10 * 1024 * 1024;

/** Results come per order, in the order sent. 200 when at least one was taken in, 422 when all were refused. */
export async function POST(request: Request): Promise<Response> {
  return await asSource(request, async ({ scope, sourceId }) => {
    const text = await readTextUpTo(request, BODY_BYTES_MAX);
    if (text === null) {
      return answerError(413, "too-many", "The body is larger than 10 MB. Send fewer orders at once.");
    }
    const orders = parseOrders(text);
    if (!orders) return answerError(400, "invalid", "The body is not JSON.");
    if (orders.length === 0) return answerError(400, "invalid", "Send at least one order.");
    if (orders.length > ordersPerCall) {
      return answerError(413, "too-many", `Send at most ${ordersPerCall} orders at once; these are ${orders.length}.`);
    }
    const results = await takeInOrders(scope, { sourceId, orders });
    const refused = results.filter((one) => one.result === "refused").length;
    const status = refused === results.length ? 422 : 200;
    return answerJson({ accepted: results.length - refused, refused, results }, status);
  });
}

/** GET ?externalId=… */
export async function GET(request: Request): Promise<Response> {
  return await asSource(request, async ({ scope }) => {
    const externalId = new URL(request.url).searchParams.get("externalId");
    const parsed = FindOrder.safeParse({ externalId });
    if (!parsed.success) return answerError(400, "invalid", "Ask for one order: ?externalId=…");
    return answerJson(orderAnswer(await findOrder(scope, parsed.data)));
  });
}

/** One order, a list, or {"orders": […]}; null when it is not JSON. */
function parseOrders(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value as unknown[];
    const isWrapped = typeof value === "object" && value !== null && "orders" in value && Array.isArray(value.orders);
    return isWrapped ? (value.orders as unknown[]) : [value];
  } catch {
    return null;
  }
}
