// Can every document be changed, taken back and found again after a lost answer, each exactly once? Against the simulator.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { LedgerDocument } from "#lib/documents/document.ts";
import type { Books } from "#lib/ledgers/ledger.ts";
import { startSimulator, type Simulator } from "../../../simulator/server.ts";
import { endings, entityOfKind } from "./entities.ts";
import { activateEntry, createEntry, deactivateEntry } from "./name-lists.ts";
import { Desk } from "./testing/carrier.ts";
import { form, item, payer, paymentOf, usd } from "./testing/documents.ts";

let simulator: Simulator;
let desk: Desk;
let books: Books;
let realm = 9_140_000_000;

beforeAll(async () => {
  simulator = await startSimulator({ throttle: false });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  realm += 1;
  desk = await Desk.open(simulator.url, String(realm));
  books = await desk.books({ depositAccount: "Checking" });
  await desk.post(books, payer);
});

const invoice = form("invoice", "HL-1");
const forms = [
  invoice,
  form("sales-order", "SO-1"),
  form("sales-receipt", "SR-1"),
  form("credit-memo", "CM-1"),
  form("refund-receipt", "RR-1"),
];
const payment = paymentOf();
const money: readonly LedgerDocument[] = [...forms, payment];
const every = [...money, { ...payer, key: "customer/new", name: "Redwood Foods" }, item].map(
  (document) => [document.kind, document] as const,
);
const entityOf = (document: LedgerDocument) => entityOfKind[document.kind];
const ours = async (document: LedgerDocument) => {
  const name = "name" in document ? document.name : "";
  const rows = await desk.rows(entityOf(document));
  return rows.filter((row) =>
    name === "" ? String(row.PrivateNote).includes(`[tieout ${document.key}]`) : (row.DisplayName ?? row.Name) === name,
  );
};

describe.each(every)("a %s", (_kind, document) => {
  const entity = entityOf(document);

  it("whose answer was lost after it was written is found, not made twice", async () => {
    await desk.disturb("drop-after-write", { entity });
    const { verdict, said } = await desk.talk(desk.push(document), books);
    expect(verdict).toMatchObject({ is: "posted", link: { ledgerType: entity } });
    expect(said.filter(({ is }) => is === "write")).toHaveLength(1);
    expect(await ours(document)).toHaveLength(1);
  });

  it("whose request never arrived is made, once", async () => {
    await desk.disturb("drop-before-write", { entity });
    const { verdict } = await desk.talk(desk.push(document), books);
    expect(verdict).toMatchObject({ is: "posted" });
    expect(await ours(document)).toHaveLength(1);
  });

  it.each([
    ["torn", "truncate"],
    ["from a server that broke down", "500-after-write"],
  ])("whose answer came %s is found", async (_how, kind) => {
    await desk.disturb(kind, { entity, operation: "create" });
    const { verdict } = await desk.talk(desk.push(document), books);
    expect(verdict).toMatchObject({ is: "posted" });
    expect(await ours(document)).toHaveLength(1);
  });

  it("is taken back the way its kind allows, also when the answer to that is lost", async () => {
    await desk.post(books, document);
    const operation = { void: "void", delete: "delete", deactivate: "update" }[endings[entity]];
    await desk.disturb("drop-after-write", { entity, operation });
    const { verdict, said } = await desk.talk(desk.push(document, "void"), books);
    expect(verdict).toMatchObject({ is: "posted" });
    expect(said.filter(({ is }) => is === "write")).toMatchObject([{ entity, operation }]);
    const [row] = (await desk.rows(entity)).filter(({ Id }) => Id === desk.links.get(document.key)?.ledgerId);
    if (endings[entity] === "delete") expect(row).toBeUndefined();
    else expect(row).toMatchObject(endings[entity] === "void" ? { TotalAmt: 0 } : { Active: false });
  });

  it("that was taken back already needs no second time", async () => {
    await desk.post(books, document);
    await desk.talk(desk.push(document, "void"), books);
    const again = await desk.talk(desk.push(document, "void", { unsure: true }), books);
    expect(again.verdict).toMatchObject({ is: "posted" });
    expect(again.said.map(({ is }) => is)).toEqual(["query"]);
  });
});

describe.each(money.map((document) => [document.kind, document] as const))("a %s that changes", (_kind, document) => {
  const entity = entityOf(document);
  const dearer = (): LedgerDocument => {
    if (!("lines" in document)) return paymentOf({ total: usd("70000") });
    const [first, ...rest] = document.lines;
    const line = { ...first!, unitPrice: "519.26", amount: usd("51926") };
    return { ...document, lines: [line, ...rest], total: usd("70000") };
  };

  it("is changed in place, keeping what the bookkeeper added", async () => {
    await desk.post(books, document);
    const id = desk.links.get(document.key)?.ledgerId ?? "";
    await desk.clerk({ do: "update", entity, id, body: { TxnSource: "checked by Ann" } });
    const { verdict } = await desk.talk(desk.push(dearer(), "update"), books);
    // Their change made our version stale: it is read again, and only our own fields are said.
    expect(verdict).toMatchObject({ is: "posted", link: { ledgerId: id, versionToken: "2" } });
    expect(await desk.row(entity, document)).toMatchObject({ TotalAmt: 700, TxnSource: "checked by Ann" });
  });

  it("is changed once when the answer is lost", async () => {
    await desk.post(books, document);
    await desk.disturb("drop-after-write", { entity, operation: "update" });
    const { verdict } = await desk.talk(desk.push(dearer(), "update"), books);
    expect(verdict).toMatchObject({ is: "posted" });
    expect(await desk.row(entity, document)).toMatchObject({ TotalAmt: 700 });
    expect(await ours(document)).toHaveLength(1);
  });

  it("that somebody deleted meanwhile is a person's decision", async () => {
    await desk.post(books, document);
    const id = desk.links.get(document.key)?.ledgerId ?? "";
    await desk.clerk({ do: "delete", entity, id });
    const { verdict } = await desk.talk(desk.push(dearer(), "update"), books);
    expect(verdict).toMatchObject({ is: "problem", problem: { code: "already-gone" } });
  });
});

describe("what stands in the books after", () => {
  it("a voided payment: its invoice is open again", async () => {
    const paid = paymentOf({ applies: [{ to: invoice.key, amount: usd("60574") }] });
    await desk.post(books, invoice, paid);
    await desk.talk(desk.push(paid, "void"), books);
    expect(await desk.row("Invoice", invoice)).toMatchObject({ Balance: 605.74 });
    expect(await desk.row("Payment", paid)).toMatchObject({ TotalAmt: 0, Line: [] });
  });

  it("a credit that is not used any more: both sides are open again, and it can be deleted", async () => {
    const credit = form("credit-memo", "CM-1");
    const applies = [invoice, credit].map(({ key }) => ({ to: key, amount: usd("60574") }));
    const use = paymentOf({ key: "order/1/payment/credit", total: usd("0"), applies });
    await desk.post(books, invoice, credit, use);
    const early = await desk.talk(desk.push(credit, "void"), books);
    expect(early.verdict).toMatchObject({ problem: { code: "cannot-undo", about: "Credit memo CM-1" } });
    await desk.talk(desk.push(use, "void"), books);
    const late = await desk.talk(desk.push(credit, "void"), books);
    expect(late.verdict).toMatchObject({ is: "posted" });
    expect(await desk.rows("CreditMemo")).toEqual([]);
    expect(await desk.row("Invoice", invoice)).toMatchObject({ Balance: 605.74 });
  });

  it("a payment of an invoice that was paid by hand: the money is in, and a person is told both figures", async () => {
    await desk.post(books, invoice);
    const invoiceId = desk.links.get(invoice.key)?.ledgerId;
    const customer = { value: desk.links.get(payer.key)?.ledgerId };
    const line = { Amount: 500, LinkedTxn: [{ TxnId: invoiceId, TxnType: "Invoice" }] };
    await desk.clerk({ do: "create", entity: "Payment", body: { CustomerRef: customer, TotalAmt: 500, Line: [line] } });
    const late = paymentOf({ applies: [{ to: invoice.key, amount: usd("60574") }] });
    const { verdict } = await desk.talk(desk.push(late), books);
    expect(verdict).toMatchObject({
      is: "problem",
      problem: { code: "applied-differently", detail: expect.stringMatching(/\$605\.74 .* \$105\.74/) },
      link: { ledgerType: "Payment" },
    });
  });
});

describe("entries of lists", () => {
  it.each([
    [{ list: "Term", name: "Net 45", dueDays: 45 }, { DueDays: 45 }],
    [{ list: "Class", name: "Oakland Yard" }, { Active: true }],
    [{ list: "Department", name: "North" }, { Active: true }],
    [{ list: "PaymentMethod", name: "Visa", isCard: true }, { Type: "CREDIT_CARD" }],
    [{ list: "Account", name: "Crane Income", accountType: "Income" }, { AccountType: "Income" }],
  ] as const)("%j is made, made inactive, and made active under its name", async (entry, fields) => {
    const made = async () => (await desk.rows(entry.list)).find((row) => String(row.Name).startsWith(entry.name)) ?? {};
    const version = async () => {
      const { Id, SyncToken } = await made();
      return { ledgerId: String(Id), versionToken: String(SyncToken) };
    };
    await desk.say(createEntry(entry));
    expect(await made()).toMatchObject({ Name: entry.name, ...fields });
    await desk.say(deactivateEntry(entry.list, await version()));
    expect(await made()).toMatchObject({ Name: `${entry.name} (deleted)`, Active: false });
    await desk.say(activateEntry(entry.list, await version(), `${entry.name} (deleted)`));
    expect(await made()).toMatchObject({ Name: entry.name, Active: true });
  });

  it("a class is made below another", async () => {
    const parentId = books.lists.class.get("oakland")?.ledgerId ?? "";
    await desk.say(createEntry({ list: "Class", name: "Yard 2", parentId }));
    expect((await desk.rows("Class")).find((row) => row.Name === "Yard 2")).toMatchObject({
      FullyQualifiedName: "Oakland:Yard 2",
    });
  });
});
