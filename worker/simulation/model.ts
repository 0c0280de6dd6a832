// What a schedule has seen so far, as the invariants look at it. Values only; the invariants beside it are pure functions.
import type { OrderInput } from "#lib/orders/order.ts";
import type { BookRow } from "./books.ts";
import type { Facts, Look } from "./facts.ts";
import type { SentCall } from "./road.ts";

export type Entity = "Customer" | "Item" | "Invoice" | "Payment";
export type BookView = Readonly<Record<Entity, readonly BookRow[]>>;

/** An order as its source told it last, and how often it was told. */
export type ToldOrder = { readonly order: OrderInput; readonly versions: number };
/** What a bookkeeper did by hand to a record of ours. */
export type Touch = {
  readonly entity: Entity;
  readonly ledgerId: string;
  readonly act: "edit" | "void" | "delete" | "pay" | "note";
  readonly atMs: number;
  /** Our document the record belongs to, as its marker says. */
  readonly documentId: string;
  /** The order's number. */
  readonly number: string;
  /** What the record says since, by the field that was changed. */
  readonly said?: string;
};

/** What is known of a call when it leaves. */
export type Sending = {
  readonly call: SentCall;
  readonly writes: readonly Write[];
  /** The call as it was written down before it left; undefined: it was not. */
  readonly written: { readonly path: string; readonly body: string; readonly state: string } | undefined;
  /** The schedule's own company. */
  readonly realmId: string;
  readonly tokens: ReadonlySet<string>;
  /** Names that belong to other tenants. */
  readonly strangers: readonly string[];
  /** Ids that ever were in the books, as "Invoice/12". */
  readonly made: ReadonlySet<string>;
  /** Versions that were heard of, as "Invoice/12/3". */
  readonly heard: ReadonlySet<string>;
  /** When calls were sent before this one, and how many of them are under way. */
  readonly earlier: readonly { readonly atMs: number; readonly isBatch: boolean }[];
  readonly underWay: number;
};

/** One thing a call asks to be written. */
export type Write = {
  readonly entity: string;
  readonly operation: string;
  readonly ledgerId: string | null;
  readonly versionToken: string | null;
  /** Ids it refers to, as "Invoice/12". */
  readonly refers: readonly string[];
};

/** Everything at rest. */
export type Rest = {
  readonly orders: readonly ToldOrder[];
  readonly touches: readonly Touch[];
  readonly books: BookView;
  readonly facts: Facts;
  readonly look: Look;
  /** Calls that were sent, by request id: their words. */
  readonly sent: ReadonlyMap<string, string>;
  /** Deeds of people, by the action their audit row names. */
  readonly deeds: ReadonlyMap<string, number>;
  /** The refresh token that is kept, and the newest that was given; null when the connection is marked as lost. */
  readonly refresh: { readonly kept: string; readonly newest: string } | null;
  /** How long it took to come to rest once nothing went wrong any more, and how long it may take. */
  readonly restMs: number;
  readonly restMaxMs: number;
  readonly isAtRest: boolean;
};
