// What does it take to bring orders in, and what comes back for each? Shapes of the operation and of the public API.
import { z } from "zod";

export const ordersPerCall = 500;

export const TakeInOrders = z.object({
  sourceId: z.uuid(),
  /** Not read here: a bad order is one refused result, not a refused call. */
  orders: z
    .array(z.unknown())
    .min(1, "Send at least one order.")
    .max(ordersPerCall, "Send at most 500 orders at once."),
});
export type TakeInOrders = z.infer<typeof TakeInOrders>;

export const takeInResults = ["created", "updated", "unchanged", "older", "refused"] as const;

export const TakeInResult = z.object({
  index: z.int().describe("Place of the order in what was sent, from 0."),
  externalId: z.string().nullable().describe("As sent; null when it could not be read."),
  result: z.enum(takeInResults),
  orderId: z.uuid().optional().describe("Our id of the order."),
  problems: z
    .array(z.object({ path: z.string().describe("Where: chargeSets.0.charges.2.amount"), message: z.string() }))
    .optional()
    .describe("Why it was refused."),
});
export type TakeInResult = z.infer<typeof TakeInResult>;

export const FindOrder = z.union([
  z.object({ orderId: z.uuid() }),
  z.object({ externalId: z.string().trim().min(1).max(200) }),
]);
export type FindOrder = z.infer<typeof FindOrder>;

export const MakeSourceKey = z.object({ sourceId: z.uuid() });
export type MakeSourceKey = z.infer<typeof MakeSourceKey>;

export const sourceKinds = ["api", "csv", "json", "shopify"] as const;

export const AddSource = z.object({
  companyFileId: z.uuid(),
  name: z.string().trim().min(1, "Give the source a name.").max(100),
  kind: z.enum(sourceKinds),
});
export type AddSource = z.infer<typeof AddSource>;
