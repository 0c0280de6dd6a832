// How do lines of a CSV become orders? One line per charge; lines of one order stand together and repeat its columns.
import { multiply, toDecimal } from "#lib/money.ts";
import type { OrderInput } from "../order.ts";
import { csvFields, type ColumnMapping, type CsvField } from "./csv-columns.ts";
import { unguarded } from "./csv-refused.ts";
import { readAmount, readDate, readMoment, readNumber, readYesNo, type DateFormat, type Read } from "./csv-values.ts";
import type { OrderDraft, RefusedRecord } from "./source.ts";

/** `line` counts the file's lines from 1, the header included. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };
/** Lines of one order. `firstLine` is set when lines of the same order stood elsewhere before. */
export type CsvGroup = { readonly key: string; readonly rows: readonly CsvRow[]; readonly firstLine?: number };

export type CsvReader = {
  /** Takes the next line; returns the group it ends, when it begins another. */
  push(row: CsvRow): CsvGroup | null;
  /** The last group. */
  end(): CsvGroup | null;
  /** One group as an order, or its lines with the reason why not. An order with one bad line is refused as a whole. */
  read(
    group: CsvGroup,
    readAt: string,
  ): { readonly draft: OrderDraft } | { readonly refused: readonly RefusedRecord[] };
};

type Plan = {
  readonly at: Readonly<Partial<Record<CsvField, number>>>;
  readonly references: readonly { readonly at: number; readonly name: string }[];
  readonly customFields: readonly { readonly at: number; readonly name: string }[];
  readonly width: number;
  readonly dateFormat: DateFormat;
};

/** Reads with one mapping. It remembers which orders it has seen, and nothing else of the file. */
export function csvReader(mapping: ColumnMapping): CsvReader {
  const plan = planOf(mapping);
  const seen = new Map<string, number>();
  let open: { key: string; rows: CsvRow[] } | null = null;

  function close(): CsvGroup | null {
    if (!open) return null;
    const { key, rows } = open;
    open = null;
    const firstLine = seen.get(key);
    if (firstLine !== undefined && key !== "") return { key, rows, firstLine };
    seen.set(key, rows[0]!.line);
    return { key, rows };
  }
  return {
    push(row) {
      const key = cellOf(row, plan.at.externalId) || cellOf(row, plan.at.number);
      if (open && open.key === key && key !== "") {
        open.rows.push(row);
        return null;
      }
      const closed = close();
      open = { key, rows: [row] };
      return closed;
    },
    end: close,
    read: (group, readAt) => readGroup(group, plan, readAt),
  };
}

/** Faults of one line, thrown inside this file only and turned into refused records. */
class LineFault extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

function readGroup(group: CsvGroup, plan: Plan, readAt: string): ReturnType<CsvReader["read"]> {
  try {
    return {
      draft: {
        order: toOrder(group, plan, readAt),
        records: group.rows.map(({ line, cells }) => ({ line, record: cells })),
      },
    };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    const because = group.rows.length > 1 ? `Line ${error.line} of the same order was refused: ${error.message}` : "";
    return {
      refused: group.rows.map(({ line, cells }) => ({
        line,
        record: cells,
        reason: line === error.line ? error.message : because,
      })),
    };
  }
}

function toOrder(group: CsvGroup, plan: Plan, readAt: string): OrderInput {
  const first = group.rows[0]!;
  if (group.key === "") throw new LineFault(first.line, "The order number is empty.");
  if (group.firstLine !== undefined) {
    const sentence = `Lines of order ${group.key} do not stand together: others begin at line ${group.firstLine}. Sort the file by order and import it again.`;
    throw new LineFault(first.line, sentence);
  }
  for (const row of group.rows) checkRow(row, plan);
  const order = orderReader(group.rows, plan);
  const currency = order.text("currency")?.toUpperCase() ?? "USD";
  const orderDate = order.value("orderDate", (cell) => readDate(cell, plan.dateFormat));
  if (!orderDate) throw new LineFault(first.line, "The order date is empty.");
  const tax = order.value("tax", readAmount);
  const jobName = order.text("jobName");
  return {
    externalId: group.key,
    number: order.text("number") ?? group.key,
    status: statusOf(order.text("status"), first.line),
    updatedAt: order.value("updatedAt", (cell) => readMoment(cell, plan.dateFormat)) ?? readAt,
    orderDate,
    ...present({ dueDate: order.value("dueDate", (cell) => readDate(cell, plan.dateFormat)) }),
    currency,
    customer: customerOf(order, group, plan),
    ...(jobName ? { job: { externalId: jobName, name: jobName } } : {}),
    ...present({ terms: order.text("terms"), class: order.text("class"), notes: order.text("notes") }),
    references: namedCells(group.rows, plan.references),
    customFields: namedCells(group.rows, plan.customFields),
    chargeSets: chargeSetsOf(group, plan, order, currency),
    ...present({ discount: order.value("discount", readAmount), shipping: order.value("shipping", readAmount) }),
    taxes: tax && !/^-?[0.]+$/.test(tax) ? [{ name: "Tax", amount: tax }] : [],
    ...present({ total: order.value("total", readAmount) }),
    payments: paymentsOf(group, plan),
  };
}

function checkRow(row: CsvRow, plan: Plan): void {
  if (row.cells.length > plan.width) {
    const sentence = `The line has ${row.cells.length} cells and the header ${plan.width}: a comma or a quote is in the wrong place.`;
    throw new LineFault(row.line, sentence);
  }
  if (row.cells.some((cell) => cell.includes("\uFFFD"))) {
    throw new LineFault(row.line, "The line holds a character that cannot be read. Save the file as UTF-8.");
  }
}

type OrderReader = {
  text(field: CsvField): string | undefined;
  value(field: CsvField, read: (cell: string) => Read<string>): string | undefined;
};

/** Reads what is said of the whole order: once, or on every line alike. */
function orderReader(rows: readonly CsvRow[], plan: Plan): OrderReader {
  function find(field: CsvField): { line: number; cell: string } | null {
    let found = null as { line: number; cell: string } | null;
    for (const row of rows) {
      const cell = cellOf(row, plan.at[field]);
      if (cell === "" || cell === found?.cell) continue;
      if (found) {
        const { label } = csvFields[field];
        throw new LineFault(
          row.line,
          `${label} is "${cell}" here and "${found.cell}" in line ${found.line} of the same order.`,
        );
      }
      found = { line: row.line, cell };
    }
    return found;
  }
  return {
    text: (field) => find(field)?.cell,
    value(field, read) {
      const found = find(field);
      return found ? valueOf(read(found.cell), found.line, field) : undefined;
    },
  };
}

function customerOf(order: OrderReader, group: CsvGroup, plan: Plan): OrderInput["customer"] {
  const name = order.text("customerName");
  if (!name) throw new LineFault(group.rows[0]!.line, "The customer is empty.");
  // Where the customer pays, the payer's address is the customer's.
  const paying = group.rows.find((row) => ["", name].includes(cellOf(row, plan.at.billToName)));
  const billingAddress = present({
    line1: order.text("line1"),
    city: order.text("city"),
    region: order.text("region"),
    postalCode: order.text("postalCode"),
    country: order.text("country"),
  });
  return {
    name,
    ...present({
      externalId: order.text("customerId"),
      company: order.text("customerCompany"),
      email: order.text("customerEmail") ?? (paying && cellOf(paying, plan.at.billToEmail)),
      phone: order.text("customerPhone"),
    }),
    ...(Object.keys(billingAddress).length > 0 ? { billingAddress } : {}),
  };
}

type Charge = OrderInput["chargeSets"][number]["charges"][number];

/** Lines with another payer or invoice number are another charge set. */
function chargeSetsOf(group: CsvGroup, plan: Plan, order: OrderReader, currency: string): OrderInput["chargeSets"] {
  const customer = order.text("customerName");
  const sets = new Map<string, OrderInput["chargeSets"][number]>();
  for (const row of group.rows) {
    const charge = chargeOf(row, plan, currency);
    if (!charge) continue;
    const number = cellOf(row, plan.at.invoiceNumber);
    const billTo = cellOf(row, plan.at.billToName);
    const key = JSON.stringify([number, billTo]);
    const set = sets.get(key);
    if (set) set.charges.push(charge);
    else {
      sets.set(key, {
        ...(number && number !== order.text("number") ? { number } : {}),
        ...(billTo && billTo !== customer
          ? { billTo: { name: billTo, ...present({ email: cellOf(row, plan.at.billToEmail) }) } }
          : {}),
        charges: [charge],
      });
    }
  }
  if (sets.size === 0) throw new LineFault(group.rows[0]!.line, "The order has no charges.");
  return [...sets.values()];
}

/** The charge of a line; null when the line only carries a payment. */
function chargeOf(row: CsvRow, plan: Plan, currency: string): Charge | null {
  const text = (field: CsvField) => cellOf(row, plan.at[field]);
  const [code, amountCell, priceCell] = [text("chargeCode"), text("amount"), text("unitPrice")];
  if (!code && !amountCell && !priceCell) {
    if (text("paymentAmount")) return null;
    throw new LineFault(row.line, "Charge code and amount are empty.");
  }
  if (!code) throw new LineFault(row.line, "The charge code is empty.");
  const quantity = text("quantity") ? valueOf(readNumber(text("quantity")), row.line, "quantity") : "1";
  const unitPrice = priceCell ? valueOf(readNumber(priceCell), row.line, "unitPrice") : undefined;
  const taxable = readYesNo(text("taxable"));
  if (taxable === null) throw new LineFault(row.line, `Taxable: "${text("taxable")}" is neither yes nor no.`);
  const dayCell = text("serviceDate");
  const product = unitPrice === undefined ? null : multiply(quantity, unitPrice, currency);
  const amount = amountCell ? valueOf(readAmount(amountCell), row.line, "amount") : product && toDecimal(product);
  if (!amount) throw new LineFault(row.line, "The amount is empty.");
  return {
    code,
    ...present({ description: text("description"), unitPrice }),
    quantity,
    amount,
    taxable,
    ...(dayCell ? { serviceDate: valueOf(readDate(dayCell, plan.dateFormat), row.line, "serviceDate") } : {}),
  };
}

/** A payment is usually repeated on every line of its order; the same date, method, reference and amount is the same one. */
function paymentsOf(group: CsvGroup, plan: Plan): OrderInput["payments"] {
  const payments = new Map<string, NonNullable<OrderInput["payments"]>[number]>();
  for (const row of group.rows) {
    const text = (field: CsvField) => cellOf(row, plan.at[field]);
    if (!text("paymentAmount")) continue;
    const amount = valueOf(readAmount(text("paymentAmount")), row.line, "paymentAmount");
    if (/^-?[0.]+$/.test(amount)) continue;
    if (!text("paymentDate")) throw new LineFault(row.line, "There is a payment without a date.");
    const date = valueOf(readDate(text("paymentDate"), plan.dateFormat), row.line, "paymentDate");
    const [method, reference] = [text("paymentMethod"), text("paymentReference")];
    const externalId = text("paymentId") || [group.key, date, method, reference, amount].join("/").slice(0, 200);
    payments.set(externalId, { externalId, ...present({ method, reference }), date, amount });
  }
  return [...payments.values()];
}

const STATUSES: Readonly<Record<string, OrderInput["status"]>> = Object.fromEntries([
  ...[
    "",
    "completed",
    "complete",
    "closed",
    "delivered",
    "done",
    "invoiced",
    "billed",
    "paid",
    "fulfilled",
    "shipped",
  ].map((word) => [word, "completed"]),
  ...["open", "pending", "in progress", "in transit", "dispatched", "draft", "new", "active"].map((word) => [
    word,
    "open",
  ]),
  ...["cancelled", "canceled", "void", "voided", "deleted"].map((word) => [word, "cancelled"]),
]) as Record<string, OrderInput["status"]>;

function statusOf(word: string | undefined, line: number): OrderInput["status"] {
  const status = STATUSES[(word ?? "").toLowerCase()];
  if (!status) throw new LineFault(line, `Status "${word}" is not known. Write open, completed or cancelled.`);
  return status;
}

/** Values of columns kept under their own names; several of one order ("two containers") are listed. */
function namedCells(rows: readonly CsvRow[], columns: Plan["references"]): Record<string, string> {
  const named = columns.map(({ at, name }) => {
    const values = new Set(rows.map((row) => cellOf(row, at)).filter((cell) => cell !== ""));
    return [name, [...values].join(", ").slice(0, 500)] as const;
  });
  return Object.fromEntries(named.filter(([, value]) => value !== ""));
}

function planOf(mapping: ColumnMapping): Plan {
  const columns = mapping.columns.map(({ header, target }, at) => ({ at, target, name: header.trim().slice(0, 60) }));
  const named = (target: "reference" | "customField") =>
    columns.filter((one) => one.target === target && one.name !== "");
  return {
    at: Object.fromEntries(columns.map(({ at, target }) => [target, at])),
    references: named("reference"),
    customFields: named("customField"),
    width: columns.length,
    dateFormat: mapping.dateFormat,
  };
}

function cellOf(row: CsvRow, at: number | undefined): string {
  return at === undefined ? "" : unguarded((row.cells[at] ?? "").trim());
}

function valueOf(read: Read<string>, line: number, field: CsvField): string {
  if ("value" in read) return read.value;
  throw new LineFault(line, `${csvFields[field].label}: ${read.reason}`);
}

/** Only the entries that say something. */
function present<K extends string>(entries: Readonly<Record<K, string | undefined>>): { [P in K]?: string } {
  const said = Object.entries<string | undefined>(entries).filter(([, value]) => value);
  return Object.fromEntries(said) as { [P in K]?: string };
}
