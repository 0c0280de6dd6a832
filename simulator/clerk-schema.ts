// What may be asked of the bookkeeper, through the control door and by the pages' forms?
import { z } from "zod";
import { deposit, lineAdded, lineEdit, payment } from "./clerk-money.ts";
import { ENTITIES } from "./entities.ts";

const named = z.object({ id: z.string().optional(), name: z.string().optional(), docNumber: z.string().optional() });
const entity = z.enum(ENTITIES);
/** The SyncToken the person saw; when somebody was faster, the change is refused with 5010. */
const seen = { syncToken: z.string().optional() };
const fields = z.record(z.string(), z.unknown()).default({});

/** One thing a person does; records are named by id, name or number. */
export const action = z.discriminatedUnion("do", [
  z.object({ do: z.literal("create"), entity, body: fields }),
  z.object({ do: z.literal("update"), entity, ...named.shape, ...seen, body: fields }),
  z.object({
    do: z.literal("edit-lines"),
    entity: entity.default("Invoice"),
    ...named.shape,
    ...seen,
    lines: z.array(lineEdit).default([]),
    add: z.array(lineAdded).default([]),
    /** Other fields that are saved with the lines, as one change. */
    body: fields,
  }),
  z.object({ do: z.literal("pay"), ...named.shape, ...payment.shape }),
  z.object({ do: z.literal("apply-credit"), credit: named, invoice: named, amount: payment.shape.amount }),
  z.object({ do: z.literal("deposit"), ...deposit.shape }),
  z.object({
    do: z.literal("merge"),
    entity: entity.default("Customer"),
    ...named.shape,
    into: z.string().optional(),
    intoName: z.string().optional(),
    touch: z.boolean().default(false),
  }),
  z.object({ do: z.literal("send"), entity: entity.default("Invoice"), ...named.shape, to: z.string().optional() }),
  z.object({ do: z.literal("close-books"), date: z.iso.date().nullable() }),
  z.object({ do: z.literal("create-item"), name: z.string(), account: z.string().optional(), body: fields }),
  z.object({ do: z.literal("create-customer"), name: z.string(), body: fields }),
  z.object({ do: z.literal("create-vendor"), name: z.string(), body: fields }),
  z.object({ do: z.literal("create-class"), name: z.string() }),
  z.object({ do: z.literal("create-payment-method"), name: z.string() }),
  z.object({ do: z.literal("create-term"), name: z.string(), dueDays: z.number().int().min(0).max(999) }),
  z.object({ do: z.literal("create-tax-code"), name: z.string(), percent: z.number() }),
  z.object({ do: z.literal("activate"), entity, ...named.shape }),
  z.object({ do: z.literal("deactivate"), entity, ...named.shape }),
  z.object({ do: z.literal("rename"), entity, ...named.shape, to: z.string() }),
  z.object({ do: z.literal("item-type"), ...named.shape, to: z.string() }),
  z.object({ do: z.literal("renumber"), entity: entity.default("Invoice"), ...named.shape, to: z.string() }),
  z.object({ do: z.literal("void"), entity: entity.default("Invoice"), ...named.shape }),
  z.object({ do: z.literal("delete"), entity: entity.default("Invoice"), ...named.shape }),
  z.object({ do: z.literal("set-preference"), preferences: fields }),
  z.object({
    entity,
    operation: z.enum(["create", "update", "void", "delete", "send"]),
    body: fields,
    do: z.literal("write"),
  }),
]);

export type Action = z.infer<typeof action>;
