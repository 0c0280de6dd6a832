// Is everything the product may want to know asked for and understood? Reads, lists, counts, changes, batches, PDFs.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Books } from "#lib/ledgers/ledger.ts";
import { startSimulator, type Simulator } from "../../../simulator/server.ts";
import { batchAnswers, type QboAnswer } from "./answer.ts";
import { send } from "./carrier.ts";
import { followedEntities, type FollowedEntity } from "./back/entities.ts";
import { askChanges, changedRows, selectChanged } from "./back/questions.ts";
import { companyInfoOf } from "./company.ts";
import { ledgerPage } from "./deep-link.ts";
import { qboNameLists, qboReadOnly, qboSaleForms, type QboEntity } from "./entities.ts";
import { countOf, PAGE_SIZE, selectFrom, selectList } from "./query.ts";
import { Desk } from "./testing/carrier.ts";
import { form, payer, paymentOf } from "./testing/documents.ts";
import { batchHttp, pdfPath, type BatchItem } from "./wire.ts";

let simulator: Simulator;
let desk: Desk;
let books: Books;
let realm = 9_150_000_000;
const preferences = { usingSalesTax: true, bookCloseDate: "2025-12-31", multiCurrency: false };

beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  realm += 1;
  desk = await Desk.open(simulator.url, String(realm), { preferences });
  await desk.clerk({ do: "create-tax-code", name: "Long Beach 10.25%", percent: 10.25 });
  books = await desk.books({ depositAccount: "Checking" });
  await desk.post(books, payer);
});

const rowsOf = ({ body }: QboAnswer) => (body.is === "rows" ? body.rows : []);
const idOf = (key: string) => desk.links.get(key)?.ledgerId ?? "";

describe("the company itself", () => {
  it("says its country, currencies and features, and they are checked against", () => {
    expect(books.preferences).toMatchObject({
      country: "US",
      homeCurrency: "USD",
      multiCurrency: false,
      usingSalesTax: true,
      partnerTax: false,
      customTxnNumbers: true,
      classPerTxn: true,
      classPerLine: false,
      departments: false,
      bookCloseDate: "2025-12-31",
      allowDiscount: true,
      autoApplyPayments: false,
    });
  });

  it("says its name and plan", async () => {
    const { body } = await desk.say({ is: "read", entity: "CompanyInfo", ledgerId: "" });
    expect(body.is === "entity" && companyInfoOf(body.entity)).toMatchObject({
      name: "Test Company",
      country: "US",
      plan: "QuickBooks Online Plus",
    });
  });
});

describe("one record", () => {
  it.each([...qboSaleForms, "Payment" as const])("of %s is read by its id", async (entity) => {
    const kind = {
      Invoice: "invoice",
      Estimate: "sales-order",
      SalesReceipt: "sales-receipt",
      CreditMemo: "credit-memo",
      RefundReceipt: "refund-receipt",
    } as const;
    const document = entity === "Payment" ? paymentOf() : form(kind[entity], "N-1");
    await desk.post(books, document);
    const answer = await desk.say({ is: "read", entity, ledgerId: idOf(document.key) });
    expect(answer.body).toMatchObject({ is: "entity", type: entity, entity: { TotalAmt: 605.74 } });
  });

  it.each(qboNameLists.map((list) => [list] as const))("of the list %s is read by its id", async (entity) => {
    if (entity === "Department") await desk.clerk({ do: "create", entity, body: { Name: "North" } });
    const { body } = await desk.say({ is: "read", entity, ledgerId: "1" });
    expect(body).toMatchObject({ is: "entity", type: entity, entity: { Id: "1" } });
  });

  it("that is not there is a refusal by number", async () => {
    const { status, body } = await desk.say({ is: "read", entity: "Invoice", ledgerId: "999" });
    expect([status, body]).toMatchObject([400, { is: "fault", faults: [{ code: "610" }] }]);
  });
});

describe("many records", () => {
  it("are counted, and none of them is one of them", async () => {
    await desk.post(books, form("invoice", "HL-1"), form("invoice", "HL-2"));
    const numbered = (number: string) => countOf("Invoice", [{ field: "DocNumber", values: [number] }]);
    expect((await desk.say(countOf("Invoice"))).body).toMatchObject({ is: "rows", rows: [], total: 2 });
    expect((await desk.say(numbered("HL-2"))).body).toMatchObject({ total: 1 });
    expect((await desk.say(numbered("HL-3"))).body).toMatchObject({ total: 0 });
  });

  it("come in pages that neither repeat nor leave out, with texts escaped", async () => {
    const names = ["O'Brien & Sons", "A+B \\ C", '100% "Pure"', "Máire Ó Néill", "Zebra; DROP"];
    for (const name of names) await desk.clerk({ do: "create-customer", name });
    for (const name of names) {
      const asked = selectFrom("Customer", [{ field: "DisplayName", values: [name] }]);
      expect(rowsOf(await desk.say(asked)).map((row) => row.DisplayName)).toEqual([name]);
    }
    const paged = [1, 3, 5].map((from) => ({
      is: "query" as const,
      statement: selectFrom("Customer", [], from).statement.replace(/MAXRESULTS \d+/, "MAXRESULTS 2"),
    }));
    const pages = await Promise.all(paged.map(async (request) => rowsOf(await desk.say(request))));
    expect(pages.flat().map((row) => row.DisplayName)).toEqual([payer.name, ...names]);
  });

  it.each(["Item", "Account", "Term", "Class", "Department", "TaxCode", "TaxRate", "PaymentMethod"] as const)(
    "of the list %s include what is inactive",
    async (entity) => {
      const isTax = entity === "TaxCode" || entity === "TaxRate";
      if (!isTax) {
        const fields = { Term: { DueDays: 9 }, Account: { AccountType: "Income" } };
        const account = { IncomeAccountRef: { value: books.lists.account.get("sales")?.ledgerId } };
        const more = entity === "Item" ? account : entity === "Term" || entity === "Account" ? fields[entity] : {};
        await desk.clerk({ do: "create", entity, body: { Name: "Old One", ...more } });
        await desk.clerk({ do: "deactivate", entity, name: "Old One" });
      }
      const rows = rowsOf(await desk.say(selectList(entity, 1)));
      const known = isTax ? "Long Beach 10.25%" : "Old One (deleted)";
      expect(rows.map((row) => row.Name)).toContain(known);
    },
  );
});

describe("what changed", () => {
  const since = new Date(Date.now() - 60_000);
  const ask = async (...entities: FollowedEntity[]) => {
    const http = askChanges(entities, since).http(String(realm), "unused");
    const carried = await send(desk.access(), http, { timeoutMs: 5000 });
    const changed = carried.is === "answered" ? changedRows(carried.status, carried.text) : null;
    if (changed === null || !("rows" in changed)) throw new Error("Expected changes");
    return changed;
  };

  it("is told of all entities at once, deletions too, and nothing where nothing did", async () => {
    const kept = form("invoice", "HL-1");
    const gone = form("credit-memo", "CM-1");
    await desk.post(books, kept, gone);
    const goneId = idOf(gone.key);
    await desk.talk(desk.push(gone, "void"), books);
    const { rows, deleted, isFull } = await ask("Invoice", "CreditMemo", "Estimate");
    expect([...rows]).toEqual([["Invoice", [expect.objectContaining({ Id: idOf(kept.key), TotalAmt: 605.74 })]]]);
    expect([...deleted]).toEqual([["CreditMemo", [goneId]]]);
    expect(isFull).toBe(false);
  });

  it("can be asked of everything we follow", async () => {
    expect((await ask(...followedEntities)).rows.get("Customer")).toMatchObject([{ DisplayName: payer.name }]);
  });

  it("of more than an answer holds is known to be more, and is read page by page", async () => {
    const batch = Array.from({ length: PAGE_SIZE + 1 }, (_, index) => index);
    for (const index of batch) await desk.clerk({ do: "create-class", name: `Class ${index}` });
    const { rows, isFull } = await ask("Customer", "Class");
    expect([[...rows.values()].flat().length, isFull]).toEqual([PAGE_SIZE, true]);
    const pages = [1, 1001].map(async (from) =>
      rowsOf(await desk.say({ is: "query", statement: selectChanged("Class", since, from) })),
    );
    const ids = (await Promise.all(pages)).flat().map((row) => row.Id);
    expect(new Set(ids).size).toBeGreaterThan(PAGE_SIZE);
    expect(new Set(ids).size).toBe(ids.length);
  }, 60_000);
});

describe("many questions and writes in one call", () => {
  const entry = { list: "Class", name: "Yard 9" } as const;

  it("are each answered by themselves", async () => {
    const items: BatchItem[] = [
      { bId: "1", request: { is: "read", entity: "Customer", ledgerId: idOf(payer.key) } },
      { bId: "2", request: { is: "read", entity: "Preferences", ledgerId: "1" } },
      { bId: "3", request: countOf("Customer") },
      { bId: "4", request: { is: "write", entity: "Class", operation: "create", body: { Name: entry.name } } },
      {
        bId: "5",
        request: { is: "write", entity: "Invoice", operation: "delete", body: { Id: "99", SyncToken: "0" } },
      },
      { bId: "6", request: { is: "read", entity: "CompanyInfo", ledgerId: "1" } },
    ];
    const http = batchHttp(String(realm), items, "batch-1");
    const carried = await send(desk.access(), http, { timeoutMs: 5000 });
    const answers = batchAnswers(items, 200, carried.is === "answered" ? carried.text : "");
    const bodies = items.map(({ bId }) => answers.get(bId)?.body);
    expect(bodies).toMatchObject([
      { rows: [{ DisplayName: "Harbor Toys" }] },
      { rows: [{ SalesFormsPrefs: { CustomTxnNumbers: true } }] },
      { rows: [], total: 1 },
      { is: "entity", type: "Class", entity: { Name: "Yard 9" } },
      { is: "fault", faults: [{ code: "610" }] },
      { rows: [{ CompanyName: "Test Company" }] },
    ]);
  });
});

describe("a document's page", () => {
  it.each([
    ["Invoice", "invoice", "invoice"],
    ["Estimate", "sales-order", "estimate"],
    ["SalesReceipt", "sales-receipt", "salesreceipt"],
    ["CreditMemo", "credit-memo", "creditmemo"],
    ["RefundReceipt", "refund-receipt", "refundreceipt"],
  ] as const)(
    "of %s is a PDF at its own address, and has a link that names the company",
    async (entity, kind, page) => {
      const document = form(kind, "N-1");
      await desk.post(books, document);
      const ledgerId = idOf(document.key);
      const access = desk.access();
      const response = await fetch(access.apiUrl + pdfPath(String(realm), entity, ledgerId), {
        headers: { Authorization: `Bearer ${access.accessToken}`, Accept: "application/pdf" },
      });
      expect((await response.text()).slice(0, 4)).toBe("%PDF");
      expect(ledgerPage("https://app.qbo.intuit.com", "934", { ledgerType: entity, ledgerId })).toBe(
        `https://app.qbo.intuit.com/app/${page}?txnId=${ledgerId}&companyId=934`,
      );
    },
  );

  it("exists for each record we keep, if only as its list", () => {
    const all: readonly QboEntity[] = [...qboSaleForms, "Payment", ...qboNameLists, ...qboReadOnly];
    const without = all.filter((ledgerType) => ledgerPage("https://x", "934", { ledgerType, ledgerId: "1" }) === null);
    expect(without).toEqual(["TaxRate", "CompanyInfo", "Preferences"]);
    expect(ledgerPage("https://x", "934", { ledgerType: "Item", ledgerId: "1" })).toBe(
      "https://x/app/items?companyId=934",
    );
  });
});
