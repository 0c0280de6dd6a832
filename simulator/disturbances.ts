// Which faults were ordered through the control door, and which call do they hit?
import { z } from "zod";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { randomFrom } from "./latency.ts";

export const disturbanceSchema = z.strictObject({
  kind: z.enum([
    "drop-after-write",
    "drop-before-write",
    "401",
    "403",
    "429",
    "429-item",
    "500",
    "500-after-write",
    "503",
    "slow",
    "expire-token",
    "truncate",
    "html",
    "xml-error",
    "half-batch",
    "half-batch-after",
    "stale",
  ]),
  times: z.number().int().min(1).default(1),
  match: z
    .strictObject({
      entity: z.string().optional(),
      operation: z.string().optional(),
      docNumber: z.string().optional(),
      /** A part of the path behind the realm, like "invoice/12/send". */
      path: z.string().optional(),
    })
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

const READS = ["query", "read", "cdc"];
const CHANGES = ["update", "delete", "void"];

/** Does this kind of fault make sense for the part of a call? */
function suits(kind: Disturbance, part: Part, batch: boolean): boolean {
  switch (kind) {
    case "drop-after-write":
    case "drop-before-write":
    case "500-after-write":
      return !READS.includes(part.operation);
    case "stale":
      return CHANGES.includes(part.operation) && part.id !== undefined;
    case "429-item":
    case "half-batch":
    case "half-batch-after":
      return batch;
    case "401":
    case "403":
    case "429":
    case "500":
    case "503":
    case "slow":
    case "expire-token":
    case "truncate":
    case "html":
    case "xml-error":
      return true;
    default:
      return kind satisfies never;
  }
}

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
  take(parts: Part[], batch: boolean, path: string): Hit | undefined {
    for (const entry of this.orders) {
      const { match, kind, ms, share } = entry.order;
      if (match?.path !== undefined && !path.toLowerCase().includes(match.path.toLowerCase())) continue;
      const fits = parts.some(
        (part) =>
          suits(kind, part, batch) &&
          (match?.entity === undefined || match.entity.toLowerCase() === part.entity.toLowerCase()) &&
          (match?.operation === undefined || match.operation === part.operation) &&
          (match?.docNumber === undefined || match.docNumber === part.docNumber),
      );
      if (!fits || entry.random() >= entry.order.probability) continue;
      entry.left -= 1;
      if (entry.left === 0) this.orders = this.orders.filter((other) => other !== entry);
      return { kind, ms, share, random: entry.random };
    }
    return undefined;
  }
}

/** The parts of a batch body. */
export function batchParts(body: Row): Part[] {
  return asRows(body.BatchItemRequest).map((item) => {
    const entity = Object.keys(item).find((key) => asRow(item[key]) !== undefined) ?? "";
    const record = asRow(item[entity]);
    const operation =
      item.Query !== undefined ? "query" : entity === "CDCQuery" ? "cdc" : (asText(item.operation) ?? "create");
    return { entity, operation, docNumber: asText(record?.DocNumber), id: asText(record?.Id) };
  });
}
