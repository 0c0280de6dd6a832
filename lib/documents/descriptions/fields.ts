// Which fields may a description name, and what is each called? What a person sees as chips is this list.

/** What a field belongs to; the first word of its path. */
export const fieldRoots = [
  "document",
  "bill_to",
  "order",
  "charge_set",
  "charge",
  "stop",
  "reference",
  "credit",
] as const;
export type FieldRoot = (typeof fieldRoots)[number];

export type DescriptionField = { readonly path: string; readonly label: string; readonly example: string };

export type FieldGroup = {
  readonly title: string;
  readonly root: FieldRoot;
  readonly fields: readonly DescriptionField[];
};

/** `name label example`, a field a row. */
function group(title: string, root: FieldRoot, rows: readonly (readonly [string, string, string])[]): FieldGroup {
  return { title, root, fields: rows.map(([name, label, example]) => ({ path: `${root}.${name}`, label, example })) };
}

export const fieldGroups: readonly FieldGroup[] = [
  group("Document", "document", [
    ["kind", "Kind of document", "Invoice"],
    ["number", "Document number", "HL-10001"],
    ["date", "Document date", "2026-11-18"],
    ["due_date", "Due date", "2026-12-18"],
    ["terms", "Terms", "Net 30"],
    ["total", "Total", "455.00"],
    ["tax", "Tax", "30.00"],
  ]),
  group("Who pays", "bill_to", [
    ["name", "Bill-to", "Acme Imports"],
    ["company", "Bill-to company", "Acme Imports LLC"],
    ["email", "Bill-to e-mail", "ap@acme.example"],
    ["id", "Bill-to ID at the source", "C-7"],
  ]),
  group("Order", "order", [
    ["number", "Order or load number", "HL-10001"],
    ["date", "Order date", "2026-11-18"],
    ["due_date", "Order's due date", "2026-12-18"],
    ["customer", "Customer", "Acme Imports"],
    ["customer_company", "Customer's company", "Acme Imports LLC"],
    ["customer_id", "Customer's ID at the source", "C-7"],
    ["job", "Job, album or event", "Autumn shoot"],
    ["job_id", "Job's ID at the source", "J-12"],
    ["terms", "Order's terms", "Net 30"],
    ["class", "Class", "Oakland"],
    ["status", "Status", "completed"],
    ["notes", "Notes", "Gate code 4711"],
    ["total", "Order total", "455.00"],
    ["tax", "Order tax", "30.00"],
    ["shipping", "Shipping", "12.00"],
    ["discount", "Discount", "5.00"],
    ["currency", "Currency", "USD"],
    ["id", "Order's ID at the source", "load-812"],
  ]),
  group("Load", "order", [
    ["container", "Container", "MSCU1234567"],
    ["bol", "Bill of lading", "BOL-99120"],
    ["po", "Purchase order", "PO-4471"],
    ["booking", "Booking", "BK-77120"],
    ["seal", "Seal", "SL-009"],
    ["branch", "Branch", "Long Beach"],
  ]),
  group("Charge set", "charge_set", [
    ["number", "Charge set number", "HL-C-1"],
    ["position", "Charge set's place", "1"],
    ["amount", "Charge set amount", "425.00"],
    ["bill_to", "Charge set's bill-to", "Acme Imports"],
  ]),
  group("Charge", "charge", [
    ["description", "Charge description", "Drayage Long Beach to Ontario"],
    ["code", "Charge code", "Line Haul"],
    ["quantity", "Quantity", "1"],
    ["unit_price", "Unit price", "425.00"],
    ["amount", "Charge amount", "425.00"],
    ["service_date", "Service date", "2026-11-17"],
    ["class", "Charge's class", "Oakland"],
    ["line", "Line number", "1"],
  ]),
  group("Stops", "stop", [
    ["position", "Stop's place", "1"],
    ["kind", "Pickup or delivery", "pickup"],
    ["name", "Stop", "Pier J"],
    ["city", "Stop's city", "Long Beach"],
    ["region", "Stop's state", "CA"],
    ["date", "Stop's date", "2026-11-17"],
    ["reference", "Stop's reference", "Appt 1182"],
  ]),
  group("References", "order", [["all_references", "All references", "Container MSCU1234567, PO PO-4471"]]),
  group("References", "reference", [
    ["name", "Reference's name", "Container"],
    ["value", "Reference", "MSCU1234567"],
  ]),
  group("Credit", "credit", [
    ["number", "Credit memo number", "HL-10001"],
    ["amount", "Credit amount", "50.00"],
    ["date", "Credit date", "2026-11-25"],
    ["reason", "Reason", "Damaged pallet"],
  ]),
];

/** What is there several times, by its path: each time it is the thing named. */
export const fieldLists = {
  orders: "order",
  "order.charge_sets": "charge_set",
  "order.charges": "charge",
  "order.stops": "stop",
  "order.references": "reference",
  "charge_set.charges": "charge",
} as const satisfies Readonly<Record<string, FieldRoot>>;

/** Fields under a name of the order's own: `order.reference["Container"]`. */
export const namedFields = ["order.reference", "order.custom"] as const;

/**
 * Where a text stands, by what is there once. line: of one charge. text: of one order. combined: of several orders.
 * credit: of one credit of an order.
 */
export const places = {
  line: ["document", "bill_to", "order", "charge_set", "charge"],
  text: ["document", "bill_to", "order"],
  combined: ["document", "bill_to"],
  credit: ["document", "bill_to", "order", "credit"],
} as const satisfies Readonly<Record<string, readonly FieldRoot[]>>;
export type Place = keyof typeof places;

/** Filters that may follow a field after a bar. */
export const safeFilters = [
  "append",
  "capitalize",
  "date",
  "default",
  "downcase",
  "prepend",
  "remove",
  "strip",
  "truncate",
  "truncatewords",
  "upcase",
] as const;

export const safeTags = ["if", "unless", "case", "for", "comment", "raw"] as const;
