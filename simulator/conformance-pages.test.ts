// Conformance, 9.1 (20) of the facts: pages a person works with as somebody inside QuickBooks, without scripts.
import { afterAll, beforeAll, expect, it } from "vitest";
import { asRow, asRows } from "./json.ts";
import { line } from "./test-client.ts";
import { idOf as id, Site } from "./test-site.ts";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.books.simulator.close());

it("9.1 (20) every list opens, finds by words, and leafs through more than one page", async () => {
  const menu = (await site.open(site.company)).text;
  const lists = [...new Set([...menu.matchAll(/\?list=(\w+)/g)].map((match) => match[1]))];
  expect(lists).toEqual(expect.arrayContaining(["Invoice", "Payment", "Customer", "Item", "TaxCode", "Audit"]));
  for (const list of lists) expect((await site.open(`${site.company}?list=${list}`)).status).toBe(200);
  const items = Array.from({ length: 30 }, (_, index) => index);
  for (const round of ["a", "b"]) {
    const BatchItemRequest = items.map((index) => ({
      bId: `${index}`,
      operation: "create",
      Vendor: { DisplayName: `Leaf ${round}${String(index).padStart(2, "0")}` },
    }));
    await site.books.post("batch", { BatchItemRequest });
  }
  const first = await site.open(`${site.company}?list=Vendor&find=leaf`);
  expect(first.words).toContain("60 records found");
  expect(first.words).toContain("Page 1 of 2");
  expect(first.words).not.toContain("Leaf b29");
  expect((await site.open(`${site.company}?list=Vendor&find=leaf&page=2`)).words).toContain("Leaf b29");
  expect((await site.open(`${site.company}?list=Vendor&find=nobody`)).words).toContain(
    "No vendor here with these words.",
  );
});

it("9.1 (20) an invoice is edited in a form: date, number, memo, amounts, descriptions, one line more, one less", async () => {
  const invoice = await site.invoiceOf(await site.customer("Form"), 0, {
    Line: [line(100, { Qty: 4, UnitPrice: 25 }), line(20), line(5)],
    PrivateNote: "old",
    BillEmail: { Address: "old@example.com" },
  });
  const form = await site.open(`${site.company}/edit/Invoice/${id(invoice)}`);
  expect(form.text).toContain('name="line.1.quantity" value="4"');
  const saved = await site.act({
    do: "edit",
    entity: "Invoice",
    id: id(invoice),
    syncToken: "0",
    back: site.deep("invoice", invoice),
    again: `${site.company}/edit/Invoice/${id(invoice)}`,
    "field.DocNumber": "FORM-7",
    "field.TxnDate": "2026-09-05",
    "field.PrivateNote": "",
    "field.BillEmail.Address": "",
    "field.CustomerMemo.value": "Thank you",
    "line.1.quantity": "6",
    "line.1.rate": "25",
    "line.1.amount": "100",
    "line.1.description": "",
    "line.2.amount": "1,020.50",
    "line.2.description": "Waiting",
    "line.3.remove": "true",
    "add.item": "1",
    "add.description": "Gate",
    "add.amount": "3",
  });
  expect(saved.words).toContain("Saved.");
  const after = await site.books.read(`invoice/${id(invoice)}`);
  expect(after).toMatchObject({
    SyncToken: "1",
    DocNumber: "FORM-7",
    TxnDate: "2026-09-05",
    CustomerMemo: { value: "Thank you" },
    TotalAmt: 1173.5,
  });
  expect(after.PrivateNote).toBeUndefined();
  expect(after.BillEmail).toBeUndefined();
  expect(asRows(after.Line).map(({ Amount, Description }) => [Amount, Description])).toEqual([
    [150, undefined],
    [1020.5, "Waiting"],
    [3, "Gate"],
    [1173.5, undefined],
  ]);
});

it("9.1 (20) a form opened before the app's change is refused in words and changes nothing", async () => {
  const invoice = await site.invoiceOf(await site.customer("Overtaken"), 10);
  await site.books.write("invoice", { Id: invoice.Id, SyncToken: "0", sparse: true, PrivateNote: "by the app" });
  const again = `${site.company}/edit/Invoice/${id(invoice)}`;
  const edit = { do: "edit", entity: "Invoice", id: id(invoice), syncToken: "0", again, "field.PrivateNote": "mine" };
  const refused = await site.act(edit);
  expect(refused.words).toContain("Someone else changed this record meanwhile.");
  expect(refused.words).toContain("Edit Invoice");
  expect(await site.books.read(`invoice/${id(invoice)}`)).toMatchObject({ PrivateNote: "by the app", SyncToken: "1" });
});

it("9.1 (20) a customer is edited: name, e-mail, address; what is left alone stays", async () => {
  const who = await site.books.write("customer", {
    DisplayName: "Before",
    PrimaryEmailAddr: { Address: "a@example.com" },
    BillAddr: { Line1: "1 Road", City: "Carson" },
    Notes: "kept",
  });
  await site.act({
    do: "edit",
    entity: "Customer",
    id: id(who),
    syncToken: "0",
    "field.DisplayName": "After",
    "field.PrimaryEmailAddr.Address": "b@example.com",
    "field.BillAddr.Line1": "2 Road",
    "field.BillAddr.City": "Carson",
    "field.Notes": "kept",
  });
  expect(await site.books.read(`customer/${id(who)}`)).toMatchObject({
    DisplayName: "After",
    PrimaryEmailAddr: { Address: "b@example.com" },
    BillAddr: { Line1: "2 Road", City: "Carson" },
    Notes: "kept",
    SyncToken: "1",
  });
});

it("9.1 (20) a payment is received on the page, in part, and shows on the invoice", async () => {
  const invoice = await site.invoiceOf(await site.customer("Payer"), 80, { DocNumber: "PAY-1" });
  expect((await site.open(`${site.company}/pay/Invoice/${id(invoice)}`)).text).toContain('name="amount" value="80"');
  const paid = await site.act({
    do: "pay",
    id: id(invoice),
    amount: "$30.00",
    date: "2026-09-09",
    reference: "CHK 77",
    back: site.deep("invoice", invoice),
  });
  expect(paid.words).toContain("Balance due 50.00");
  expect(paid.words).toContain("Payment CHK 77");
  expect(paid.words).toContain("Partly paid");
  expect(await site.books.read(`invoice/${id(invoice)}`)).toMatchObject({ Balance: 50 });
});

it("9.1 (20) merging, voiding, deleting, making inactive and active, as forms of the record's page", async () => {
  const [stays, goes] = [await site.customer("Form stays"), await site.customer("Form goes")];
  const invoice = await site.invoiceOf(goes, 10, { DocNumber: "MRG-1" });
  const page = await site.open(site.deep("customerdetail", goes, "nameId"));
  expect(page.text).toContain('name="do" value="merge"');
  await site.act({ do: "merge", entity: "Customer", id: id(goes), into: id(stays) });
  expect((await site.open(site.deep("customerdetail", stays, "nameId"))).words).toContain("Invoice MRG-1");
  const voided = await site.act({
    do: "void",
    entity: "Invoice",
    id: id(invoice),
    back: site.deep("invoice", invoice),
  });
  expect(voided.words).toContain("Voided");
  const deleted = await site.act({
    do: "delete",
    entity: "Invoice",
    id: id(invoice),
    back: `${site.company}?list=Invoice`,
  });
  expect(deleted.words).not.toContain("MRG-1");
  const idle = await site.customer("Form idle");
  const off = await site.act({
    do: "deactivate",
    entity: "Customer",
    id: id(idle),
    back: site.deep("customerdetail", idle, "nameId"),
  });
  expect(off.words).toContain("Form idle (deleted)");
  expect(off.words).toContain("Make active");
});

it("9.1 (20) the books are closed and preferences switched on the settings page; a refusal says what to do", async () => {
  const invoice = await site.invoiceOf(await site.customer("Late"), 10, { TxnDate: "2026-02-01" });
  await site.act({ do: "set-preference", list: "Preferences", "preference.bookCloseDate": "2026-02-28" });
  const refused = await site.act({
    do: "delete",
    entity: "Invoice",
    id: id(invoice),
    again: site.deep("invoice", invoice),
  });
  expect(refused.words).toContain("The books are closed for this date. Move the closing date in the settings first.");
  expect(refused.words).toContain("code 6210");
  expect((await site.open(site.company)).words).toContain("Books closed through 2026-02-28");
  await site.act({ do: "set-preference", list: "Preferences", "preference.bookCloseDate": "" });
  const on = await site.act({ do: "set-preference", list: "Preferences", "preference.trackDepartments": "true" });
  expect(on.words).toMatch(/Locations On/);
  expect(asRow((await site.books.read("preferences")).AccountingInfoPrefs)?.TrackDepartments).toBe(true);
});

it("9.1 (20) the audit log says who changed what: the app, the bookkeeper, and what followed from it", async () => {
  const invoice = await site.invoiceOf(await site.customer("Audited"), 25, { DocNumber: "AUD-1" });
  await site.books.control("bookkeeper", { do: "pay", id: id(invoice), amount: 5 });
  await site.books.control("bookkeeper", { do: "close-books", date: null });
  const log = await site.open(`${site.company}?list=Audit&find=AUD-1`);
  expect(log.words).toMatch(/Bookkeeper Update Invoice AUD-1 .*Balance: 25 → 20/);
  expect(log.words).toMatch(/Connected app Create Invoice AUD-1/);
  expect((await site.open(site.deep("invoice", invoice))).words).toMatch(/History .*Connected app Create/);
});

it("pages are labelled as simulated, carry a strict policy and no script, and act only within themselves", async () => {
  for (const path of ["/", site.company, `${site.company}?list=Customer`, "/app/invoice?txnId=0"]) {
    const { text, headers } = await site.open(path);
    expect(text).toContain("Simulated QuickBooks");
    expect(text).not.toMatch(/<script|\son\w+=|javascript:/i);
    const policy = headers.get("content-security-policy") ?? "";
    for (const rule of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(rule);
  }
  expect((await site.open(site.company)).text).toContain("Harbor &amp; &lt;Line&gt;");
  const away = await site.act({ do: "create-class", name: "Away", back: "https://evil.example/app/" });
  expect(away.words).toContain("Saved.");
  const strange = await site.act({ do: "make-coffee", list: "Class" });
  expect([strange.status, strange.words]).toEqual([200, expect.stringContaining("There is no such action")]);
});
