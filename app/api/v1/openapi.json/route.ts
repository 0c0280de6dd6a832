// What does the programming interface look like, for machines? Made from the shapes the routes themselves use.
import { z } from "zod";

import { Order } from "#lib/orders/order.ts";
import { ordersPerCall, TakeInResult } from "#lib/orders/take-in.ts";

export const dynamic = "force-static";

const StoredOrder = z.object({
  orderId: z.uuid(),
  version: z.int().describe("Grows with each change we took in."),
  total: z.string().describe("A plain decimal."),
  receivedAt: z.iso.datetime(),
  plannedAt: z.iso.datetime().nullable(),
  order: Order,
});
const TakeInAnswer = z.object({ accepted: z.int(), refused: z.int(), results: z.array(TakeInResult) });
const ApiError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const inputShape = (shape: z.ZodType) => withoutDialect(z.toJSONSchema(shape, { io: "input", unrepresentable: "any" }));
const outputShape = (shape: z.ZodType) =>
  withoutDialect(z.toJSONSchema(shape, { io: "output", unrepresentable: "any" }));
const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ "application/json": { schema } });
const answers = (description: string, name: string) => ({ description, content: json(named(name)) });

const failures = {
  "401": answers("No valid API key.", "ApiError"),
  "429": answers("Too many requests; Retry-After says when to come back.", "ApiError"),
};

/** OpenAPI 3.1. */
export function GET(): Response {
  return Response.json({
    openapi: "3.1.0",
    info: { title: "Tieout", version: "1", description: "Bring orders in; ask what was taken in." },
    servers: [{ url: "/api/v1" }],
    security: [{ apiKey: [] }],
    paths: { "/orders": ordersPath(), "/orders/{orderId}": orderPath() },
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", bearerFormat: "tk_…" } },
      schemas: {
        Order: inputShape(Order),
        StoredOrder: inputShape(StoredOrder),
        TakeInAnswer: outputShape(TakeInAnswer),
        ApiError: outputShape(ApiError),
      },
    },
  });
}

function ordersPath() {
  const list = { type: "array", items: named("Order"), minItems: 1, maxItems: ordersPerCall };
  return {
    post: {
      operationId: "takeInOrders",
      summary: "Bring one order or up to 500. Newer wins, older is ignored, the same twice changes nothing.",
      requestBody: { required: true, content: json({ oneOf: [named("Order"), list] }) },
      responses: {
        "200": answers("At least one was taken in; results tell each.", "TakeInAnswer"),
        "400": answers("The body is not JSON, or empty.", "ApiError"),
        "413": answers("More than 10 MB or more than 500 orders.", "ApiError"),
        "422": answers("All were refused; results tell why.", "TakeInAnswer"),
        ...failures,
      },
    },
    get: {
      operationId: "findOrder",
      summary: "One order by your own id of it.",
      parameters: [{ name: "externalId", in: "query", required: true, schema: { type: "string" } }],
      responses: { "200": answers("The order.", "StoredOrder"), "404": answers("Not here.", "ApiError"), ...failures },
    },
  };
}

function orderPath() {
  return {
    get: {
      operationId: "getOrder",
      summary: "One order by our id of it.",
      parameters: [{ name: "orderId", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
      responses: { "200": answers("The order.", "StoredOrder"), "404": answers("Not here.", "ApiError"), ...failures },
    },
  };
}

function withoutDialect({ $schema: _dialect, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return schema;
}
