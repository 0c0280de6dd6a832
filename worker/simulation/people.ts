// What sources and clerks do in a schedule, through the operations their doors call.
import type { Database } from "#db/client.ts";
import type { Dice } from "#db/testing-dice.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { LedgerEvent } from "#lib/ledgers/qbo/back/webhook.ts";
import { resyncProblems } from "#lib/operations/resync-problems.ts";
import { takeInEvents } from "#lib/operations/take-in-events.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import { Refusal } from "#lib/refusal.ts";
import { digestOf } from "./facts.ts";
import { ownerOf } from "./ground.ts";
import type { Site } from "./site.ts";
import { i6LetGo } from "./invariants/of-state.ts";
import type { ToldOrder, Touch } from "./model.ts";
import type { Park, Scheduler } from "./scheduler.ts";
import { steppedDatabase } from "./stepped-database.ts";
import type { Trace } from "./trace.ts";

export type PeopleGround = {
  readonly db: Database;
  readonly admin: Parameters<typeof digestOf>[0];
  readonly site: Site;
  readonly scheduler: Scheduler;
  readonly dice: Dice;
  readonly nowMs: () => number;
  readonly trace: Trace;
  readonly onCommit: () => void;
  readonly onStatement: (text: string, values: readonly unknown[]) => void;
  readonly touches: () => readonly Touch[];
  readonly wasClosed: () => boolean;
  readonly wrong: (invariant: string, sentences: readonly string[]) => void;
};

const TOLD = ["orders", "documents", "pushes", "push_counts", "document_orders", "document_links"];

export class People {
  /** Orders as told last, by their id. */
  readonly orders = new Map<string, ToldOrder>();
  /** What people did, by the action of its audit row. */
  readonly deeds = new Map<string, number>();
  private readonly ground: PeopleGround;

  constructor(ground: PeopleGround) {
    this.ground = ground;
  }

  /** A source tells orders; sometimes it is not sure to have been heard and tells them again. */
  tell(orders: readonly OrderInput[], isTwice: boolean): void {
    const { scheduler, site, trace, nowMs } = this.ground;
    trace.note(nowMs(), `told ${JSON.stringify(orders)}`);
    for (const order of orders) {
      const versions = (this.orders.get(order.externalId)?.versions ?? 0) + 1;
      this.orders.set(order.externalId, { order, versions });
    }
    scheduler.spawn("source", "tell", async (park) => {
      const { sourceId } = site;
      const first = await takeInOrders(this.scope(park), { sourceId, orders: [...orders] });
      if (first.some(({ result }) => result === "refused")) throw new Error(`Refused: ${JSON.stringify(first)}`);
      if (!isTwice) return;
      await this.twice("telling an order again", async () => {
        const again = await takeInOrders(this.scope(null), { sourceId, orders: [...orders] });
        if (again.some(({ result }) => result !== "unchanged" && result !== "older")) throw new Error("It was news");
      });
    });
  }

  /** A clerk lets every problem go again, and sometimes clicks twice. */
  resync(isTwice: boolean): void {
    this.ground.scheduler.spawn("clerk", "resync", async (park) => {
      const rowIds = await this.stuck();
      if (rowIds.length === 0) return;
      await this.letGo(this.scope(park), rowIds);
      if (isTwice) await this.twice("a second click on Resync", () => this.letGo(this.scope(null), rowIds));
    });
  }

  /** The same with nobody else at work. Returns how many there were. */
  async resyncAll(): Promise<number> {
    const rowIds = await this.stuck();
    if (rowIds.length > 0) await this.letGo(this.scope(null), rowIds);
    return rowIds.length;
  }

  /** QuickBooks tells of changes. */
  hearEvents(events: readonly LedgerEvent[]): void {
    const { scheduler, trace, nowMs } = this.ground;
    trace.note(
      nowMs(),
      `webhook ${events.map(({ entity, ledgerId, operation }) => `${entity} ${ledgerId} ${operation}`).join(", ")}`,
    );
    scheduler.spawn("webhook", "events", async (park) => void (await takeInEvents(this.scope(park), events)));
  }

  private async stuck(): Promise<string[]> {
    const found = await this.ground.admin.query<{ id: string; title: string; number: string; code: string }>(
      `select p.push_id as id, d.title, coalesce(o.number, '') as number, p.problem_code as code
         from pushes p join documents d on d.tenant_id = p.tenant_id and d.document_id = p.document_id
         left join orders o on o.tenant_id = d.tenant_id and o.order_id = d.order_id
        where p.tenant_id = $1 and p.state = 'problem' order by p.push_id`,
      [this.ground.site.tenantId],
    );
    this.ground.wrong("I6", i6LetGo(found.rows, this.ground.touches(), this.ground.wasClosed()));
    return found.rows.map(({ id }) => id);
  }

  private async letGo(scope: Scope, rowIds: readonly string[]): Promise<void> {
    const { companyFileId } = this.ground.site;
    this.ground.trace.note(this.ground.nowMs(), `resync ${rowIds.length}`);
    try {
      await resyncProblems(scope, { companyFileId, select: { is: "rows", rowIds: [...rowIds] } });
      this.deeds.set("problems.resync", (this.deeds.get("problems.resync") ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** I14: what is repeated leaves everything as it was. */
  private async twice(what: string, again: () => Promise<void>): Promise<void> {
    const { admin, site, wrong } = this.ground;
    const before = await digestOf(admin, site.tenantId, TOLD);
    await again();
    if (before !== (await digestOf(admin, site.tenantId, TOLD))) wrong("I14", [`${what} changed something`]);
  }

  /** Without `park` nobody overtakes what is done. */
  private scope(park: Park | null): Scope {
    const { db, site, dice, nowMs, onCommit, onStatement } = this.ground;
    const steps = {
      park: park ?? (async () => {}),
      diesBeforeCommit: () => false,
      die: () => {},
      onCommit,
      onStatement,
    };
    return ownerOf(site, steppedDatabase(db, steps), () => new Date(nowMs()), dice.chance);
  }
}
