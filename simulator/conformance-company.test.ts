// Do preferences steer, do numbers run, are currencies kept, forms sent and files taken as the facts say?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asRows, asText, type Row } from "./json.ts";
import { addBooks, controlCall, faultCode, fetchReply, line, openBooks, type Books } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.simulator.close());

const company = (preferences: Row, readings: Row = {}) => addBooks(books.simulator, { preferences, readings });
const made = async (own: Books, path: string, more: Row = {}) => own.write(path, await own.sale(10, more));

describe("5.3 CompanyInfo and Preferences", () => {
  it("5.3 CompanyInfo has id 1, names, addresses, country and the list of names and values", async () => {
    const info = await books.read(`companyinfo/${books.realm}`);
    expect(info).toMatchObject({ Id: "1", CompanyName: "Test Company", LegalName: "Test Company", Country: "US" });
    for (const field of ["CompanyAddr", "LegalAddr", "CustomerCommunicationAddr", "Email"]) {
      expect(asRow(info[field]), field).toBeDefined();
    }
    expect(info).toMatchObject({ FiscalYearStartMonth: "January", SupportedLanguages: "en" });
    const names = asRows(info.NameValue).map((entry) => entry.Name);
    expect(names).toEqual(
      expect.arrayContaining(["SubscriptionStatus", "OfferingSku", "IndustryType", "PayrollFeature"]),
    );
  });

  it("5.3 Preferences have their nine groups and never show the warning about numbers", async () => {
    const shown = await books.read("preferences");
    const groups = [
      "AccountingInfoPrefs",
      "ProductAndServicesPrefs",
      "SalesFormsPrefs",
      "EmailMessagesPrefs",
      "VendorAndPurchasesPrefs",
      "TimeTrackingPrefs",
      "TaxPrefs",
      "CurrencyPrefs",
      "OtherPrefs",
    ];
    expect(groups.filter((group) => asRow(shown[group]) === undefined)).toEqual([]);
    expect(JSON.stringify(shown).toLowerCase()).not.toContain("duplicate");
  });

  it.each([
    ["customTxnNumbers", true, "SalesFormsPrefs", "CustomTxnNumbers"],
    ["allowEstimates", false, "SalesFormsPrefs", "AllowEstimates"],
    ["allowDiscount", false, "SalesFormsPrefs", "AllowDiscount"],
    ["allowShipping", false, "SalesFormsPrefs", "AllowShipping"],
    ["allowDeposit", false, "SalesFormsPrefs", "AllowDeposit"],
    ["autoApplyCredit", true, "SalesFormsPrefs", "AutoApplyCredit"],
    ["autoApplyPayments", true, "SalesFormsPrefs", "AutoApplyPayments"],
    ["usingSalesTax", true, "TaxPrefs", "UsingSalesTax"],
    ["partnerTaxEnabled", true, "TaxPrefs", "PartnerTaxEnabled"],
    ["classTrackingPerTxn", true, "AccountingInfoPrefs", "ClassTrackingPerTxn"],
    ["classTrackingPerTxnLine", true, "AccountingInfoPrefs", "ClassTrackingPerTxnLine"],
    ["trackDepartments", true, "AccountingInfoPrefs", "TrackDepartments"],
    ["multiCurrency", true, "CurrencyPrefs", "MultiCurrencyEnabled"],
    ["bookCloseDate", "2026-08-31", "AccountingInfoPrefs", "BookCloseDate"],
    ["quantityOnHand", false, "ProductAndServicesPrefs", "QuantityOnHand"],
  ])("5.3 the switch %s = %s shows in %s.%s", async (name, value, group, field) => {
    const own = await company({ [name]: value });
    expect(asRow((await own.read("preferences"))[group])?.[field]).toBe(value);
  });

  it("5.3 a lapsed subscription shows in CompanyInfo", async () => {
    const own = await company({ subscription: "lapsed" });
    const values = asRows((await own.read(`companyinfo/${own.realm}`)).NameValue);
    expect(values.find((entry) => entry.Name === "SubscriptionStatus")?.Value).not.toBe("PAID");
  });

  it.each([
    [{ allowEstimates: false }, "estimate", {}, "5030"],
    [{ allowDeposit: false }, "invoice", { Deposit: 1 }, "6000"],
    [
      { allowDiscount: false },
      "invoice",
      { Line: [line(5), { DetailType: "DiscountLineDetail", Amount: 1, DiscountLineDetail: { PercentBased: false } }] },
      "6090",
    ],
  ])("9.1.18 %o is obeyed", async (preferences, path, more, code) => {
    const own = await company(preferences);
    expect(await own.refusal(path, await own.sale(5, more as Row))).toBe(code);
  });

  it("8.17 class and location stay only where they are switched on", async () => {
    const body = { ClassRef: { value: "1" }, DepartmentRef: { value: "1" } };
    const without = await company({ classTrackingPerTxn: false });
    expect(await made(without, "invoice", body)).not.toHaveProperty("ClassRef");
    const with_ = await company({ classTrackingPerTxn: true, trackDepartments: true });
    await with_.write("class", { Name: "Only" });
    await with_.write("department", { Name: "Only" });
    expect(await made(with_, "invoice", body)).toMatchObject({
      ClassRef: { value: "1" },
      DepartmentRef: { name: "Only" },
    });
  });

  it("5.3 the default terms are given to customers without terms; else an invoice is due after 30 days", async () => {
    const own = await company({ defaultTerms: "Net 15" });
    expect((await made(own, "invoice", { TxnDate: "2026-05-01" })).DueDate).toBe("2026-05-16");
    expect((await made(books, "invoice", { TxnDate: "2026-05-01" })).DueDate).toBe("2026-05-31");
  });

  it("5.3 three custom fields, with the names the company gave them", async () => {
    const own = await company({ customFields: ["Crew", "Vessel"] });
    const invoice = await made(own, "invoice", { CustomField: [{ DefinitionId: "2", StringValue: "Aurora" }] });
    expect(invoice.CustomField).toEqual([
      { DefinitionId: "1", Name: "Crew", Type: "StringType" },
      { DefinitionId: "2", Name: "Vessel", Type: "StringType", StringValue: "Aurora" },
    ]);
  });

  it("5.3 a new invoice bears what the reply adds", async () => {
    const invoice = await made(books, "invoice");
    expect(invoice).toMatchObject({ LinkedTxn: [], CustomField: [], FreeFormAddress: true, EmailStatus: "NotSet" });
    expect(invoice.TxnTaxDetail).toEqual({ TotalTax: 0 });
    expect(asRow(invoice.ShipFromAddr)?.Id).toBeTruthy();
    expect(asRow(asRow(invoice.MetaData)?.LastModifiedByRef)?.value).toBeTruthy();
    expect(asRows(invoice.Line)[0]).toMatchObject({ CustomExtensions: [] });
    expect(asRow(asRow(asRows(invoice.Line)[0])?.SalesItemLineDetail)?.ItemAccountRef).toBeDefined();
  });
});

describe("5.7 numbers", () => {
  it("5.7 invoices, credit memos and receipts share one sequence, estimates have their own", async () => {
    const own = await company({ customTxnNumbers: false });
    const numbers = [];
    for (const path of ["invoice", "creditmemo", "estimate", "salesreceipt", "estimate"]) {
      numbers.push((await made(own, path)).DocNumber);
    }
    expect(numbers).toEqual(["1001", "1002", "1001", "1003", "1002"]);
  });

  it("5.7 each form may have its own, where the company reads it so", async () => {
    const own = await company({ customTxnNumbers: false }, { numberSequences: "own" });
    expect((await made(own, "invoice")).DocNumber).toBe("1001");
    expect((await made(own, "creditmemo")).DocNumber).toBe("1001");
  });

  it("5.7 without custom numbers a number that is sent is stored, and may stand twice", async () => {
    const own = await company({ customTxnNumbers: false, warnDuplicateNumbers: true });
    expect((await made(own, "invoice", { DocNumber: "X-1" })).DocNumber).toBe("X-1");
    expect((await made(own, "invoice", { DocNumber: "X-1" })).DocNumber).toBe("X-1");
  });

  it.each([
    [true, "5001"],
    [false, "1001"],
  ])("5.7 the next number after 5000 was sent, numbersFollowSent %s: %s", async (numbersFollowSent, next) => {
    const own = await company({ customTxnNumbers: false }, { numbersFollowSent });
    await made(own, "invoice", { DocNumber: "5000" });
    expect((await made(own, "invoice")).DocNumber).toBe(next);
  });

  it("5.7 with custom numbers an unsent number stays empty", async () => {
    expect((await made(books, "invoice")).DocNumber).toBeUndefined();
  });

  it("5.7 the duplicate check needs both switches", async () => {
    const own = await company({ customTxnNumbers: true, warnDuplicateNumbers: false });
    await made(own, "invoice", { DocNumber: "D" });
    expect(await own.refusal("invoice", await own.sale(1, { DocNumber: "D" }))).toBe("accepted");
  });
});

describe("5.11 currencies", () => {
  let wide: Books;
  let euro: Row;
  beforeAll(async () => {
    wide = await company({ multiCurrency: true, exchangeRates: { EUR: 1.1 } });
    euro = { value: (await wide.write("customer", { DisplayName: "Euro", CurrencyRef: { value: "EUR" } })).Id };
  });
  const sale = (more: Row): Row => ({ CustomerRef: euro, Line: [line(100)], ...more });

  it("5.11 with one currency it comes back anyway", async () => {
    expect((await made(books, "invoice")).CurrencyRef).toEqual({ value: "USD", name: "United States Dollar" });
  });

  it("5.11 with several it must be sent", async () => {
    expect(await wide.refusal("invoice", sale({}))).toBe("2020");
  });

  it("5.11 and be the customer's", async () => {
    expect(await wide.refusal("invoice", sale({ CurrencyRef: { value: "USD" } }))).toBe("6000");
  });

  it("5.11 the rate is looked up, the amounts at home follow it", async () => {
    const invoice = await wide.write("invoice", sale({ CurrencyRef: { value: "EUR" } }));
    expect(invoice).toMatchObject({ ExchangeRate: 1.1, TotalAmt: 100, HomeTotalAmt: 110, HomeBalance: 110 });
    const Line = [{ Amount: 40, LinkedTxn: [{ TxnId: invoice.Id, TxnType: "Invoice" }] }];
    await wide.write("payment", { CustomerRef: euro, CurrencyRef: { value: "EUR" }, TotalAmt: 40, Line });
    expect(await wide.read(`invoice/${asText(invoice.Id) ?? ""}`)).toMatchObject({ Balance: 60, HomeBalance: 66 });
  });

  it("5.11 a rate that is sent is taken", async () => {
    const invoice = await wide.write("invoice", sale({ CurrencyRef: { value: "EUR" }, ExchangeRate: 1.25 }));
    expect(invoice.HomeTotalAmt).toBe(125);
  });
});

describe("2.10 sending and attachments", () => {
  it("2.10 a sent form has its status, its time and the address it went to", async () => {
    const invoice = await made(books, "invoice", { BillEmail: { Address: "old@b.example" } });
    const sent = await books.write(`invoice/${asText(invoice.Id) ?? ""}/send?sendTo=new@b.example`, {});
    expect(sent).toMatchObject({ EmailStatus: "EmailSent", BillEmail: { Address: "new@b.example" }, SyncToken: "1" });
    expect(sent.DeliveryInfo).toMatchObject({ DeliveryType: "Email", DeliveryTime: expect.any(String) as string });
  });

  it("2.10 without sendTo it goes to BillEmail; a broken address is refused", async () => {
    const invoice = await made(books, "invoice", { BillEmail: { Address: "own@b.example" } });
    const path = `invoice/${asText(invoice.Id) ?? ""}/send`;
    expect(await books.write(path, {})).toMatchObject({ BillEmail: { Address: "own@b.example" } });
    expect(await books.refusal(`${path}?sendTo=nobody`, {})).toBe("2210");
  });

  it("2.2 only forms can be sent", async () => {
    const { CustomerRef } = await books.sale(1);
    expect(await books.refusal(`customer/${asText(asRow(CustomerRef)?.value) ?? ""}/send?sendTo=a@b.example`, {})).toBe(
      "500",
    );
  });

  it("3 forty mails a day and company", async () => {
    const own = await company({});
    await controlCall(books.simulator, "settings", { throttle: "on" });
    await own.control("settings", { throttle: { perSecond: null } });
    const invoice = await made(own, "invoice");
    const send = () => own.post(`invoice/${asText(invoice.Id) ?? ""}/send?sendTo=a@b.example`, {});
    for (let mail = 0; mail < 40; mail += 1) expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(429);
    await controlCall(books.simulator, "settings", { throttle: "off" });
  });

  async function upload(target: string) {
    const form = new FormData();
    const metadata = { AttachableRef: [{ EntityRef: { type: "Invoice", value: target } }], FileName: "pod.txt" };
    form.append(
      "file_metadata_01",
      new Blob([JSON.stringify(metadata)], { type: "application/json" }),
      "attachment.json",
    );
    form.append("file_content_01", new Blob(["signed"], { type: "text/plain" }), "pod.txt");
    return fetchReply(`${books.simulator.url}/v3/company/${books.realm}/upload`, {
      method: "POST",
      headers: { authorization: `Bearer ${books.token}`, accept: "application/json" },
      body: form,
    });
  }

  it("2.10 an upload answers with the Attachable: 19-digit id, name, size, type and addresses", async () => {
    const invoice = await made(books, "invoice");
    const reply = await upload(asText(invoice.Id) ?? "");
    const file = asRow(asRows(reply.body.AttachableResponse)[0]?.Attachable);
    expect(file).toMatchObject({ FileName: "pod.txt", Size: 6, ContentType: "text/plain" });
    expect(file?.Id).toMatch(/^\d{19}$/);
    expect([typeof file?.FileAccessUri, typeof file?.TempDownloadUri]).toEqual(["string", "string"]);
    expect(await books.read(`attachable/${asText(file?.Id) ?? ""}`)).toMatchObject({ FileName: "pod.txt" });
  });

  it("2.10 a bad link: 200, and the fault 6000 inside", async () => {
    const reply = await upload("99999");
    expect(reply.status).toBe(200);
    expect(asRows(reply.body.AttachableResponse)[0]).toMatchObject({ Fault: { Error: [{ code: "6000" }] } });
    expect(faultCode(reply)).toBeUndefined();
  });
});
