// How does a document in problem differ from what was last sent and from what the books hold? Three columns, out of those of drift.
import { z } from "zod";

import type { LedgerDocument } from "#lib/documents/document.ts";
import { compareFields, type ComparedVersions, type FieldCompared } from "./drift.ts";

/** `rowId`: the problem. */
export const ShowCompared = z.object({ rowId: z.uuid() });
export type ShowCompared = z.infer<typeof ShowCompared>;

/**
 * none: the books hold nothing of it. unheard: they may, the answer was lost. unread: they hold it, and nobody found it
 * to differ from what was sent. there: as it was read. inactive: a name that was taken out of the lists.
 */
export type BooksStand = "none" | "unheard" | "unread" | "there" | "deleted" | "voided" | "merged" | "inactive";

/** posted: QuickBooks took it. refused: it said no. unheard: nobody knows. under-way: the answer is awaited. */
export type SentShownAs = {
  readonly became: "posted" | "refused" | "unheard" | "under-way";
  /** ISO; null when the call is not kept any more. */
  readonly at: string | null;
};

export type VersionCompared = FieldCompared & {
  /** What would be sent now is not what the books hold. */
  readonly isApart: boolean;
};

export type ProblemCompared = {
  /** Two answers with the same one are about the same versions. */
  readonly version: string;
  /** It is to be taken back: nothing new would be sent. */
  readonly isEnding: boolean;
  /** Null: nothing was sent yet. */
  readonly sent: SentShownAs | null;
  /** What the books were last given is known, so it can be told who changed what. */
  readonly isPostedKnown: boolean;
  readonly books: {
    readonly stands: BooksStand;
    /** When it was read; null when it was not. ISO. */
    readonly at: string | null;
    /** QuickBooks holds a record, so it can be asked for it. */
    readonly isLinked: boolean;
  };
  readonly fields: readonly VersionCompared[];
};

export type Versions = ComparedVersions & {
  /** What the books were last given. It need not be what was last sent: that may have been refused. */
  readonly posted: LedgerDocument | null;
};

/** Every field that any column says something about, and who changed it. */
export function compareVersions({ now, sent, posted, books, parents }: Versions): VersionCompared[] {
  const shown = compareFields({ now, sent, books, parents });
  const since = byField(posted === null ? [] : compareFields({ now, sent: posted, books, parents }));
  const ahead = byField(compareFields({ now, sent: now, books, parents }));
  return shown.map((field) => ({
    ...field,
    isTheirs: since.get(field.field)?.isTheirs ?? false,
    isRounding: since.get(field.field)?.isRounding ?? false,
    isApart: ahead.get(field.field)?.isTheirs ?? false,
  }));
}

function byField(fields: readonly FieldCompared[]): Map<string, FieldCompared> {
  return new Map(fields.map((field) => [field.field, field]));
}
