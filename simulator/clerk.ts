// What can a bookkeeper do by hand inside QuickBooks, past the API's limits?
import { z } from "zod";
import type { Company } from "./company.ts";
import { ENTITIES, KINDS, type EntityName } from "./entities.ts";
import { notFound } from "./faults.ts";
import { asRow, asText, type Json, type Row } from "./json.ts";
import { execute, type Operation } from "./operations.ts";
import { patched, readPatch } from "./settings.ts";
import { addTaxCode } from "./templates.ts";

const named = z.object({ id: z.string().optional(), name: z.string().optional(), docNumber: z.string().optional() });
const entity = z.enum(ENTITIES);
const fields = z.record(z.string(), z.unknown()).default({});

const action = z.discriminatedUnion("do", [
  z.object({ do: z.literal("create"), entity, body: fields }),
  z.object({ do: z.literal("update"), entity, ...named.shape, body: fields }),
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

type Who = z.infer<typeof named>;
const DELETED = " (deleted)";

/** The record meant by id, name (also of an inactive one, without its suffix) or number. Throws 610. */
function find(company: Company, kind: EntityName, { id, name, docNumber }: Who): Row {
  const table = company.table(kind);
  const field = KINDS[kind].name ?? "Name";
  const row =
    id !== undefined
      ? table.rows.get(id)
      : docNumber !== undefined
        ? table.find("DocNumber", docNumber)[0]
        : (table.find(field, name ?? "")[0] ?? table.find(field, `${name ?? ""}${DELETED}`)[0]);
  if (row === undefined) throw notFound();
  return row;
}

function incomeAccount(company: Company, name: string | undefined): Row {
  const table = company.table("Account");
  const row =
    (name === undefined ? undefined : table.find("Name", name)[0]) ??
    table.find("Name", "Freight Income")[0] ??
    [...table.rows.values()].find((account) => account.AccountType === "Income");
  if (row === undefined) throw notFound();
  return { value: asText(row.Id) ?? "" };
}

/** Does one thing as a human; answers with the record. Throws Fault, ZodError. */
export function clerkAction(company: Company, nowMs: number, input: unknown): Row {
  const generic = asRow(input as Json)?.operation !== undefined && asRow(input as Json)?.do === undefined;
  const wanted = action.parse(generic ? { ...(input as Row), do: "write" } : input);
  const write = (kind: EntityName, operation: Operation, body: Row): Row =>
    execute(company, nowMs, { entity: kind, operation, body, include: [] });
  const change = (kind: EntityName, who: Who, body: Row): Row => {
    const row = find(company, kind, who);
    return write(kind, "update", { Id: row.Id, SyncToken: row.SyncToken, sparse: true, ...body });
  };
  const remove = (kind: EntityName, who: Who, operation: "void" | "delete"): Row => {
    const row = find(company, kind, who);
    return write(kind, operation, { Id: row.Id, SyncToken: row.SyncToken });
  };
  switch (wanted.do) {
    case "create":
      return write(wanted.entity, "create", wanted.body as Row);
    case "update":
      return change(wanted.entity, wanted, wanted.body as Row);
    case "write":
      return write(wanted.entity, wanted.operation, wanted.body as Row);
    case "create-item": {
      const body = { Name: wanted.name, Type: "Service", IncomeAccountRef: incomeAccount(company, wanted.account) };
      return write("Item", "create", { ...body, ...(wanted.body as Row) });
    }
    case "create-customer":
      return write("Customer", "create", { DisplayName: wanted.name, ...(wanted.body as Row) });
    case "create-vendor":
      return write("Vendor", "create", { DisplayName: wanted.name, ...(wanted.body as Row) });
    case "create-class":
      return write("Class", "create", { Name: wanted.name });
    case "create-payment-method":
      return write("PaymentMethod", "create", { Name: wanted.name });
    case "create-term":
      return write("Term", "create", { Name: wanted.name, DueDays: wanted.dueDays });
    case "create-tax-code":
      return { TaxCode: addTaxCode(company, nowMs, wanted.name, [{ name: wanted.name, percent: wanted.percent }]) };
    case "activate":
      return change(wanted.entity, wanted, { Active: true });
    case "deactivate":
      return change(wanted.entity, wanted, { Active: false });
    case "rename":
      return change(wanted.entity, wanted, { [KINDS[wanted.entity].name ?? "Name"]: wanted.to });
    case "item-type":
      return change("Item", wanted, { Type: wanted.to, IncomeAccountRef: incomeAccount(company, undefined) });
    case "renumber":
      return change(wanted.entity, wanted, { DocNumber: wanted.to });
    case "void":
    case "delete":
      return remove(wanted.entity, wanted, wanted.do);
    case "set-preference":
      company.changeSettings(patched(company.settings, readPatch({ preferences: wanted.preferences })));
      return { preferences: company.settings.preferences };
  }
}
