// What may a person decide about a drifted document, and what does it do? The choices with their consequences in words.
import { z } from "zod";

import type { DocumentKind } from "#lib/documents/document.ts";
import type { MoneyJson } from "#lib/money.ts";
import type { DriftKind, FieldCompared } from "./drift.ts";
import type { DriftCause } from "./drift-cause.ts";

export const driftChoices = ["push-ours", "accept-theirs", "create-again", "treat-as-paid", "unlink"] as const;
export type DriftChoice = (typeof driftChoices)[number];

/** Rows of one decision; more of one cause are decided in another. */
export const DRIFT_ROWS_MAX = 300;
/** Drifted documents that are grouped at a time: the oldest. */
export const DRIFT_LOOKED_AT_MAX = 1_000;

/** What of a document decides what may be done about it. `isEnding`: it is to be taken back. */
export type Deciding = { readonly isGone: boolean; readonly isEnding: boolean };

/** Which choices make sense for a document of this kind to which this happened. */
export function choicesFor(
  kind: DriftKind,
  documentKind: DocumentKind,
  { isGone, isEnding }: Deciding,
): readonly DriftChoice[] {
  if (documentKind === "customer" || documentKind === "item") return isGone ? ["create-again"] : [];
  const isOutOfUse = isGone || kind === "voided" || kind === "deleted";
  // What is taken back has no version of ours that could be written, and is not owed.
  if (isEnding) return isOutOfUse ? ["unlink"] : ["accept-theirs", "unlink"];
  const paid: readonly DriftChoice[] = documentKind === "invoice" ? ["treat-as-paid"] : [];
  return isOutOfUse ? ["create-again", ...paid, "unlink"] : ["push-ours", "accept-theirs", ...paid, "unlink"];
}

/** Choices that move what is open or earned, or end the sync of a document, are not made without a reason. */
export const choicesWithReason: readonly DriftChoice[] = ["accept-theirs", "treat-as-paid", "unlink"];

export const choiceLabels: Readonly<Record<DriftChoice, string>> = {
  "push-ours": "Push ours",
  "accept-theirs": "Accept theirs",
  "create-again": "Create again",
  "treat-as-paid": "Treat as paid",
  unlink: "Unlink",
};

/** What will happen, and what will not, before it is done. */
export function choiceConsequence(choice: DriftChoice, isGone: boolean): string {
  switch (choice) {
    case "push-ours":
      return "What the order says now is written over what stands in QuickBooks. If somebody changes it there again before that, nothing is overwritten and it comes back as a problem.";
    case "accept-theirs":
      return "QuickBooks stays as it is and nothing is sent. The difference to the order stays and is named in the tie-out. If the order changes later, its new version is sent and replaces theirs.";
    case "create-again":
      return "It is made in QuickBooks once more, with a new QuickBooks ID. What was applied to the old one there (payments, credits) is not moved along. A voided one keeps its number: QuickBooks may refuse the same number twice.";
    case "treat-as-paid":
      return isGone
        ? "Nothing is sent any more, neither it nor payments that wait for it. QuickBooks does not hold it: receivables there stay as they are without it, and so does income. Here it counts as paid; the tie-out names it."
        : "Nothing of it is sent any more, neither changes nor payments that wait for it. QuickBooks is not touched: what is open on it there stays open in receivables until somebody records the payment there. Here it counts as paid; the tie-out names it.";
    case "unlink":
      return isGone
        ? "Tieout forgets the QuickBooks ID and sends nothing more of it, and no export does. The tie-out names it as left out."
        : "Tieout forgets the QuickBooks ID and sends nothing more of it, and no export does. What stands in QuickBooks stays there. The tie-out names it as left out.";
    default:
      return choice satisfies never;
  }
}

export const ListDrift = z.object({
  companyFileId: z.uuid(),
  cause: z.string().max(200).optional(),
  /** Rows after this document. */
  after: z.uuid().optional(),
});
export type ListDrift = z.infer<typeof ListDrift>;

export const ShowDrift = z.object({ documentId: z.uuid() });
export type ShowDrift = z.infer<typeof ShowDrift>;

export const ResolveDrift = z
  .object({
    companyFileId: z.uuid(),
    choice: z.enum(driftChoices),
    reason: z.string().trim().max(500).optional(),
    /** When what the person decides on was read. What was read again since is not touched: nobody saw it. */
    asOf: z.iso.datetime(),
    select: z.discriminatedUnion("is", [
      z.object({ is: z.literal("rows"), documentIds: z.array(z.uuid()).min(1).max(DRIFT_ROWS_MAX) }),
      z.object({ is: z.literal("cause"), cause: z.string().min(1).max(200) }),
    ]),
  })
  .refine(({ choice, reason }) => !choicesWithReason.includes(choice) || Boolean(reason), {
    message: "Say why. It is kept with your name.",
    path: ["reason"],
  });
export type ResolveDrift = z.infer<typeof ResolveDrift>;

export type DriftRow = {
  readonly documentId: string;
  readonly title: string;
  readonly party: string;
  readonly kind: DriftKind;
  /** Nobody edited it: QuickBooks rounds otherwise. */
  readonly isRounding: boolean;
  readonly documentKind: DocumentKind;
  readonly causeKey: string;
  /** "2026-11-01 → 2026-12-01", one a field that differs; empty where the record is gone. */
  readonly changes: readonly string[];
  readonly money: MoneyJson;
  readonly date: string | null;
  readonly seenAt: string;
};

export type DriftCauseShown = DriftCause & {
  readonly sentence: string;
  readonly rows: number;
  readonly choices: readonly DriftChoice[];
  readonly isGone: boolean;
  readonly money: readonly MoneyJson[];
};

export type DriftPage = {
  readonly causes: readonly DriftCauseShown[];
  readonly rows: readonly DriftRow[];
  readonly next: string | null;
  readonly total: number;
  /** More drifted than is grouped at a time. */
  readonly isMore: boolean;
  readonly asOf: string;
};

export type DriftShown = {
  readonly row: DriftRow;
  readonly sentence: string;
  readonly fields: readonly FieldCompared[];
  /** What was sent is known; else the order now stands for it. */
  readonly isSentKnown: boolean;
  readonly isGone: boolean;
  readonly choices: readonly DriftChoice[];
  readonly orderIds: readonly string[];
  readonly ledgerId: string;
  readonly ledgerUrl: string | null;
  readonly asOf: string;
};

export type DriftResult = {
  readonly documentId: string;
  readonly title: string;
  readonly isDone: boolean;
  /** What was done or why not. */
  readonly sentence: string;
};

export type DriftResolved = {
  readonly bulkRunId: string | null;
  readonly done: number;
  readonly results: readonly DriftResult[];
};
