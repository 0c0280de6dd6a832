// What happens on create, update, delete, void and read of one record?
import { Change } from "./change.ts";
import { envelopeTime } from "./clock.ts";
import type { Company } from "./company.ts";
import { isSalesForm, isTransaction, type EntityName } from "./entities.ts";
import { business, invalidId, lapsed, notFound, required, stale, unsupported } from "./faults.ts";
import { asRow, asText, sameJson, type Json, type Row } from "./json.ts";
import { nameRecord } from "./names.ts";
import { beforePaymentDelete, sameMoney, voidPayment, writePayment } from "./payments.ts";
import { present } from "./present.ts";
import { beforeDelete, voidInvoice, writeSalesForm } from "./sales-forms.ts";
import { checkShape } from "./shape.ts";

export type Operation = "create" | "update" | "delete" | "void" | "send";
export type Write = {
  entity: EntityName;
  operation: Operation;
  body: Row;
  include: readonly string[];
  sendTo?: string;
};

/** Computed members a client may send back; they never count. */
const COMPUTED = [
  "MetaData",
  "domain",
  "sparse",
  "Balance",
  "BalanceWithJobs",
  "HomeTotalAmt",
  "HomeBalance",
  "UnappliedAmt",
  "RemainingCredit",
  "FullyQualifiedName",
  "Level",
  "DeliveryInfo",
  "InvoiceLink",
  "RecurDataRef",
  "status",
];
const READ_ONLY: readonly EntityName[] = ["TaxCode", "TaxRate"];
const VOIDABLE: readonly EntityName[] = ["Invoice", "Payment", "SalesReceipt"];

function checkedId(body: Row): string {
  const id = asText(body.Id);
  if (id === undefined) throw required("Id");
  if (!/^-?\d+$/.test(id)) throw invalidId(id);
  return id;
}

function current(company: Company, entity: EntityName, body: Row): Row {
  const id = checkedId(body);
  const row = company.get(entity, id);
  const token = asText(body.SyncToken);
  if (token === undefined || token === "") throw required("SyncToken");
  if (row === undefined) throw notFound();
  if (token !== row.SyncToken) throw stale("another user");
  return row;
}

/** A null inside a record means the same as a missing member. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(withoutNulls);
  const row = asRow(value);
  if (row === undefined) return value;
  const kept: Row = {};
  for (const [field, entry] of Object.entries(row)) {
    if (entry !== null && entry !== undefined) kept[field] = withoutNulls(entry);
  }
  return kept;
}

function clean(body: Row): Row {
  const row: Row = {};
  for (const [field, value] of Object.entries(body)) {
    if (value !== null && value !== undefined && value !== "" && !COMPUTED.includes(field))
      row[field] = withoutNulls(value);
  }
  return row;
}

/** Sparse: fields not named stay. Full: fields not named are emptied, except numbers and identity. */
function merged(body: Row, before: Row): Row {
  const sent = clean(body);
  if (body.sparse !== true && body.sparse !== "true") return { ...sent };
  const row = clean(before);
  if (before.DeliveryInfo !== undefined) row.DeliveryInfo = before.DeliveryInfo;
  for (const [field, value] of Object.entries(body)) {
    if (value === null || value === "") delete row[field];
  }
  return { ...row, ...sent };
}

function apply(change: Change, write: Write, fields: Row, before: Row | undefined): Row {
  const { entity } = write;
  if (isSalesForm(entity)) return writeSalesForm(change, entity, fields, before, write);
  if (entity === "Payment") return writePayment(change, fields, before);
  const row = change.stamped(entity, nameRecord(change, entity, fields, before), before);
  change.put(entity, row);
  return row;
}

function comparable(row: Row): Row {
  const { SyncToken: _token, MetaData: _meta, sparse: _sparse, ...rest } = row;
  return rest;
}

function update(change: Change, write: Write): Row {
  const { company } = change;
  const before = current(company, write.entity, write.body);
  const fields = merged(write.body, before);
  if (write.entity === "Payment") {
    // Left out of a full update, TotalAmt and Line are what they are named to be: required, and nothing applied.
    if (fields.Line !== undefined && sameMoney(fields, before)) {
      const probe = new Change(company, change.nowMs);
      const row = writePayment(probe, { ...fields, Line: before.Line }, before);
      if (sameJson(comparable(row), comparable(before))) return before;
      change.put("Payment", row);
      return row;
    }
    return apply(change, write, fields, before);
  }
  const trial = apply(change, write, fields, before);
  if (!sameJson(comparable(trial), comparable(before))) return trial;
  change.put(write.entity, before);
  return before;
}

function voided(change: Change, write: Write): Row {
  if (!VOIDABLE.includes(write.entity)) throw unsupported("void");
  const before = current(change.company, write.entity, write.body);
  if (write.entity === "Invoice") return voidInvoice(change, before);
  if (write.entity === "Payment") return voidPayment(change, before);
  const row = change.stamped(write.entity, { ...before, TotalAmt: 0, Balance: 0, PrivateNote: "Voided" }, before);
  change.put(write.entity, row);
  return row;
}

function removed(change: Change, write: Write): Row {
  if (!isTransaction(write.entity)) throw unsupported("delete");
  const before = current(change.company, write.entity, write.body);
  if (isSalesForm(write.entity)) beforeDelete(change, write.entity, before);
  if (write.entity === "Payment") beforePaymentDelete(change, before);
  const id = asText(before.Id) ?? "";
  change.remove(write.entity, id);
  return { domain: "QBO", status: "Deleted", Id: id };
}

function sent(change: Change, write: Write): Row {
  const id = checkedId(write.body);
  const before = change.company.get(write.entity, id);
  if (before === undefined) throw notFound();
  const address = write.sendTo ?? asText(asRow(before.BillEmail)?.Address);
  if (address === undefined) throw business("An e-mail address is required to send this form.");
  const delivery = { DeliveryType: "Email", DeliveryTime: envelopeTime(change.nowMs) };
  const fields = { ...before, EmailStatus: "EmailSent", BillEmail: { Address: address }, DeliveryInfo: delivery };
  const row = change.stamped(write.entity, fields, before);
  change.put(write.entity, row);
  return row;
}

function run(change: Change, write: Write): Row {
  if (write.operation === "create") return apply(change, write, clean(write.body), undefined);
  if (write.operation === "update") return update(change, write);
  if (write.operation === "void") return voided(change, write);
  if (write.operation === "delete") return removed(change, write);
  return sent(change, write);
}

/** Executes one write completely or not at all; returns the member for the envelope. Throws Fault. */
export function execute(company: Company, nowMs: number, write: Write): Row {
  if (READ_ONLY.includes(write.entity)) throw unsupported(`${write.operation} ${write.entity}`);
  if (company.settings.preferences.subscription === "lapsed") throw lapsed();
  if (write.operation !== "send") checkShape(write.entity, write.body);
  const change = new Change(company, nowMs);
  const row = run(change, write);
  if (write.operation === "void") change.tell(write.entity, asText(row.Id) ?? "", { as: "Void" });
  if (write.operation === "send") change.tell(write.entity, asText(row.Id) ?? "", { as: "Emailed" });
  change.commit();
  return { [write.entity]: row.status === "Deleted" ? row : present(company, write.entity, row) };
}

/** Reads one record. Throws 610 for an unknown id, 2030 for one that is no number. */
export function readOne(company: Company, entity: EntityName, id: string): Row {
  const pseudo = entity === "TaxCode" && /^[A-Za-z]+$/.test(id);
  if (!pseudo && !/^-?\d+$/.test(id)) throw invalidId(id);
  const row = company.get(entity, id);
  if (row === undefined) throw notFound();
  return { [entity]: present(company, entity, row) };
}
