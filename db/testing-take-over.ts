// What tests of taking an invoice over say: a studio whose bookkeeper made a deposit invoice that an order can take over.
import { CompanySettings } from "#lib/documents/settings.ts";
import { listInvoices } from "#lib/operations/list-invoices.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { takeOverInvoice } from "#lib/operations/take-over-invoice.ts";
import type { PaymentsWorld } from "./testing-payments.ts";
import { acme } from "./testing-reading.ts";
import { orderOf, planned, type BookRow, type TestCompany } from "./testing-world.ts";

/** The payment method of the deposit becomes known as it is. */
export const added = { Afterpay: { is: "add" } } as const;

export type Studio = { readonly company: TestCompany; readonly orderId: string; readonly deposit: string };

/** Nothing leaves by itself, or everything does. */
export async function exports(company: TestCompany, how: "by-hand" | "by-itself"): Promise<void> {
  const settings = CompanySettings.parse({ exports: how });
  await saveSettings(company.scope, { companyFileId: company.companyFileId, settings });
}

/**
 * Acme is linked, because its first order was booked. Its second one waits for a person, and the bookkeeper made a
 * deposit invoice for it: 1037 with two lines, 30.00 and 3 x 10.01, paid in two parts by a method nobody here knows.
 */
export async function studio(reading: PaymentsWorld): Promise<Studio> {
  const company = await reading.companyWithInvoice();
  await exports(company, "by-hand");
  await planned(company, [orderOf(2, acme)]);
  const [item] = (await reading.booksOf(company, "Item")).filter((row) => row.Name === "Line Haul");
  const { CustomerRef } = await reading.invoiceOf(company);
  const detail = { ItemRef: { value: String(item?.Id) } };
  const line = { DetailType: "SalesItemLineDetail", Amount: 30, Description: "Deposit", SalesItemLineDetail: detail };
  const sales = { ...line, Amount: 30.03, SalesItemLineDetail: { ...detail, Qty: 3, UnitPrice: 10.01 } };
  const body = { DocNumber: "1037", CustomerRef, TxnDate: "2026-10-20", Line: [line, sales] };
  await reading.clerk(company, { do: "create", entity: "Invoice", body });
  await reading.clerk(company, { do: "create-payment-method", name: "Afterpay" });
  const pay = { do: "pay", docNumber: "1037", method: "Afterpay" };
  await reading.clerk(company, { ...pay, amount: 20, date: "2026-10-21", reference: "AP-1" });
  await reading.clerk(company, { ...pay, amount: 5, date: "2026-10-22", reference: "AP-2" });
  const [order] = await reading.rowsOf("select order_id from orders where tenant_id = $1 and number = 'L-2'", company);
  const { Id } = await invoiceNumbered(reading, company, "1037");
  return { company, orderId: String(order?.order_id), deposit: String(Id) };
}

/** The invoice of a number in the books; nothing of it when there is none. */
export async function invoiceNumbered(reading: PaymentsWorld, company: TestCompany, number: string): Promise<BookRow> {
  return (await reading.booksOf(company)).find((row) => row.DocNumber === number) ?? {};
}

/** An invoice as it is offered to the order. */
export async function offered({ company, orderId }: Studio, number: string) {
  const { invoices } = await listInvoices(company.scope, { orderId, from: 1 });
  return invoices.find((invoice) => invoice.number === number)!;
}

/** Takes the deposit invoice over as it is shown now. */
export async function takeOver(
  there: Studio,
  isImport: boolean,
  methods: Parameters<typeof takeOverInvoice>[1]["methods"] = {},
) {
  const { ledgerId, versionToken } = await offered(there, "1037");
  const { company, orderId } = there;
  return await takeOverInvoice(company.scope, { orderId, ledgerId, versionToken, isImport, methods });
}
