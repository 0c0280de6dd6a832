// Tens of thousands of random lives of an invoice over there, without a network: is each version taken for what it is?
import { expect, it } from "vitest";

import { Dice } from "#db/testing-dice.ts";
import type { SaleDocument } from "#lib/documents/document.ts";
import type { KnownDocument } from "#lib/sync/known.ts";
import type { QboRow } from "../answer.ts";
import { judge, type Standing } from "./judge.ts";

const LIVES = 20_000;
const MOVES_MAX = 8;
const seed = Number(process.env.TIEOUT_SEED ?? Date.now() % 2 ** 31);

type Content = { number: string; date: string; customer: string; lines: { cents: number; text: string }[] };
type Move = "our update" | "our payment" | "their payment" | "send" | "edit" | "change back" | "void" | "delete";

/** An invoice in the books, as its two sides change it. What happened since our last write is counted apart. */
class Life {
  readonly moves: string[] = [];
  private ours: Content;
  private theirs: Content;
  private token = 0;
  private written = 0;
  private payments: { id: string; isOurs: boolean }[] = [];
  private isSent = false;
  private end: "void" | "delete" | null = null;
  private since = { ours: 0, paidOrSent: 0, edits: 0 };
  private readonly dice: Dice;
  /** Versions as they were read at some time. */
  private readonly read: { token: number; row: QboRow | null }[] = [];

  constructor(dice: Dice) {
    this.dice = dice;
    this.ours = this.drawContent();
    this.theirs = this.ours;
  }

  /** Something happens, and is written to the record as one version more. */
  move(): void {
    const moves: Move[] = [
      "our update",
      "our payment",
      "their payment",
      "send",
      "edit",
      "edit",
      "change back",
      "void",
      "delete",
    ];
    const move = this.dice.pick(moves.filter((each) => this.end === null && (each !== "send" || !this.isSent)));
    if (move === undefined) return;
    this.moves.push(move);
    this.token += 1;
    if (move === "our update") {
      this.ours = this.theirs = this.drawContent();
      this.written = this.token;
      this.since = { ours: 0, paidOrSent: 0, edits: 0 };
    } else if (move === "our payment" || move === "their payment") {
      const isOurs = move === "our payment";
      this.payments.push({ id: `${100 + this.token}`, isOurs });
      if (isOurs) this.since.ours += 1;
      else this.since.paidOrSent += 1;
    } else if (move === "send") {
      this.isSent = true;
      this.since.paidOrSent += 1;
    } else if (move === "edit" || move === "change back") {
      this.theirs = move === "edit" ? this.edited() : this.ours;
      this.since.edits += 1;
    } else this.end = move;
    this.read.push({ token: this.token, row: this.row() });
  }

  /** What must be said of the record as it is now. */
  expected(): readonly Standing[] {
    if (this.end !== null) return ["gone"];
    if (JSON.stringify(this.theirs) !== JSON.stringify(this.ours)) return ["edited"];
    // Changed and changed back: everything we said stands, but nobody may say that nobody was there.
    if (this.since.edits > 0) return ["edited", "touched"];
    return this.since.paidOrSent > 0 ? ["touched"] : ["as-we-left-it"];
  }

  row(): QboRow | null {
    if (this.end === "delete") return null;
    const { number, date, customer, lines } = this.theirs;
    const isVoid = this.end === "void";
    return {
      Id: "7",
      SyncToken: String(this.token),
      DocNumber: number,
      TxnDate: date,
      CustomerRef: { value: customer },
      PrivateNote: isVoid ? "Voided" : "[tieout 00000000-0000-7000-8000-000000000000]",
      TotalAmt: isVoid ? 0 : lines.reduce((sum, { cents }) => sum + cents, 0) / 100,
      EmailStatus: this.isSent ? "EmailSent" : "NotSet",
      LinkedTxn: this.payments.map(({ id }) => ({ TxnId: id, TxnType: "Payment" })),
      Line: lines.map(({ cents, text }) => ({
        DetailType: "SalesItemLineDetail",
        Amount: isVoid ? 0 : cents / 100,
        Description: text,
      })),
    };
  }

  /** A version that was read before our last write and is judged only now. */
  earlierRow(): QboRow | undefined {
    return this.read.find(({ token, row }) => token <= this.written && row !== null)?.row ?? undefined;
  }

  known(): KnownDocument {
    const { number, date, lines } = this.ours;
    const total = { minor: String(lines.reduce((sum, { cents }) => sum + cents, 0)), currency: "USD" };
    const document: SaleDocument = {
      kind: "invoice",
      key: "order/1/invoice/1",
      after: ["customer/acme"],
      customer: "customer/acme",
      customerName: "Acme",
      number,
      date,
      lines: lines.map(({ cents, text }) => ({
        chargeCode: "LH",
        item: { name: "Line Haul" },
        description: text,
        quantity: "1",
        amount: { minor: String(cents), currency: "USD" },
        taxable: false,
      })),
      total,
      orderNumbers: [number],
    };
    return {
      documentId: "d",
      kind: "invoice",
      currency: "USD",
      versionToken: String(this.written),
      isUnderWay: false,
      isEndedByUs: false,
      left: {
        document,
        ownBumps: this.since.ours,
        followers: this.payments.filter(({ isOurs }) => isOurs).map(({ id }) => id),
        parents: { "customer/acme": "58" },
      },
    };
  }

  private drawContent(): Content {
    const lines = Array.from({ length: 1 + this.dice.below(3) }, () => this.drawLine());
    return { number: `L-${this.dice.below(3)}`, date: `2026-11-0${1 + this.dice.below(3)}`, customer: "58", lines };
  }

  private drawLine(): Content["lines"][number] {
    return { cents: 1 + this.dice.below(99_999), text: this.dice.pick(["Line Haul", "Fuel", "From port to yard"]) };
  }

  /** One thing is another one now: what people edit is seldom all of it. */
  private edited(): Content {
    const { number, date, lines } = this.theirs;
    const at = this.dice.below(lines.length);
    const changed = (put: Partial<Content["lines"][number]>) =>
      lines.map((line, index) => (index === at ? { ...line, ...put } : line));
    return this.dice.pick<Content>([
      { ...this.theirs, number: `${number}0` },
      { ...this.theirs, date: date.replace("2026", "2025") },
      { ...this.theirs, customer: "59" },
      { ...this.theirs, lines: changed({ cents: lines[at]!.cents + 1 }) },
      { ...this.theirs, lines: changed({ text: `${lines[at]!.text}, by hand` }) },
      { ...this.theirs, lines: [...lines, this.drawLine()] },
    ]);
  }
}

it(`${LIVES} invoices are edited, paid, sent and deleted over there, and each version is taken for what it is (seed ${seed})`, () => {
  const startMs = performance.now();
  const told = new Map<Standing, number>();
  let judged = 0;
  for (let nth = 0; nth < LIVES; nth++) {
    const life = new Life(new Dice(seed + nth));
    for (let moves = 0; moves < MOVES_MAX; moves++) {
      life.move();
      const standing = judge(life.known(), life.row());
      judged += 1;
      told.set(standing, (told.get(standing) ?? 0) + 1);
      const earlier = life.earlierRow();
      const isLate = earlier !== undefined && judge(life.known(), earlier) !== "as-we-left-it";
      if (life.expected().includes(standing) && !isLate) continue;
      const how = `${life.moves.join(", ")}: ${isLate ? "a version read before our last write" : standing}`;
      expect.fail(`TIEOUT_SEED=${seed + nth}, its first life: ${how}`);
    }
  }
  for (const standing of ["as-we-left-it", "touched", "edited", "gone"] as const) {
    expect(told.get(standing) ?? 0, standing).toBeGreaterThan(LIVES / 100);
  }
  const rate = (judged / ((performance.now() - startMs) / 1_000)).toFixed(0);
  process.stdout.write(`${judged} versions judged, ${rate} a second\n`);
}, 60_000);
