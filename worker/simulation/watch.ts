// Looks on: at every call that leaves, every answer that is heard, every change of the books, and says what is wrong.
import type pg from "pg";

import type { Books } from "./books.ts";
import { versionsIn, writesOf } from "./calls.ts";
import type { Site } from "./site.ts";
import { i1Never2 } from "./invariants/of-books.ts";
import { i10Throttle, i4HeardVersion, i6WrittenFirst, i7Order, i9Tenant } from "./invariants/of-calls.ts";
import type { BookView, Sending } from "./model.ts";
import type { RoadWatch, SentCall } from "./road.ts";

export type WatchGround = {
  readonly admin: pg.Pool;
  readonly books: Books;
  readonly site: Site;
  readonly tokens: ReadonlySet<string>;
  readonly strangers: readonly string[];
  readonly wrong: (invariant: string, sentences: readonly string[]) => void;
};

export class Watch implements RoadWatch {
  /** Words of every call that changes something, by its request id. */
  readonly sent = new Map<string, string>();
  private readonly made = new Set<string>();
  private readonly heard = new Set<string>();
  private readonly earlier: { atMs: number; isBatch: boolean }[] = [];
  private underWay = 0;
  private hasChanged = false;
  private readonly ground: WatchGround;

  constructor(ground: WatchGround) {
    this.ground = ground;
    const { books, site } = ground;
    for (const entity of ["Customer", "Item"] as const) {
      for (const row of books.rows(site.realmId, entity)) this.made.add(`${entity}/${String(row.Id)}`);
    }
    books.onCommit(site.realmId, (entity, id) => {
      this.made.add(`${entity}/${id}`);
      this.hasChanged = true;
    });
  }

  async onSend(call: SentCall): Promise<void> {
    const { admin, site, wrong } = this.ground;
    const writes = writesOf(call);
    const sending: Sending = {
      call,
      writes,
      written: call.requestId === null ? undefined : await this.written(admin, site, call.requestId),
      realmId: site.realmId,
      tokens: this.ground.tokens,
      strangers: this.ground.strangers,
      made: this.made,
      heard: this.heard,
      earlier: this.earlier,
      underWay: this.underWay,
    };
    wrong("I4", i4HeardVersion(sending));
    wrong("I6", i6WrittenFirst(sending));
    wrong("I7", i7Order(sending));
    wrong("I9", i9Tenant(sending));
    wrong("I10", i10Throttle(sending));
    if (call.requestId !== null) this.sent.set(call.requestId, `${call.path} ${call.body}`);
    this.earlier.push({ atMs: call.atMs, isBatch: call.path.includes("/batch?") });
    this.underWay += 1;
  }

  onHeard(_call: SentCall, status: number, text: string): void {
    if (status === 200) for (const version of versionsIn(text)) this.heard.add(version);
  }

  /** A call is answered, or nobody waits for it any more. */
  onEnd(): void {
    this.underWay -= 1;
  }

  onBooks(): void {
    if (!this.hasChanged) return;
    this.hasChanged = false;
    this.ground.wrong("I1", i1Never2(this.view()));
  }

  view(): BookView {
    const { books, site } = this.ground;
    const rows = (entity: "Customer" | "Item" | "Invoice" | "Payment") => books.rows(site.realmId, entity);
    return { Customer: rows("Customer"), Item: rows("Item"), Invoice: rows("Invoice"), Payment: rows("Payment") };
  }

  private async written(admin: pg.Pool, { tenantId }: Site, requestId: string): Promise<Sending["written"]> {
    const found = await admin.query<{ path: string; body: string; state: string }>({
      name: "written",
      text: "select path, body, state from attempts where tenant_id = $1 and request_id = $2",
      values: [tenantId, requestId],
    });
    return found.rows[0];
  }
}
