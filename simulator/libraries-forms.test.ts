// Does node-quickbooks void, delete, print, send and pay forms in the simulator as at Intuit?
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { changesOf, formSorts, fresh, key, make, openDesk, sale, type Desk } from "./library-samples.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.books.simulator.close());

const record = (method: string, ...values: unknown[]) => desk.quickbooks.record(method, ...values);
const link = (row: Row, type: string, amount: number): Row => ({
  Amount: amount,
  LinkedTxn: [{ TxnId: asText(row.Id) ?? "", TxnType: type }],
});
const pay = (amount: number, lines: Row[]) =>
  record("createPayment", { CustomerRef: { value: desk.customer }, TotalAmt: amount, Line: lines });
const linksOf = (row: Row) =>
  asRows(row.LinkedTxn).map((one) => `${asText(one.TxnType) ?? ""} ${asText(one.TxnId) ?? ""}`);
const balance = async () => Number((await record("getCustomer", desk.customer)).Balance);

describe.each(formSorts)("$entity", (sort) => {
  const { entity, many } = sort;

  it.each(["by its key", "by its id, read first by the library"])("delete %s leaves only a tombstone", async (how) => {
    const made = await make(desk, sort);
    const named = how === "by its key" ? key(made) : made.Id;
    const gone = await record(`delete${entity}`, named);
    expect(gone[entity]).toEqual({ domain: "QBO", status: "Deleted", Id: made.Id });
    await expect(record(`get${entity}`, made.Id)).rejects.toMatchObject({ code: "610", status: 400 });
    expect(await desk.quickbooks.find(`find${many}`, { Id: asText(made.Id) })).toEqual({});
    const stone = (await changesOf(desk, entity)).find((row) => row.Id === made.Id);
    expect(stone).toMatchObject({ domain: "QBO", status: "Deleted" });
  });

  it("delete in a batch works, and with an old SyncToken is stale", async () => {
    const made = await make(desk, sort);
    await record(`update${entity}`, { ...key(made), ...sort.change() });
    const items = ["0", "1"].map((SyncToken, index) => ({
      bId: String(index),
      operation: "delete",
      [entity]: { ...key(made), SyncToken },
    }));
    const [late, done] = asRows((await record("batch", items)).BatchItemResponse);
    expect(asRows(asRow(late?.Fault)?.Error)[0]?.code).toBe("5010");
    expect(asRow(done?.[entity])).toEqual({ domain: "QBO", status: "Deleted", Id: made.Id });
  });

  it("find compares dates and amounts, and keeps to one customer", async () => {
    const body = { TxnDate: "2031-05-05" };
    const made = await make(desk, sort, body);
    await make(desk, sort, { TxnDate: "2031-05-07" });
    const on = (operator: string, value: string) => ({ field: "TxnDate", operator, value });
    const who = { field: "CustomerRef", value: desk.customer };
    const found = await desk.quickbooks.find(`find${many}`, [on(">=", "2031-05-05"), on("<", "2031-05-06"), who]);
    expect(asRows(found[entity]).map((row) => row.Id)).toEqual([made.Id]);
    const stranger = { field: "CustomerRef", value: "999" };
    expect(await desk.quickbooks.find(`find${many}`, [stranger])).toEqual({});
    // 2.9: the totals of these two are not among what may be asked for.
    if (entity === "Estimate" || entity === "RefundReceipt") {
      const total = { field: "TotalAmt", operator: ">", value: "1" };
      await expect(desk.quickbooks.find(`find${many}`, [total])).rejects.toMatchObject({ code: "4001" });
      return;
    }
    const dear = { field: "TotalAmt", operator: ">", value: "25.49" };
    const cheap = { field: "TotalAmt", operator: "<", value: "25.50" };
    const id = { field: "Id", value: made.Id };
    expect(asRows((await desk.quickbooks.find(`find${many}`, [dear, id]))[entity])).toHaveLength(1);
    expect(await desk.quickbooks.find(`find${many}`, [cheap, id])).toEqual({});
  });

  it("to somebody who does not exist is refused with 2500", async () => {
    const nobody = { CustomerRef: { value: "999999" } };
    await expect(make(desk, sort, nobody)).rejects.toMatchObject({ code: "2500", status: 400 });
  });
});

const printed = formSorts.filter(({ entity }) => !["Payment", "RefundReceipt"].includes(entity));

describe.each(printed)("$entity on paper", (sort) => {
  const { entity } = sort;

  it("get…Pdf gives a PDF", async () => {
    const made = await make(desk, sort);
    const pdf = (await desk.quickbooks.ask(`get${entity}Pdf`, made.Id)) as Buffer;
    expect(pdf.toString("latin1", 0, 5)).toBe("%PDF-");
    expect(pdf.toString("latin1").trimEnd()).toMatch(/%%EOF$/);
  });

  it("get…Pdf of an unknown id is refused", async () => {
    await expect(desk.quickbooks.ask(`get${entity}Pdf`, "999999")).rejects.toMatchObject({ status: 400 });
  });

  it("send…Pdf to an address marks it sent and moves the SyncToken by one", async () => {
    const made = await make(desk, sort);
    const sent = await record(`send${entity}Pdf`, made.Id, "ann@example.com");
    expect(sent).toMatchObject({ SyncToken: "1", EmailStatus: "EmailSent", BillEmail: { Address: "ann@example.com" } });
    expect(asRow(sent.DeliveryInfo)).toMatchObject({ DeliveryType: "Email" });
  });

  it("send…Pdf takes the form's own address when none is given, and is refused when there is none", async () => {
    const own = await make(desk, sort, { BillEmail: { Address: "own@example.com" } });
    expect(await record(`send${entity}Pdf`, own.Id)).toMatchObject({ BillEmail: { Address: "own@example.com" } });
    const none = await make(desk, sort);
    await expect(record(`send${entity}Pdf`, none.Id)).rejects.toMatchObject({ status: 400 });
  });
});

describe("void", () => {
  it.each(["by its key", "by its id, read first by the library"])("an invoice %s", async (how) => {
    const invoice = await record("createInvoice", sale(desk));
    const answer = await record("voidInvoice", how === "by its key" ? key(invoice) : invoice.Id);
    const voided = asRow(answer.Invoice) ?? {};
    expect(voided).toMatchObject({ SyncToken: "1", TotalAmt: 0, Balance: 0, DocNumber: invoice.DocNumber });
    expect(asText(voided.PrivateNote)).toMatch(/^Voided/);
    expect(await record("getInvoice", invoice.Id)).toEqual(voided);
  });

  it("a payment, which reopens its invoice", async () => {
    const invoice = await record("createInvoice", sale(desk));
    const payment = await pay(25.5, [link(invoice, "Invoice", 25.5)]);
    const voided = await record("voidPayment", key(payment));
    expect(voided).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: "Voided", SyncToken: "1" });
    expect(await record("getInvoice", invoice.Id)).toMatchObject({ Balance: 25.5, SyncToken: "2", LinkedTxn: [] });
  });

  it("a sales receipt, with the flag that stands for it", async () => {
    const receipt = await record("createSalesReceipt", sale(desk));
    const voided = await record("updateSalesReceipt", { ...key(receipt), void: true });
    expect(voided).toMatchObject({ TotalAmt: 0, SyncToken: "1" });
    expect(asText(voided.PrivateNote)).toMatch(/^Voided/);
  });

  it("in a batch, an invoice by its operation and a payment by its option", async () => {
    const invoice = await record("createInvoice", sale(desk));
    const payment = await pay(5, []);
    const answer = await record("batch", [
      { bId: "i", operation: "void", Invoice: key(invoice) },
      { bId: "p", operation: "update", optionsData: "void", Payment: { ...key(payment), sparse: true } },
    ]);
    const [first, second] = asRows(answer.BatchItemResponse);
    expect(asRow(first?.Invoice)).toMatchObject({ TotalAmt: 0, Balance: 0 });
    expect(asRow(second?.Payment)).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
  });

  it("is not for credit memos and estimates", async () => {
    for (const entity of ["CreditMemo", "Estimate"]) {
      const made = await record(`create${entity}`, sale(desk));
      const ask = record(`update${entity}`, { ...key(made), void: true });
      await expect(ask).rejects.toMatchObject({ code: "500" });
    }
  });
});

describe("money", () => {
  it("one payment settles two invoices and leaves the rest unapplied", async () => {
    const before = await balance();
    const [one, two] = [await record("createInvoice", sale(desk)), await record("createInvoice", sale(desk))];
    const payment = await pay(60, [link(one, "Invoice", 25.5), link(two, "Invoice", 20)]);
    expect(payment).toMatchObject({ TotalAmt: 60, UnappliedAmt: 14.5 });
    const paid = await record("getInvoice", one.Id);
    expect(paid).toMatchObject({ Balance: 0, SyncToken: "1" });
    expect(linksOf(paid)).toEqual([`Payment ${asText(payment.Id) ?? ""}`]);
    expect(await record("getInvoice", two.Id)).toMatchObject({ Balance: 5.5 });
    expect(await balance()).toBeCloseTo(before + 51 - 60, 2);
  });

  it("a payment of zero applies a credit memo to an invoice", async () => {
    const invoice = await record("createInvoice", sale(desk));
    const credit = await record("createCreditMemo", sale(desk));
    expect(credit).toMatchObject({ RemainingCredit: 25.5, Balance: 25.5 });
    const applied = await pay(0, [link(invoice, "Invoice", 10), link(credit, "CreditMemo", 10)]);
    expect(applied).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    expect(await record("getCreditMemo", credit.Id)).toMatchObject({ RemainingCredit: 15.5 });
    expect(await record("getInvoice", invoice.Id)).toMatchObject({ Balance: 15.5 });
  });

  it("an invoice closes the estimate it names, and its SyncToken stays", async () => {
    const estimate = await record("createEstimate", sale(desk));
    expect(estimate).toMatchObject({ TxnStatus: "Pending" });
    const named = { LinkedTxn: [{ TxnId: estimate.Id ?? "", TxnType: "Estimate" }] };
    const invoice = await record("createInvoice", sale(desk, named));
    const closed = await record("getEstimate", estimate.Id);
    expect(closed).toMatchObject({ TxnStatus: "Closed", SyncToken: "0" });
    expect(linksOf(closed)).toEqual([`Invoice ${asText(invoice.Id) ?? ""}`]);
  });

  it("deleting a payment reopens its invoice", async () => {
    const invoice = await record("createInvoice", sale(desk));
    const payment = await pay(25.5, [link(invoice, "Invoice", 25.5)]);
    await record("deletePayment", payment.Id);
    expect(await record("getInvoice", invoice.Id)).toMatchObject({ Balance: 25.5, LinkedTxn: [] });
  });

  it("a number in use is refused with 6140 where the company warns, unless asked to be let through", async () => {
    await desk.books.control("settings", { preferences: { warnDuplicateNumbers: true } });
    const number = { DocNumber: fresh("Twice") };
    await record("createInvoice", sale(desk, number));
    await expect(record("createInvoice", sale(desk, number))).rejects.toMatchObject({ code: "6140", status: 400 });
    await record("createInvoice", sale(desk, { ...number, allowDuplicateDocNum: true }));
    const found = await desk.quickbooks.find("findInvoices", { ...number, count: true });
    expect(found).toEqual({ totalCount: 2 });
    await desk.books.control("settings", { preferences: { warnDuplicateNumbers: false } });
  });
});

describe("limits", () => {
  it("more than thirty items in a batch are refused with 1040", async () => {
    const items = Array.from({ length: 31 }, (_, n) => ({ bId: String(n), Query: "select * from Term" }));
    await expect(record("batch", items)).rejects.toMatchObject({ code: "1040", status: 400 });
  });

  it("too fast is 429 with code 3001 and no Retry-After", async () => {
    await desk.books.control("faults", { kind: "429" });
    await expect(record("getPreferences")).rejects.toMatchObject({ code: "3001", status: 429 });
  });
});
