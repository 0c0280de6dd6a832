// Which records does QuickBooks Online keep, which of them is a document of ours, and how does each end?
import type { DocumentKind } from "#lib/documents/document.ts";

/** Forms made of sales lines. */
export const qboSaleForms = ["Invoice", "Estimate", "SalesReceipt", "CreditMemo", "RefundReceipt"] as const;
export type QboSaleForm = (typeof qboSaleForms)[number];

/** Lists of names: nothing in them can be deleted, only made inactive. */
export const qboNameLists = ["Customer", "Item", "Account", "Term", "Class", "Department", "PaymentMethod"] as const;
export type QboNameList = (typeof qboNameLists)[number];

/** What is only read: taxes are set up in QuickBooks, and a company describes itself. */
export const qboReadOnly = ["TaxCode", "TaxRate", "CompanyInfo", "Preferences"] as const;

export type QboWritable = QboSaleForm | "Payment" | QboNameList;
export type QboEntity = QboWritable | (typeof qboReadOnly)[number];
/** Records a document of ours becomes. */
export type QboDocumentEntity = QboSaleForm | "Payment" | "Customer" | "Item";

/** QuickBooks' word for each kind of document. It has no sales orders: an estimate is what an invoice can be made from. */
export const entityOfKind: Readonly<Record<DocumentKind, QboDocumentEntity>> = {
  customer: "Customer",
  item: "Item",
  "sales-order": "Estimate",
  invoice: "Invoice",
  "sales-receipt": "SalesReceipt",
  payment: "Payment",
  "credit-memo": "CreditMemo",
  "refund-receipt": "RefundReceipt",
};

/** How a record is taken back. Estimates, credit memos and refund receipts have no void: they are deleted. */
export const endings: Readonly<Record<QboDocumentEntity, "void" | "delete" | "deactivate">> = {
  Customer: "deactivate",
  Item: "deactivate",
  Invoice: "void",
  Payment: "void",
  SalesReceipt: "void",
  Estimate: "delete",
  CreditMemo: "delete",
  RefundReceipt: "delete",
};

/** The field that bears a name, unique within its list. */
export function nameField(list: QboNameList): "DisplayName" | "Name" {
  return list === "Customer" ? "DisplayName" : "Name";
}

export function isNameList(entity: QboEntity): entity is QboNameList {
  return (qboNameLists as readonly string[]).includes(entity);
}
