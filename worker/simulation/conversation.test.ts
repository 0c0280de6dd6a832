// The pure conversation without a database: whatever is lost, late or refused on the way, is each record made once, to the cent?
import { expect, it } from "vitest";

import { Dice } from "#db/testing-dice.ts";
import type { CustomerDocument, PaymentDocument, SaleDocument } from "#lib/documents/document.ts";
import { defaultSettings } from "#lib/documents/settings.ts";
import { bookLists, type Books as KnownBooks, type ListEntry } from "#lib/ledgers/ledger.ts";
import { isOutcomeUnknown, singleAnswer, type QboAnswer } from "#lib/ledgers/qbo/answer.ts";
import { qbo } from "#lib/ledgers/qbo/ledger.ts";
import { singleHttp } from "#lib/ledgers/qbo/wire.ts";
import { settlementOf } from "#lib/ledgers/settling.ts";
import type { LedgerLink } from "#lib/sync/link.ts";
import { mayMove, type Push, type PushState } from "#lib/sync/push.ts";
import { Books } from "./books.ts";
import { markedDocument } from "./invariants/of-books.ts";
import { centsOf } from "./script.ts";

const STORIES = 600;
const REALM = "900000000000001";
const NOW = new Date(Date.UTC(2026, 10, 20, 15));
const FAULTS = [
  "drop-before-write",
  "drop-after-write",
  "500",
  "500-after-write",
  "503",
  "429",
  "truncate",
  "html",
  "stale",
] as const;
const TURNS_MAX = 60;
const seed = Number(process.env.TIEOUT_SEED ?? Date.now() % 2 ** 31);
process.stdout.write(`Seed ${seed}: the same again with TIEOUT_SEED=${seed}\n`);

const usd = (minor: bigint) => ({ minor: minor.toString(), currency: "USD" });
const books = new Books(() => NOW.getTime());
books.open(REALM, null);
const { accessToken } = books.connect(REALM);
const links = new Map<string, LedgerLink>();
let calls = 0;

function knownBooks(): KnownBooks {
  const items = books.rows(REALM, "Item").map(({ Id, Name }): [string, ListEntry] => {
    const name = String(Name);
    return [name.toLowerCase(), { ledgerId: String(Id), name, active: true, type: "Service" }];
  });
  const lists = Object.fromEntries(bookLists.map((list) => [list, new Map(list === "item" ? items : [])]));
  return { settings: defaultSettings, preferences: null, lists: lists as unknown as KnownBooks["lists"] };
}

/** One request and what came back; "lost" when nothing did. */
async function say(push: Push, dice: Dice, strength: number): Promise<QboAnswer | "lost"> {
  calls += 1;
  const http = singleHttp(REALM, qbo.nextRequest(push, known), `call-${calls}`);
  const headers = {
    Authorization: `Bearer ${accessToken}`,
    Accept: "application/json",
    "Content-Type": "application/json",
  };
  const fault = dice.falls(strength) ? { kind: dice.pick(FAULTS), seed: dice.below(1_000) } : null;
  const answer = await books.answer({ ...http, url: `http://127.0.0.1:1${http.path}`, headers }, REALM, fault);
  return answer.cut === undefined ? singleAnswer(answer.status, answer.body) : "lost";
}

/** Goes on until it is posted, as the worker would: what is unheard is looked for, a problem is let go again. */
async function post(first: Push, dice: Dice): Promise<void> {
  let push = first;
  let state: PushState = "ready";
  const move = (to: PushState) => {
    expect(mayMove(state, to), `${state} to ${to}`).toBe(true);
    state = to;
  };
  for (let turns = 1; turns <= TURNS_MAX; turns++) {
    move("sending");
    const answer = await say(push, dice, turns < 20 ? 0.35 : 0);
    if (answer === "lost" || isOutcomeUnknown(answer)) {
      move("unsure");
      push = { ...push, unsure: true, memory: { unsure: true } };
      continue;
    }
    const claimed = { push, documentId: push.document.key, turns: 1, laters: 0 };
    const { state: next, memory, link, problem } = settlementOf(claimed, qbo.readResponse(push, answer), NOW, 0);
    move(next);
    if (link) links.set(push.document.key, link);
    if (next === "posted") return;
    if (next === "problem") {
      expect(["ledger-trouble", "version-conflict"], JSON.stringify(problem)).toContain(problem?.code);
      move("ready");
    }
    const facts = next === "problem" ? (push.unsure ? { unsure: true } : {}) : (memory ?? push.memory);
    push = { ...push, memory: facts, unsure: facts.unsure === true, link: links.get(push.document.key) ?? null };
  }
  throw new Error(`No end after ${TURNS_MAX} turns`);
}

const known = knownBooks();

function pushOf(document: Push["document"], operation: Push["operation"], documentId: string): Push {
  return {
    pushId: `push of ${document.key}`,
    operation,
    generation: 0,
    marker: `[tieout ${documentId}]`,
    document,
    unsure: false,
    memory: {},
    link: links.get(document.key) ?? null,
    links: Object.fromEntries(document.after.flatMap((key) => (links.has(key) ? [[key, links.get(key)!]] : []))),
  };
}

function invoiceOf(nth: number, customer: CustomerDocument, cents: bigint): SaleDocument {
  const amount = usd(cents);
  return {
    kind: "invoice",
    key: `order/${nth}/invoice/1`,
    after: [customer.key],
    customer: customer.key,
    customerName: customer.name,
    number: `N-${nth}`,
    date: "2026-11-01",
    lines: [{ item: { name: "Line Haul" }, chargeCode: "LH", quantity: "1", amount, taxable: false }],
    total: amount,
    orderNumbers: [`N-${nth}`],
  };
}

it(`${STORIES} conversations make each record once, to the cent (seed ${seed})`, async () => {
  const startMs = performance.now();
  for (let nth = 0; nth < STORIES; nth++) {
    const dice = new Dice(seed + nth);
    const id = (kind: number) => `0000000${kind}-0000-7000-8000-${String(nth).padStart(12, "0")}`;
    const customer: CustomerDocument = {
      kind: "customer",
      key: `customer/payer ${nth % 40}`,
      after: [],
      name: `Payer ${nth % 40}`,
    };
    if (!links.has(customer.key)) await post(pushOf(customer, "create", id(1)), dice);
    const [first, then, paid] = [
      BigInt(100 + dice.below(99_999)),
      BigInt(20_000 + dice.below(99_999)),
      BigInt(1 + dice.below(99)),
    ];
    await post(pushOf(invoiceOf(nth, customer, first), "create", id(2)), dice);
    const invoice = invoiceOf(nth, customer, dice.falls(0.5) ? then : first);
    if (invoice.total.minor !== first.toString()) await post(pushOf(invoice, "update", id(2)), dice);
    const payment: PaymentDocument = {
      kind: "payment",
      key: `order/${nth}/payment/p`,
      after: [customer.key, invoice.key],
      customer: customer.key,
      customerName: customer.name,
      date: "2026-11-02",
      reference: `P-${nth}`,
      total: usd(paid),
      applies: [{ to: invoice.key, amount: usd(paid) }],
    };
    await post(pushOf(payment, "create", id(3)), dice);
    const mine = (entity: "Invoice" | "Payment", documentId: string) =>
      books.newest(REALM, entity, 4).filter((row) => markedDocument(row) === documentId);
    const [invoices, payments] = [mine("Invoice", id(2)), mine("Payment", id(3))];
    expect([invoices.length, payments.length], `story ${nth}`).toEqual([1, 1]);
    expect(centsOf(invoices[0]!.TotalAmt).toString()).toBe(invoice.total.minor);
    expect(centsOf(invoices[0]!.Balance)).toBe(BigInt(invoice.total.minor) - paid);
    expect(centsOf(payments[0]!.TotalAmt)).toBe(paid);
  }
  expect(books.rows(REALM, "Invoice")).toHaveLength(STORIES);
  expect(books.rows(REALM, "Payment")).toHaveLength(STORIES);
  expect(books.rows(REALM, "Customer")).toHaveLength(40);
  const seconds = (performance.now() - startMs) / 1_000;
  process.stdout.write(`${STORIES} conversations, ${calls} calls, ${(STORIES / seconds).toFixed(0)} a second\n`);
}, 120_000);
