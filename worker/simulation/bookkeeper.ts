// A bookkeeper at work in QuickBooks itself, and the webhooks that tell of everything that changes there.
import type { Dice } from "#db/testing-dice.ts";
import type { LedgerEvent } from "#lib/ledgers/qbo/back/webhook.ts";
import type { BookRow, Books } from "./books.ts";
import type { Site } from "./site.ts";
import { isVoided, markedDocument } from "./invariants/of-books.ts";
import type { Entity, Touch } from "./model.ts";
import type { Swarm } from "./swarm.ts";
import type { Trace } from "./trace.ts";

export type BookkeeperGround = {
  readonly books: Books;
  readonly site: Site;
  readonly dice: Dice;
  readonly nowMs: () => number;
  readonly trace: Trace;
  readonly webhooks: Swarm["webhooks"];
};
type Waiting = { readonly atMs: number; readonly event: LedgerEvent };

const OPERATIONS = { Create: "created", Update: "updated", Delete: "deleted" } as const;

export class Bookkeeper {
  readonly touches: Touch[] = [];
  /** A period was closed at some time. */
  wasClosed = false;
  private waiting: Waiting[] = [];
  private events = 0;
  private readonly ground: BookkeeperGround;

  constructor(ground: BookkeeperGround) {
    this.ground = ground;
    const { books, site } = ground;
    books.onCommit(site.realmId, (entity, ledgerId, operation) =>
      this.tellOf(entity, ledgerId, OPERATIONS[operation as keyof typeof OPERATIONS]),
    );
  }

  /** Does something to one of our records, when there is one. */
  act(act: Touch["act"], pick: number): void {
    const { books, site, trace, nowMs } = this.ground;
    const rows = (entity: Entity) => books.rows(site.realmId, entity).filter((row) => this.isOpen(row));
    const records = [
      ...rows("Invoice").map((row) => ({ entity: "Invoice" as const, row })),
      ...(act === "void" || act === "delete"
        ? rows("Payment").map((row) => ({ entity: "Payment" as const, row }))
        : []),
    ];
    const record = records[pick % Math.max(1, records.length)];
    if (record === undefined) return;
    const { entity, row } = record;
    const said = `by hand ${this.touches.length}`;
    try {
      books.act(site.realmId, this.deed(act, entity, row, said));
    } catch (error) {
      trace.note(nowMs(), `the bookkeeper may not ${act} ${entity} ${String(row.Id)}: ${String(error)}`);
      return;
    }
    trace.note(nowMs(), `the bookkeeper does ${act} to ${entity} ${String(row.Id)}`);
    const documentId = markedDocument(row) ?? "";
    const number = entity === "Invoice" ? String(row.DocNumber) : String(row.PaymentRefNum).replace("C-", "L-");
    const ledgerId = String(row.Id);
    this.touches.push({
      entity,
      ledgerId,
      act,
      atMs: nowMs(),
      documentId,
      number,
      ...(act === "edit" ? { said } : {}),
    });
  }

  /** Closes the books up to a day, or opens them again. */
  close(until: string | null): void {
    const { books, site, trace, nowMs } = this.ground;
    books.act(site.realmId, { do: "close-books", date: until });
    this.wasClosed ||= until !== null;
    trace.note(nowMs(), until === null ? "the books are open again" : `the books are closed until ${until}`);
  }

  /** Events that are due, all at once. */
  dueEvents(): readonly LedgerEvent[] {
    const due = this.waiting.filter(({ atMs }) => atMs <= this.ground.nowMs());
    this.waiting = this.waiting.filter((one) => !due.includes(one));
    return due.map(({ event }) => event);
  }

  nextEventMs(): number | undefined {
    return this.waiting.length === 0 ? undefined : Math.min(...this.waiting.map(({ atMs }) => atMs));
  }

  private isOpen(row: BookRow): boolean {
    return markedDocument(row) !== null && !isVoided(row);
  }

  private deed(act: Touch["act"], entity: Entity, row: BookRow, said: string): unknown {
    const id = String(row.Id);
    if (act === "edit") {
      const [line] = row.Line as readonly BookRow[];
      return { do: "edit-lines", entity, id, lines: [{ id: String(line?.Id), description: said }] };
    }
    if (act === "note") return { do: "update", entity, id, body: { CustomerMemo: { value: said } } };
    return act === "pay" ? { do: "pay", id } : { do: act, entity, id };
  }

  private tellOf(entity: string, ledgerId: string, operation: LedgerEvent["operation"]): void {
    const { dice, webhooks, nowMs, site } = this.ground;
    if (dice.falls(webhooks.missing)) return;
    this.events += 1;
    const eventId = `event-${this.events}`;
    const happenedAt = new Date(nowMs());
    const event = { eventId, realmId: site.realmId, entity, ledgerId, operation, endedLedgerId: null, happenedAt };
    const at = () => nowMs() + dice.below(webhooks.lateMs);
    this.waiting.push({ atMs: at(), event });
    if (dice.falls(webhooks.twice)) this.waiting.push({ atMs: at(), event });
  }
}
