// What the panel of QuickBooks IDs shows and asks: which record of the books each document is, and what a person may do about it.
import { z } from "zod";

import { documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { LinkOrigin } from "./link.ts";
import { UNHEARD, type FoundRecord, type Linkable, type WhyNot } from "./relink.ts";
import type { PushOperation, PushState } from "./push.ts";

export const idFilters = ["all", "linked", "unlinked", "edited", "gone"] as const;
export type IdFilter = (typeof idFilters)[number];

/** What one page, and the file of it, are about. */
export const IdQuery = z.object({
  companyFileId: z.uuid(),
  kind: z.enum(documentKinds).default("invoice"),
  show: z.enum(idFilters).default("all"),
  /** The start of an order's number or of a customer's name; a QuickBooks ID wholly. */
  search: z.string().trim().max(100).optional(),
});
export type IdQuery = z.infer<typeof IdQuery>;

/** Rows after the one of this document. */
export const ListIds = IdQuery.extend({ after: z.uuid().optional() });
export type ListIds = z.infer<typeof ListIds>;

export const CountIds = z.object({ companyFileId: z.uuid() });
export type CountIds = z.infer<typeof CountIds>;

const documentId = z.uuid();
export const ShowId = z.object({ documentId });
export type ShowId = z.infer<typeof ShowId>;

/** `text`: an ID, a number or name, or the address of the record's page in QuickBooks. */
export const FindId = z.object({ documentId, text: z.string().trim().min(1).max(500) });
export type FindId = z.infer<typeof FindId>;

const because = z.string().trim().min(3, "Say why, in a few words.").max(500);
export const ChangeId = z.object({
  documentId,
  ledgerId: z.string().regex(/^\d{1,30}$/),
  /** Its version when it was shown. */
  versionToken: z.string().max(50),
  /** The person saw that it differs, or whose it is already, and means it. */
  isSure: z.boolean().default(false),
  because,
});
export type ChangeId = z.infer<typeof ChangeId>;

export const ClearId = z.object({ documentId, because });
export type ClearId = z.infer<typeof ClearId>;

/** A document with its record in the books, and its newest effort; null where it has none. */
export type Held = Omit<Linkable, "pushId" | "state" | "operation"> & {
  readonly pushId: string | null;
  readonly state: PushState | null;
  readonly operation: PushOperation | null;
  readonly isGone: boolean;
  readonly isLeftOut: boolean;
  /** Of customers, to tell them apart. */
  readonly email: string;
};

/**
 * linked, edited, gone: what the books said last of the record it is. The others have none: it needs a person, is on its way,
 * was cleared, was left out, or nothing of it was sent yet.
 */
export type IdState = "linked" | "edited" | "gone" | "problem" | "going" | "cleared" | "left-out" | "unsent";

export type IdStanding = Pick<Held, "ledgerId" | "isGone" | "isLeftOut" | "state"> & { readonly isEdited: boolean };

/** How a document stands to the books. */
export function idState({ ledgerId, isGone, isEdited, isLeftOut, state }: IdStanding): IdState {
  if (ledgerId !== null) return isGone ? "gone" : isEdited ? "edited" : "linked";
  if (isLeftOut) return "left-out";
  switch (state) {
    case "problem":
    case "cleared":
      return state;
    case "waiting":
    case "ready":
    case "sending":
    case "unsure":
      return "going";
    case "posted":
    case "superseded":
    case null:
      return "unsent";
    default:
      return state satisfies never;
  }
}

const ENDING = "It was taken back in QuickBooks, or is being taken back, and keeps its ID.";
const CLEARED = "It was cleared on Problem Sync. Restore it there first, then link it.";
const LEFT_OUT = "A person left it out, so nothing of it is sent. Take that back on its order first.";

/** Why a person may not tie it to a record, or to another one; null: they may. */
export function whyNoChange(held: Held): WhyNot | null {
  if (held.isUnheard) return { code: "conflict", sentence: UNHEARD };
  if (isEnding(held)) return { code: "conflict", sentence: ENDING };
  if (held.isLeftOut) return { code: "conflict", sentence: LEFT_OUT };
  return held.ledgerId === null && held.state === "cleared" ? { code: "conflict", sentence: CLEARED } : null;
}

/** Why a person may not take its ID away; null: they may. */
export function whyNoClear(held: Held): WhyNot | null {
  if (held.ledgerId === null) return { code: "moved-on", sentence: `${held.title} has no QuickBooks ID.` };
  if (held.isUnheard) return { code: "conflict", sentence: UNHEARD };
  return isEnding(held) ? { code: "conflict", sentence: ENDING } : null;
}

function isEnding({ isEnded, operation, ledgerId }: Held): boolean {
  return isEnded || (ledgerId !== null && (operation === "void" || operation === "void-extra"));
}

/** A record as it is offered; customers and items have no total. `note`: what a person has to accept first. */
export type FoundId = Omit<FoundRecord, "total"> & { readonly total: MoneyJson | null; readonly note: string | null };

export type FoundIds = {
  readonly records: readonly FoundId[];
  /** What was looked for: "invoice". */
  readonly kind: string;
  /** What the ID is instead, where it is none of these: "145 is a payment in QuickBooks, not an invoice." */
  readonly elsewhere: string | null;
};

export type IdRow = {
  readonly documentId: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly party: string;
  readonly orderId: string | null;
  readonly date: string | null;
  /** Null for customers and items. */
  readonly total: MoneyJson | null;
  readonly state: IdState;
  readonly ledgerId: string | null;
  readonly ledgerUrl: string | null;
  /** Its number over there, as the books said last. */
  readonly number: string | null;
  readonly linkedBy: LinkOrigin | null;
  /** When the books last showed that they have it, ISO. */
  readonly provenAt: string | null;
};

export type IdPage = { readonly rows: readonly IdRow[]; readonly next: string | null };

/** How many documents of one kind there are, and how they stand. */
export type IdCounts = Readonly<Record<Exclude<IdFilter, "linked">, number>>;
export type IdsCounted = Readonly<Record<DocumentKind, IdCounts>>;

/** What a person did to an ID, or how it came about. */
export type IdEvent = {
  readonly id: string;
  readonly is: "linked" | "replaced" | "cleared";
  readonly by: string;
  /** ISO. */
  readonly at: string;
  readonly ledgerId: string | null;
  /** The ID it had before. */
  readonly before: string | null;
  readonly because: string | null;
};

export type IdShown = {
  readonly row: IdRow;
  /** What it is looked for by, until a person types something else. */
  readonly number: string;
  /** Newest first. */
  readonly history: readonly IdEvent[];
  readonly whyNoChange: string | null;
  readonly whyNoClear: string | null;
  /** The ID that its last change took away: it may be linked back. */
  readonly backTo: string | null;
};
