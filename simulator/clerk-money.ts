// How does a bookkeeper receive a payment, use a credit, make a deposit, and change the lines of a form?
import { z } from "zod";
import type { Company } from "./company.ts";
import { entityOf, KINDS, type EntityName } from "./entities.ts";
import { business, notFound, unsupported } from "./faults.ts";
import { asRow, asRows, asText, refId, type Row } from "./json.ts";
import { centsOrZero, decimal, productCents } from "./money.ts";

export type Who = { id?: string | undefined; name?: string | undefined; docNumber?: string | undefined };

const money = z.union([z.number(), z.string().refine((text) => decimal(text) !== undefined, "is not an amount")]);

export const lineEdit = z.strictObject({
  id: z.string(),
  amount: money.optional(),
  quantity: money.optional(),
  rate: money.optional(),
  description: z.string().optional(),
  remove: z.boolean().optional(),
});
export const lineAdded = z.strictObject({
  /** Id of the item; without one the line has none. */
  item: z.string().optional(),
  amount: money,
  description: z.string().optional(),
});
export const payment = z.object({
  amount: money.optional(),
  date: z.string().optional(),
  method: z.string().optional(),
  reference: z.string().optional(),
  account: z.string().optional(),
  memo: z.string().optional(),
});
export const deposit = z.object({
  payments: z.array(z.string()).min(1),
  account: z.string().optional(),
  date: z.string().optional(),
  memo: z.string().optional(),
});
export type PaymentInput = z.infer<typeof payment>;
export type DepositInput = z.infer<typeof deposit>;

const DELETED = " (deleted)";

/** The record meant by id, name (also of an inactive one, without its suffix) or number. Throws 610. */
export function find(company: Company, kind: EntityName, { id, name, docNumber }: Who): Row {
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

/** A reference to the record of that id or name. Throws 610. */
function refTo(company: Company, kind: EntityName, word: string): Row {
  const row = company.get(kind, word) ?? find(company, kind, { name: word });
  return { value: asText(row.Id) ?? "" };
}

/** Leaves out members without a value. */
function given(fields: Record<string, Row[string]>): Row {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""));
}

/** The body of a payment of one invoice: the whole open balance unless an amount is given. Throws 6000. */
export function paymentBody(company: Company, invoice: Row, input: PaymentInput): Row {
  const amount = input.amount ?? asText(invoice.Balance) ?? "0";
  if (centsOrZero(amount) <= 0) throw business("Nothing is open on this invoice, or the amount is not above zero.");
  return given({
    CustomerRef: { value: refId(invoice.CustomerRef) ?? "" },
    TotalAmt: Number(amount),
    TxnDate: input.date,
    PaymentRefNum: input.reference,
    PrivateNote: input.memo,
    PaymentMethodRef: input.method === undefined ? undefined : refTo(company, "PaymentMethod", input.method),
    DepositToAccountRef: input.account === undefined ? undefined : refTo(company, "Account", input.account),
    Line: [{ Amount: Number(amount), LinkedTxn: [{ TxnId: asText(invoice.Id) ?? "", TxnType: "Invoice" }] }],
  });
}

/** The zero payment that applies a credit memo to an invoice (facts, 5.6). Throws 6000. */
export function creditBody(credit: Row, invoice: Row, amount: number | string | undefined): Row {
  const most = Math.min(centsOrZero(credit.Balance), centsOrZero(invoice.Balance));
  const value = amount === undefined ? most / 100 : Number(amount);
  if (value <= 0) throw business("Nothing is left on the credit memo or open on the invoice.");
  const link = (row: Row, type: string) => ({
    Amount: value,
    LinkedTxn: [{ TxnId: asText(row.Id) ?? "", TxnType: type }],
  });
  return {
    CustomerRef: { value: refId(invoice.CustomerRef) ?? "" },
    TotalAmt: 0,
    Line: [link(invoice, "Invoice"), link(credit, "CreditMemo")],
  };
}

/** The entity Deposit. Throws 500 where the simulator keeps none. */
export function depositEntity(): EntityName {
  const entity = entityOf("Deposit");
  if (entity === undefined) throw unsupported("create Deposit");
  return entity;
}

function bankAccount(company: Company): string {
  const bank = [...company.table("Account").rows.values()].find((row) => row.AccountType === "Bank");
  if (bank === undefined) throw notFound();
  return asText(bank.Id) ?? "";
}

/** The body of a deposit of payments (and sales receipts) that wait in Undeposited Funds. Throws 610. */
export function depositBody(company: Company, input: DepositInput): Row {
  const lines = input.payments.map((id): Row => {
    const type = company.get("Payment", id) === undefined ? "SalesReceipt" : "Payment";
    const row = company.get(type, id);
    if (row === undefined) throw notFound();
    return { Amount: row.TotalAmt ?? 0, LinkedTxn: [{ TxnId: id, TxnType: type, TxnLineId: "0" }] };
  });
  return given({
    DepositToAccountRef: refTo(company, "Account", input.account ?? bankAccount(company)),
    TxnDate: input.date,
    PrivateNote: input.memo,
    Line: lines,
  });
}

/** Ids of payments and sales receipts that stand on a deposit already. */
export function depositedIds(company: Company): Set<string> {
  const entity = entityOf("Deposit");
  const deposits = entity === undefined ? [] : [...company.table(entity).rows.values()];
  const links = deposits.flatMap((row) => asRows(row.Line).flatMap((line) => asRows(line.LinkedTxn)));
  return new Set(links.map((link) => asText(link.TxnId) ?? ""));
}

function edited(line: Row, edit: z.infer<typeof lineEdit>): Row {
  const row: Row = { ...line };
  if (edit.description !== undefined) row.Description = edit.description;
  const detail: Row = { ...asRow(line.SalesItemLineDetail) };
  if (line.DetailType !== "SalesItemLineDetail") return row;
  if (edit.quantity !== undefined) detail.Qty = Number(edit.quantity);
  if (edit.rate !== undefined) detail.UnitPrice = Number(edit.rate);
  const product = productCents(detail.Qty, detail.UnitPrice);
  if (edit.amount !== undefined) row.Amount = Number(edit.amount);
  else if (product !== undefined) row.Amount = product / 100;
  // As in the form: a typed amount wins, and the rate follows; a rate that would not give it back is left out.
  if (product !== undefined && product !== centsOrZero(row.Amount)) {
    const rate = Number((Number(row.Amount) / Number(detail.Qty)).toFixed(7));
    if (productCents(detail.Qty, rate) === centsOrZero(row.Amount)) detail.UnitPrice = rate;
    else delete detail.UnitPrice;
  }
  row.SalesItemLineDetail = detail;
  return row;
}

/** The lines of a form after edits by line id, removals and additions. Throws 610 for a line that is not there. */
export function editedLines(form: Row, edits: z.infer<typeof lineEdit>[], added: z.infer<typeof lineAdded>[]): Row[] {
  const byId = new Map(edits.map((edit) => [edit.id, edit]));
  const lines = asRows(form.Line).flatMap((line): Row[] => {
    const edit = byId.get(asText(line.Id) ?? "none");
    byId.delete(asText(line.Id) ?? "none");
    if (edit === undefined) return [line];
    return edit.remove === true ? [] : [edited(line, edit)];
  });
  if (byId.size > 0) throw notFound();
  const more = added.map(({ item, amount, description }): Row => ({
    DetailType: "SalesItemLineDetail",
    Amount: Number(amount),
    ...(description === undefined ? {} : { Description: description }),
    SalesItemLineDetail: item === undefined ? {} : { ItemRef: { value: item } },
  }));
  return [...lines, ...more];
}
