// Do customers, items, terms, accounts and the other lists behave as section 5.3 says?
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asRow, asText, type Row } from "./json.ts";
import { addBooks, faultCode, line, openBooks, type Books } from "./test-client.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
let books: Books;
beforeAll(async () => {
  books = await openBooks({ preferences: { classTrackingPerTxn: true, trackDepartments: true } });
});
afterAll(() => books.simulator.close());

const change = (row: Row, more: Row): Row => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true, ...more });
const reread = (entity: string, row: Row) => books.read(`${entity}/${asText(row.Id) ?? ""}`);
const INCOME = { value: "9" };

describe("5.3 customers", () => {
  it("5.3 a new one bears these defaults", async () => {
    expect(await books.write("customer", { DisplayName: "Plain" })).toMatchObject({
      Taxable: true,
      Job: false,
      BillWithParent: false,
      Balance: 0,
      BalanceWithJobs: 0,
      PreferredDeliveryMethod: "Print",
      IsProject: false,
      Active: true,
      PrintOnCheckName: "Plain",
      FullyQualifiedName: "Plain",
      CurrencyRef: { value: "USD", name: "United States Dollar" },
    });
  });

  it.each(["Title", "GivenName", "MiddleName", "FamilyName", "Suffix"])("5.3 %s alone makes a name", async (field) => {
    const made = await books.write("customer", { [field]: `Only ${field}`.slice(0, 16) });
    expect(made.DisplayName).toBe(`Only ${field}`.slice(0, 16));
  });

  it("5.3 PrintOnCheckName is given and family name where those were sent", async () => {
    const body = { DisplayName: "MQ Ltd", GivenName: "Mara", FamilyName: "Quist" };
    expect((await books.write("customer", body)).PrintOnCheckName).toBe("Mara Quist");
  });

  it("5.3 neither DisplayName nor PrintOnCheckName can be emptied by a sparse update", async () => {
    const made = await books.write("customer", { DisplayName: "Stays" });
    const changed = await books.write("customer", change(made, { DisplayName: "", PrintOnCheckName: "", Notes: "n" }));
    expect(changed).toMatchObject({ DisplayName: "Stays", PrintOnCheckName: "Stays", Notes: "n" });
  });

  it.each(["vendor", "employee", "customer"])("5.3 a name is taken when a %s has it (6240)", async (path) => {
    const name = { GivenName: "Unique", FamilyName: path };
    await books.write(path, { ...name, DisplayName: `Unique ${path}` });
    expect(await books.refusal("customer", { DisplayName: `UNIQUE ${path}` })).toBe("6240");
  });

  it("5.3 below different parents the same name may stand", async () => {
    const [a, b] = [
      await books.write("customer", { DisplayName: "PA" }),
      await books.write("customer", { DisplayName: "PB" }),
    ];
    const job = (parent: Row) => ({ DisplayName: "Kitchen", Job: true, ParentRef: { value: parent.Id } });
    await books.write("customer", job(a));
    expect(await books.refusal("customer", job(b))).toBe("accepted");
    expect(await books.refusal("customer", job(a))).toBe("6240");
  });

  it("5.3 a sub-customer gets its path and level", async () => {
    const parent = await books.write("customer", { DisplayName: "Above" });
    const child = await books.write("customer", { DisplayName: "Below", Job: true, ParentRef: { value: parent.Id } });
    expect(child).toMatchObject({ FullyQualifiedName: "Above:Below", Level: 1, Job: true });
  });

  it("5.3 Balance is its own, BalanceWithJobs includes the jobs", async () => {
    const parent = await books.write("customer", { DisplayName: "Sum" });
    const child = await books.write("customer", { DisplayName: "Part", Job: true, ParentRef: { value: parent.Id } });
    const sell = (row: Row, amount: number) =>
      books.write("invoice", { CustomerRef: { value: row.Id }, Line: [line(amount)] });
    await sell(parent, 477.5);
    await sell(child, 85);
    expect(await reread("customer", parent)).toMatchObject({ Balance: 477.5, BalanceWithJobs: 562.5 });
  });

  it("5.3 Balance counts unused credit memos and unapplied payments", async () => {
    const owner = await books.write("customer", { DisplayName: "Net" });
    const base = { CustomerRef: { value: owner.Id } };
    await books.write("invoice", { ...base, Line: [line(839)] });
    for (let memo = 0; memo < 2; memo += 1) await books.write("creditmemo", { ...base, Line: [line(100)] });
    expect(await reread("customer", owner)).toMatchObject({ Balance: 639 });
    await books.write("payment", { ...base, TotalAmt: 900 });
    expect(await reread("customer", owner)).toMatchObject({ Balance: -261 });
  });

  it("5.3 a Balance that is sent is overwritten, not refused", async () => {
    expect(await books.write("customer", { DisplayName: "Rich", BalanceWithJobs: 99 })).toMatchObject({
      BalanceWithJobs: 0,
    });
  });

  it("5.3 the currency is frozen after create", async () => {
    const wide = await addBooks(books.simulator, { preferences: { multiCurrency: true } });
    const made = await wide.write("customer", { DisplayName: "Euro", CurrencyRef: { value: "EUR" } });
    const changed = await wide.write("customer", change(made, { CurrencyRef: { value: "USD" }, Notes: "x" }));
    expect(changed.CurrencyRef).toEqual({ value: "EUR", name: "Euro" });
  });

  it("5.6 made inactive, both names get the suffix (deleted); documents keep the reference", async () => {
    const made = await books.write("customer", { DisplayName: "Leaving" });
    const invoice = await books.write("invoice", { CustomerRef: { value: made.Id }, Line: [line(0)] });
    const gone = await books.write("customer", change(made, { Active: false }));
    expect(gone).toMatchObject({
      DisplayName: "Leaving (deleted)",
      FullyQualifiedName: "Leaving (deleted)",
      Active: false,
    });
    expect(await reread("invoice", invoice)).toMatchObject({
      CustomerRef: { value: made.Id, name: "Leaving (deleted)" },
    });
    const reply = await books.post("invoice", { CustomerRef: { value: made.Id }, Line: [line(1)] });
    expect(faultCode(reply)).toBe("2500");
    expect(reply.text).toContain("has been made inactive");
  });

  it("8.22 parallel writes to name lists: one at a time, where the company is like that", async () => {
    const narrow = await addBooks(books.simulator, { preferences: { oneNameAtATime: true } });
    await narrow.control("faults", { kind: "slow", ms: 40, times: 2 });
    const codes = await Promise.all(["N1", "N2"].map((DisplayName) => narrow.refusal("customer", { DisplayName })));
    expect(codes).toContain("6000");
  });
});

describe("5.3 items", () => {
  it("5.3 a new service bears these defaults", async () => {
    const body = { Name: "Plain service", Type: "Service", IncomeAccountRef: INCOME };
    expect(await books.write("item", body)).toMatchObject({
      UnitPrice: 0,
      PurchaseCost: 0,
      Taxable: false,
      TrackQtyOnHand: false,
      DeferredRevenue: false,
      Active: true,
    });
  });

  const stock: Row = {
    Type: "Inventory",
    TrackQtyOnHand: true,
    QtyOnHand: 5,
    InvStartDate: "2026-01-01",
    IncomeAccountRef: INCOME,
    ExpenseAccountRef: { value: "12" },
    AssetAccountRef: { value: "5" },
  };
  it.each(["IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef", "QtyOnHand", "InvStartDate", "TrackQtyOnHand"])(
    "5.3 an inventory item needs %s",
    async (field) => {
      const { [field]: _left, ...rest } = stock;
      expect(await books.refusal("item", { Name: `No ${field}`, ...rest })).toBe("2020");
    },
  );

  it("5.3 with all of it an inventory item is taken; its accounts must be of the right type", async () => {
    expect(await books.refusal("item", { Name: "Stock", ...stock })).toBe("accepted");
    expect(await books.refusal("item", { Name: "Stock 2", ...stock, AssetAccountRef: { value: "1" } })).toBe("6000");
    expect(await books.refusal("item", { Name: "Service 2", IncomeAccountRef: { value: "1" } })).toBe("6000");
  });

  it("5.3 stock items need a plan that has them", async () => {
    const small = await addBooks(books.simulator, { preferences: { quantityOnHand: false } });
    expect(await small.refusal("item", { Name: "Stock", ...stock })).toBe("5030");
  });

  it("5.3 a category forms the path of its items and cannot be sold", async () => {
    const category = await books.write("item", { Name: "Shelf", Type: "Category" });
    const inside = { Name: "Book", IncomeAccountRef: INCOME, SubItem: true, ParentRef: { value: category.Id } };
    expect(await books.write("item", inside)).toMatchObject({ FullyQualifiedName: "Shelf:Book" });
    const sale = await books.sale(1);
    const reply = await books.post("invoice", { ...sale, Line: [line(1, { ItemRef: { value: category.Id } })] });
    expect(reply.text).toContain(
      "An item in this transaction is set up as a category instead of a product or service.",
    );
  });

  it("5.3 its name is unique even in another category", async () => {
    const category = await books.write("item", { Name: "Other shelf", Type: "Category" });
    const inside = { Name: "Pen", IncomeAccountRef: INCOME, SubItem: true, ParentRef: { value: category.Id } };
    await books.write("item", { Name: "Pen", IncomeAccountRef: INCOME });
    expect(await books.refusal("item", inside)).toBe("6240");
  });

  it("5.3 its name is unique among items (6240 with the text of 2020)", async () => {
    await books.write("item", { Name: "Once", IncomeAccountRef: INCOME });
    const reply = await books.post("item", { Name: "once", IncomeAccountRef: INCOME });
    expect(faultCode(reply)).toBe("6240");
    expect(reply.text).toContain("The name supplied already exists. : null");
  });
});

describe("5.3 the other lists", () => {
  it.each([
    [{ DueDays: 10, DiscountDays: 5, DiscountPercent: 2 }, "STANDARD"],
    [{ DayOfMonthDue: 15, DueNextMonthDays: 5 }, "DATE_DRIVEN"],
  ])("5.3 the type of terms is derived: %o", async (fields, type) => {
    expect(await books.write("term", { Name: `T ${type}`, ...fields })).toMatchObject({ Type: type });
  });

  it("5.3 terms due on a day of the month make that the due day", async () => {
    const term = await books.write("term", { Name: "The 15th", DayOfMonthDue: 15, DueNextMonthDays: 5 });
    const due = async (TxnDate: string) =>
      (await books.write("invoice", await books.sale(1, { TxnDate, SalesTermRef: { value: term.Id } }))).DueDate;
    expect(await due("2026-05-03")).toBe("2026-05-15");
    expect(await due("2026-05-12")).toBe("2026-06-15");
  });

  it("5.3 an account gets its classification", async () => {
    const made = await books.write("account", { Name: "Loan", AccountType: "Long Term Liability" });
    expect(made).toMatchObject({ Classification: "Liability", CurrentBalance: 0 });
  });

  it("5.9 accounts that the API makes have ids above 1150040000", async () => {
    const made = await books.write("account", { Name: "Ids", AccountType: "Bank" });
    expect(Number(made.Id)).toBeGreaterThanOrEqual(1_150_040_000);
  });

  it("5.3 a class and a location below another have their path", async () => {
    for (const [path, flag] of [
      ["class", "SubClass"],
      ["department", "SubDepartment"],
    ] as const) {
      const top = await books.write(path, { Name: "North" });
      const below = await books.write(path, { Name: "Pier", [flag]: true, ParentRef: { value: top.Id } });
      expect(below.FullyQualifiedName).toBe("North:Pier");
    }
  });

  it.each([
    ["CREDIT_CARD", "accepted"],
    ["NON_CREDIT_CARD", "accepted"],
    ["BARTER", "2170"],
  ])("5.3 a payment method of type %s", async (Type, expected) => {
    expect(await books.refusal("paymentmethod", { Name: `M ${Type}`, Type })).toBe(expected);
  });

  it.each(["taxcode", "taxrate"])("5.3 a %s cannot be written directly", async (path) => {
    expect(await books.refusal(path, { Name: "X" })).toBe("500");
  });

  it("5.3 a tax code is made by taxservice/taxcode, with its rates", async () => {
    const made = await books.post("taxservice/taxcode", {
      TaxCode: "Two rates",
      TaxRateDetails: [
        { TaxRateName: "State", RateValue: 7.1, TaxAgencyId: "1", TaxApplicableOn: "Sales" },
        { TaxRateName: "City", RateValue: 2, TaxAgencyId: "1", TaxApplicableOn: "Sales" },
      ],
    });
    const code = await books.read(`taxcode/${asText(made.body.TaxCodeId) ?? ""}`);
    expect(asRow(code.SalesTaxRateList)?.TaxRateDetail).toMatchObject([
      { TaxTypeApplicable: "TaxOnAmount", TaxOrder: 0 },
      { TaxTypeApplicable: "TaxOnAmount" },
    ]);
  });

  it.each(["TAX", "NON", "CustomSalesTax"])("5.3 the pseudo code %s has neither SyncToken nor Active", async (id) => {
    const code = await books.read(`taxcode/${id}`);
    expect([code.Id, code.SyncToken, code.Active]).toEqual([id, undefined, undefined]);
  });
});

describe("5.9 ids", () => {
  it("5.9 customers, vendors and employees share a counter, items and accounts have their own", async () => {
    const customer = await books.write("customer", { DisplayName: "Id C" });
    const vendor = await books.write("vendor", { DisplayName: "Id V" });
    const employee = await books.write("employee", { GivenName: "Id", FamilyName: "E" });
    const first = Number(customer.Id);
    expect([Number(vendor.Id), Number(employee.Id)]).toEqual([first + 1, first + 2]);
    expect((await books.read("item/1")).Id).toBe("1");
    expect((await books.read("account/1")).Id).toBe("1");
  });

  it("5.9 all transactions share one counter; an id is not used again after a delete", async () => {
    const invoice = await books.write("invoice", await books.sale(1));
    const estimate = await books.write("estimate", await books.sale(1));
    await books.write("estimate?operation=delete", { Id: estimate.Id, SyncToken: "0" });
    const memo = await books.write("creditmemo", await books.sale(1));
    const first = Number(invoice.Id);
    expect([Number(estimate.Id), Number(memo.Id)]).toEqual([first + 1, first + 2]);
  });

  it("5.9 addresses have ids; an invoice carries its customer's address with that id", async () => {
    const BillAddr = { Line1: "1 Main St", City: "Oakland" };
    const customer = await books.write("customer", { DisplayName: "Housed", BillAddr });
    const id = asRow(customer.BillAddr)?.Id;
    expect(id).toMatch(/^\d+$/);
    const body = { CustomerRef: { value: customer.Id }, Line: [line(1)] };
    expect((await books.write("invoice", body)).BillAddr).toEqual({ Id: id, ...BillAddr });
    const other = await books.write("invoice", { ...body, BillAddr: { Line1: "2 Side St" } });
    expect(asRow(other.BillAddr)?.Id).not.toBe(id);
  });
});
