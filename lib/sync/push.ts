// Is this a legal move? The states of a push, as a table; back-off and limits beside it.
import type { DocumentKey, LedgerDocument } from "#lib/documents/document.ts";
import type { Problem } from "#lib/problem.ts";
import type { LedgerLink } from "#lib/sync/link.ts";

export const pushStates = [
  "waiting",
  "ready",
  "sending",
  "unsure",
  "posted",
  "problem",
  "cleared",
  "superseded",
] as const;
export type PushState = (typeof pushStates)[number];

/** Every legal move. Finals are derived from it: states nothing leaves. */
export const pushMoves: Readonly<Record<PushState, readonly PushState[]>> = {
  waiting: ["ready", "problem", "cleared", "superseded"],
  ready: ["sending", "waiting", "problem", "cleared", "superseded"],
  sending: ["ready", "unsure", "posted", "problem"],
  unsure: ["sending"],
  posted: [],
  problem: ["ready", "waiting", "cleared", "superseded"],
  cleared: ["ready", "waiting", "problem"],
  superseded: [],
};

/** May a push go from one state to another? */
export function mayMove(from: PushState, to: PushState): boolean {
  return pushMoves[from].includes(to);
}

/** States that no move leaves. */
export const finalStates: readonly PushState[] = pushStates.filter((state) => pushMoves[state].length === 0);
/** States in which a push is still an effort; one live push per document at most. */
export const liveStates: readonly PushState[] = ["waiting", "ready", "sending", "unsure", "problem"];

/** void-extra: take away a second document of ours that was found in the books, and leave the one we are linked to. */
export const pushOperations = ["create", "update", "void", "void-extra"] as const;
export type PushOperation = (typeof pushOperations)[number];

/** 0 a person is waiting, 1 a live change, 2 backfill. */
export const priorities = { person: 0, live: 1, backfill: 2 } as const;
export type Priority = (typeof priorities)[keyof typeof priorities];

/** What earlier turns of the conversation found out. Kept on the row, so that a conversation can stop between turns. */
export type Memory = { readonly [fact: string]: string | boolean | number };

/** A push as a ledger sees it: the document, what is known of it, and the links of what it refers to. */
export type Push = {
  readonly pushId: string;
  readonly operation: PushOperation;
  /** Grows when a document is to be made anew, so that an old request id can never answer for it. */
  readonly generation: number;
  /** A void of a second copy: to be taken away only while it bears our marker; our own link is left alone. */
  readonly isExtra?: boolean;
  /** Text written into the ledger's document, by which it is found again: unique to document and generation. */
  readonly marker: string;
  readonly document: LedgerDocument;
  /** True when an answer was lost: the next turn must look before it writes. */
  readonly unsure: boolean;
  readonly memory: Memory;
  /** This document's own link, when the books hold it already. */
  readonly link: LedgerLink | null;
  /** Links of the documents this one refers to, by key. */
  readonly links: Readonly<Record<DocumentKey, LedgerLink>>;
};

export const limits = {
  /** Questions and answers of one conversation before a person is asked. */
  turnsMax: 8,
  /** Busy and throttled answers in a row before a person is asked. */
  laterMax: 12,
  backOffFirstMs: 1_000,
  backOffMaxMs: 60_000,
  /** How often a lost request is sent again, word for word and under the same request id. */
  replaysMax: 3,
} as const;

/** How long to wait after the nth busy answer (n from 1): 1 s, 2 s, 4 s … 60 s; `chance` in [0,1) adds up to a quarter. */
export function backOffMs(times: number, chance: number): number {
  const base = Math.min(limits.backOffFirstMs * 2 ** (times - 1), limits.backOffMaxMs);
  return Math.round(base * (1 + chance / 4));
}

/** The problem of a conversation that does not end. */
export function tooManyTurns(turns: number): Problem {
  return {
    code: "ledger-trouble",
    detail: `QuickBooks was asked ${turns} times without coming to an end.`,
  };
}
