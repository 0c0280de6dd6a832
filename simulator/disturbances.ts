// Which faults were ordered through the control door, and which call do they hit?
import { z } from "zod";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { randomFrom } from "./latency.ts";

export const disturbanceSchema = z.strictObject({
  kind: z.enum([
    "drop-after-write",
    "drop-before-write",
    "429",
    "500",
    "500-after-write",
    "503",
    "slow",
    "expire-token",
    "truncate",
    "html",
  ]),
  times: z.number().int().min(1).default(1),
  match: z
    .strictObject({ entity: z.string().optional(), operation: z.string().optional(), docNumber: z.string().optional() })
    .optional(),
  probability: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
  /** For "slow": extra milliseconds before time scaling. */
  ms: z.number().min(0).default(5000),
});

type Order = z.infer<typeof disturbanceSchema>;
export type Disturbance = Order["kind"];

/** What a call does, for matching: one part for a single call, one per item of a batch. */
export type Part = { entity: string; operation: string; docNumber: string | undefined };

const NEED_WRITE: readonly Disturbance[] = ["drop-after-write", "drop-before-write", "500-after-write"];

/** The ordered faults of one company, in the order they were given. */
export class Disturbances {
  orders: { order: Order; left: number; random: () => number }[] = [];

  add(order: Order): void {
    this.orders.push({ order, left: order.times, random: randomFrom(order.seed) });
  }

  clear(): void {
    this.orders = [];
  }

  /** The first ordered fault that fits this call, used up by one; undefined when none does. */
  take(parts: Part[]): { kind: Disturbance; ms: number } | undefined {
    for (const entry of this.orders) {
      const { match, kind } = entry.order;
      const fits = parts.some(
        (part) =>
          (!NEED_WRITE.includes(kind) || !["query", "read", "cdc"].includes(part.operation)) &&
          (match?.entity === undefined || match.entity.toLowerCase() === part.entity.toLowerCase()) &&
          (match?.operation === undefined || match.operation === part.operation) &&
          (match?.docNumber === undefined || match.docNumber === part.docNumber),
      );
      if (!fits || entry.random() >= entry.order.probability) continue;
      entry.left -= 1;
      if (entry.left === 0) this.orders = this.orders.filter((other) => other !== entry);
      return { kind, ms: entry.order.ms };
    }
    return undefined;
  }
}

/** The parts of a batch body. */
export function batchParts(body: Row): Part[] {
  return asRows(body.BatchItemRequest).map((item) => {
    const entity = Object.keys(item).find((key) => asRow(item[key]) !== undefined) ?? "";
    const operation = item.Query === undefined ? (asText(item.operation) ?? "create") : "query";
    return { entity, operation, docNumber: asText(asRow(item[entity])?.DocNumber) };
  });
}
