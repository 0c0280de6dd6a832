// Conformance: a person inside QuickBooks changes what the app has written, and the app sees it through the API.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { entityOf } from "./entities.ts";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { startSimulator } from "./server.ts";
import { faultCode, faultDetail, line, openBooks, type Books, type Reply } from "./test-client.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.simulator.close());

const ask = (action: Row): Promise<Reply> => books.control("bookkeeper", action);
async function does(action: Row): Promise<Row> {
  const reply = await ask(action);
  if (reply.status !== 200) throw new Error(reply.text);
  return Object.values(reply.body).map(asRow)[0] ?? {};
}
const id = (row: Row): string => asText(row.Id) ?? "";
const newCustomer = (name: string) => books.write("customer", { DisplayName: name });
const invoiceOf = (customer: Row, amount: number, more: Row = {}) =>
  books.write("invoice", { CustomerRef: { value: id(customer) }, Line: [line(amount)], ...more });
async function changedSince(since: string, entities: string): Promise<Row[]> {
  const reply = await books.call("GET", `cdc?entities=${entities}&changedSince=${encodeURIComponent(since)}`);
  const [answer] = asRows(reply.body.CDCResponse);
  return asRows(answer?.QueryResponse).flatMap((slot) => Object.values(slot).flatMap((value) => asRows(value)));
}

it("5.6 a payment in part lowers the balance by its amount, the rest in full pays it; the token moves by one each time", async () => {
  const invoice = await invoiceOf(await newCustomer("Pays twice"), 100, { DocNumber: "P-2" });
  const first = await does({ do: "pay", id: id(invoice), amount: "30.25", date: "2026-09-01", reference: "CHK 1" });
  expect(first).toMatchObject({ TotalAmt: 30.25, UnappliedAmt: 0, TxnDate: "2026-09-01", PaymentRefNum: "CHK 1" });
  expect(await books.read(`invoice/${id(invoice)}`)).toMatchObject({ Balance: 69.75, SyncToken: "1" });
  const second = await does({ do: "pay", docNumber: "P-2" });
  expect(second.TotalAmt).toBe(69.75);
  const paid = await books.read(`invoice/${id(invoice)}`);
  expect(paid).toMatchObject({ Balance: 0, SyncToken: "2" });
  expect(asRows(paid.LinkedTxn).map((link) => link.TxnId)).toEqual([id(first), id(second)]);
  expect(faultDetail(await ask({ do: "pay", id: id(invoice) }))).toContain("Nothing is open");
});

it("5.6 more than is open is accepted, the rest stays unapplied", async () => {
  const invoice = await invoiceOf(await newCustomer("Overpays"), 40);
  expect(await does({ do: "pay", id: id(invoice), amount: 100 })).toMatchObject({ TotalAmt: 100, UnappliedAmt: 60 });
});

it("5.6 a credit memo is applied by a payment of zero with two lines", async () => {
  const customer = await newCustomer("Credited");
  const invoice = await invoiceOf(customer, 90);
  const credit = await books.write("creditmemo", { CustomerRef: { value: id(customer) }, Line: [line(25)] });
  const payment = await does({ do: "apply-credit", credit: { id: id(credit) }, invoice: { id: id(invoice) } });
  expect(payment.TotalAmt).toBe(0);
  expect(asRows(payment.Line).map(({ Amount }) => Amount)).toEqual([25, 25]);
  expect(await books.read(`invoice/${id(invoice)}`)).toMatchObject({ Balance: 65 });
  expect(await books.read(`creditmemo/${id(credit)}`)).toMatchObject({ RemainingCredit: 0, Balance: 0 });
});

it("5.4 lines are edited by their ids, removed and added, as one change of the record", async () => {
  const invoice = await invoiceOf(await newCustomer("Edited"), 0, {
    Line: [line(100, { Qty: 4, UnitPrice: 25 }), line(50), line(7)],
  });
  const [one, two, three] = asRows(invoice.Line).map(id);
  const edited = await does({
    do: "edit-lines",
    id: id(invoice),
    syncToken: "0",
    lines: [
      { id: one ?? "", quantity: 6 },
      { id: two ?? "", amount: "55.5", description: "Waiting time" },
      { id: three ?? "", remove: true },
    ],
    add: [{ item: "1", amount: 12, description: "Gate fee" }],
    body: { PrivateNote: "by hand", DocNumber: "E-1", TxnDate: "2026-09-02" },
  });
  expect(edited).toMatchObject({
    SyncToken: "1",
    TotalAmt: 217.5,
    DocNumber: "E-1",
    TxnDate: "2026-09-02",
    PrivateNote: "by hand",
  });
  expect(asRows(edited.Line).map(({ Id, Amount, Description }) => [Id, Amount, Description])).toEqual([
    [one, 150, undefined],
    [two, 55.5, "Waiting time"],
    ["4", 12, "Gate fee"],
    [undefined, 217.5, undefined],
  ]);
  expect(faultCode(await ask({ do: "edit-lines", id: id(invoice), lines: [{ id: "99", amount: 1 }] }))).toBe("610");
});

it("5.4 an amount typed over quantity × rate moves the rate, or drops it where no rate gives that amount", async () => {
  const invoice = await invoiceOf(await newCustomer("Rated"), 0, { Line: [line(100, { Qty: 4, UnitPrice: 25 })] });
  const edit = async (amount: number) => {
    const edited = await does({ do: "edit-lines", id: id(invoice), lines: [{ id: "1", amount }] });
    return asRow(asRows(edited.Line)[0]?.SalesItemLineDetail);
  };
  expect(await edit(110)).toMatchObject({ Qty: 4, UnitPrice: 27.5 });
  expect(await edit(100.01)).toMatchObject({ Qty: 4, UnitPrice: 25.0025 });
});

it("2.5 who saves what they opened before somebody else's change is refused with 5010", async () => {
  const invoice = await invoiceOf(await newCustomer("Raced"), 10);
  await books.write("invoice", { Id: invoice.Id, SyncToken: "0", sparse: true, PrivateNote: "by the app" });
  const late = { do: "edit-lines", id: id(invoice), syncToken: "0", body: { PrivateNote: "by hand" } };
  expect(faultCode(await ask(late))).toBe("5010");
  await does({ ...late, syncToken: "1" });
  expect(await books.refusal("invoice", { Id: invoice.Id, SyncToken: "1", sparse: true, PrivateNote: "again" })).toBe(
    "5010",
  );
});

it("5.6 a merged customer is gone (610, deleted in CDC); transactions, balance and sub-customers move over", async () => {
  const since = new Date(Date.now() - 2000).toISOString();
  const stays = await newCustomer("Merge Stays");
  const goes = await newCustomer("Merge Goes");
  const job = await books.write("customer", { DisplayName: "Job 1", Job: true, ParentRef: { value: id(goes) } });
  const invoice = await invoiceOf(goes, 70);
  const payment = await does({ do: "pay", id: id(invoice), amount: 20 });
  const before = await books.read(`invoice/${id(invoice)}`);
  const kept = await does({ do: "merge", name: "Merge Goes", intoName: "Merge Stays" });
  expect(kept).toMatchObject({ Id: stays.Id, SyncToken: "1", DisplayName: "Merge Stays", Balance: 50 });

  expect(faultCode(await books.call("GET", `customer/${id(goes)}`))).toBe("610");
  expect(
    await books.refusal("customer", { Id: goes.Id, SyncToken: "0", sparse: true, DisplayName: "Back again" }),
  ).toBe("610");
  expect(await books.refusal("invoice", { CustomerRef: { value: id(goes) }, Line: [line(1)] })).toBe("2500");
  const after = await books.read(`invoice/${id(invoice)}`);
  expect(after).toMatchObject({
    CustomerRef: { value: stays.Id, name: "Merge Stays" },
    SyncToken: before.SyncToken,
    MetaData: before.MetaData,
  });
  expect(await books.read(`payment/${id(payment)}`)).toMatchObject({ CustomerRef: { value: stays.Id } });
  expect(await books.read(`customer/${id(job)}`)).toMatchObject({
    ParentRef: { value: stays.Id },
    FullyQualifiedName: "Merge Stays:Job 1",
  });
  const changed = await changedSince(since, "Customer");
  expect(changed.find((row) => row.Id === goes.Id)).toMatchObject({ status: "Deleted", domain: "QBO" });
  expect(changed.find((row) => row.Id === stays.Id)).toMatchObject({ SyncToken: "1" });
  await books.write("customer", { DisplayName: "Merge Goes" });
});

it("5.6 merged items: lines name the one that stays; with touch the documents get a new token", async () => {
  const account = asText((await books.rows("select * from Account where AccountType = 'Income'"))[0]?.Id) ?? "";
  const item = (Name: string) => books.write("item", { Name, Type: "Service", IncomeAccountRef: { value: account } });
  const [stays, goes] = [await item("Waiting"), await item("Waiting time")];
  const invoice = await invoiceOf(await newCustomer("Items"), 0, {
    Line: [line(10, { ItemRef: { value: id(goes) } })],
  });
  await does({ do: "merge", entity: "Item", id: id(goes), into: id(stays), touch: true });
  const after = await books.read(`invoice/${id(invoice)}`);
  expect(after.SyncToken).toBe("1");
  expect(asRow(asRows(after.Line)[0]?.SalesItemLineDetail)?.ItemRef).toEqual({ value: stays.Id, name: "Waiting" });
  expect(faultCode(await books.call("GET", `item/${id(goes)}`))).toBe("610");
});

it("5.6 a merge that makes no sense is refused in words", async () => {
  const one = await newCustomer("Alone");
  const child = await books.write("customer", { DisplayName: "Child", Job: true, ParentRef: { value: id(one) } });
  const merge = async (entity: string, from: Row, into: Row) =>
    faultDetail(await ask({ do: "merge", entity, id: id(from), into: id(into) }));
  expect(await merge("Customer", one, one)).toContain("with itself");
  expect(await merge("Customer", child, one)).toContain("above or below");
  const idle = await newCustomer("Idle");
  await does({ do: "deactivate", entity: "Customer", id: id(idle) });
  expect(await merge("Customer", one, idle)).toContain("must be active");
  const [a, b] = await books.rows("select * from Term");
  expect(await merge("Term", a ?? {}, b ?? {})).toContain("cannot be merged");
  const accounts = await books.rows("select * from Account");
  const bank = accounts.find((row) => row.AccountType === "Bank") ?? {};
  const income = accounts.find((row) => row.AccountType === "Income") ?? {};
  expect(await merge("Account", bank, income)).toContain("same type");
});

it("2.10 a form sent by hand is marked as e-mailed and gets the next token", async () => {
  const invoice = await invoiceOf(await newCustomer("Mailed"), 10);
  const sent = await does({ do: "send", id: id(invoice), to: "ap@example.com" });
  expect(sent).toMatchObject({ EmailStatus: "EmailSent", BillEmail: { Address: "ap@example.com" }, SyncToken: "1" });
});

it("4.3 closing the books refuses everything dated on or before that day with 6210, by hand as well", async () => {
  const invoice = await invoiceOf(await newCustomer("Closed"), 10, { TxnDate: "2026-03-31" });
  await does({ do: "close-books", date: "2026-03-31" });
  const preferences = await books.read("preferences");
  expect(asRow(preferences.AccountingInfoPrefs)?.BookCloseDate).toBe("2026-03-31");
  expect(await books.refusal("invoice", { Id: invoice.Id, SyncToken: "0", sparse: true, PrivateNote: "x" })).toBe(
    "6210",
  );
  expect(faultCode(await ask({ do: "delete", id: id(invoice) }))).toBe("6210");
  await does({ do: "close-books", date: null });
  await does({ do: "delete", id: id(invoice) });
  expect((await ask({ do: "close-books", date: "yesterday" })).status).toBe(400);
});

it.runIf(entityOf("Deposit") !== undefined)(
  "4.3 a payment on a deposit cannot be changed any more (6540) until the deposit is gone",
  async () => {
    const invoice = await invoiceOf(await newCustomer("Banked"), 60);
    const payment = await does({ do: "pay", id: id(invoice) });
    const deposit = await does({ do: "deposit", payments: [id(payment)], date: "2026-10-01" });
    expect(deposit).toMatchObject({ TotalAmt: 60, TxnDate: "2026-10-01" });
    expect(faultCode(await ask({ do: "delete", entity: "Payment", id: id(payment) }))).toBe("6540");
    await does({ do: "delete", entity: "Deposit", id: id(deposit) });
    await does({ do: "delete", entity: "Payment", id: id(payment) });
    expect(await books.read(`invoice/${id(invoice)}`)).toMatchObject({ Balance: 60 });
  },
);

it("5.6 a deleted payment reopens its invoice, a voided one too", async () => {
  const invoice = await invoiceOf(await newCustomer("Reopened"), 60);
  for (const verb of ["delete", "void"]) {
    const payment = await does({ do: "pay", id: id(invoice) });
    expect(await books.read(`invoice/${id(invoice)}`)).toMatchObject({ Balance: 0 });
    await does({ do: verb, entity: "Payment", id: id(payment) });
    expect(await books.read(`invoice/${id(invoice)}`)).toMatchObject({ Balance: 60 });
  }
});

it("9.1 (20) who changed what is still known after a restart with --data", async () => {
  const data = mkdtempSync(path.join(tmpdir(), "simulator-audit-"));
  try {
    const first = await openBooks({}, { data });
    await first.control("bookkeeper", { do: "create-customer", name: "Remembered" });
    await first.simulator.close();
    const again = await startSimulator({ data });
    const page = await (await fetch(`${again.url}/app/company/${first.realm}?list=Audit`)).text();
    await again.close();
    expect(page).toContain("Bookkeeper");
    expect(page).toContain("Customer Remembered");
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
