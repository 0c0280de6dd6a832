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
    "half-batch",
    "half-batch-after",
    "stale",
  ]),
  times: z.number().int().min(1).default(1),
  match: z
    .strictObject({ entity: z.string().optional(), operation: z.string().optional(), docNumber: z.string().optional() })
    .optional(),
  probability: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
  /** For "slow": extra milliseconds before time scaling. */
  ms: z.number().min(0).default(5000),
  /** For faults inside a batch: the chance of each item to be hit. */
  share: z.number().min(0).max(1).default(0.5),
});

type Order = z.infer<typeof disturbanceSchema>;
export type Disturbance = Order["kind"];
export type Hit = { kind: Disturbance; ms: number; share: number; random: () => number };

/** What a call does, for matching: one part for a single call, one per item of a batch. */
export type Part = { entity: string; operation: string; docNumber: string | undefined; id?: string | undefined };

const NEED_WRITE: readonly Disturbance[] = ["drop-after-write", "drop-before-write", "500-after-write"];
const NEED_BATCH: readonly Disturbance[] = ["half-batch", "half-batch-after"];
const CHANGES: readonly string[] = ["update", "delete", "void"];

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
  take(parts: Part[], batch: boolean): Hit | undefined {
    for (const entry of this.orders) {
      const { match, kind } = entry.order;
      const fits = parts.some(
        (part) =>
          (!NEED_WRITE.includes(kind) || !["query", "read", "cdc"].includes(part.operation)) &&
          (!NEED_BATCH.includes(kind) || batch) &&
          (kind !== "stale" || (CHANGES.includes(part.operation) && part.id !== undefined)) &&
          (match?.entity === undefined || match.entity.toLowerCase() === part.entity.toLowerCase()) &&
          (match?.operation === undefined || match.operation === part.operation) &&
          (match?.docNumber === undefined || match.docNumber === part.docNumber),
      );
      if (!fits || entry.random() >= entry.order.probability) continue;
      entry.left -= 1;
      if (entry.left === 0) this.orders = this.orders.filter((other) => other !== entry);
      return { kind, ms: entry.order.ms, share: entry.order.share, random: entry.random };
    }
    return undefined;
  }
}

/** The parts of a batch body. */
export function batchParts(body: Row): Part[] {
  return asRows(body.BatchItemRequest).map((item) => {
    const entity = Object.keys(item).find((key) => asRow(item[key]) !== undefined) ?? "";
    const operation = item.Query === undefined ? (asText(item.operation) ?? "create") : "query";
    const record = asRow(item[entity]);
    return { entity, operation, docNumber: asText(record?.DocNumber), id: asText(record?.Id) };
  });
}
