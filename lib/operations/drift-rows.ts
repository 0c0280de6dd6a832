// A drifted document as the pages show it: what happened, field by field, and which matter it belongs to.
import { compareFields, driftKind, isTransaction, type Compared, type FieldCompared } from "#lib/sync/drift.ts";
import { causeOf, changeText, type DriftCause } from "#lib/sync/drift-cause.ts";
import type { DriftRow } from "#lib/sync/drift-choices.ts";
import type { Drifted } from "#lib/sync/drift/store.ts";
import type { RecordShown } from "#lib/sync/seen.ts";

export type JudgedDrift = {
  readonly drifted: Drifted;
  readonly row: DriftRow;
  readonly cause: DriftCause;
  readonly fields: readonly FieldCompared[];
  readonly books: RecordShown | null;
};

/** Compares the three columns of a drifted document. */
export function judgedDrift(drifted: Drifted): JudgedDrift {
  const { there, now, sent, parents, kind: documentKind } = drifted;
  const mergedInto = there !== null && "mergedInto" in there ? there.mergedInto : null;
  const books = there !== null && "total" in there ? there : null;
  const compared: Compared = { sent, now, books, parents };
  const fields = compareFields(compared);
  const kind = driftKind({ isGone: drifted.isGone, mergedInto }, compared, fields);
  const document = sent ?? now;
  const said = isTransaction(document) ? document : null;
  const cause = causeOf({
    kind,
    documentKind,
    fields,
    sentDate: said?.date ?? null,
    sentMinor: said?.total.minor ?? null,
    books,
  });
  return { drifted, fields, books, cause, row: rowOf(drifted, cause, fields) };
}

function rowOf(drifted: Drifted, cause: DriftCause, fields: readonly FieldCompared[]): DriftRow {
  const { documentId, title, party, amountMinor, currency, date, seenAt, isGone } = drifted;
  return {
    documentId,
    title,
    party,
    kind: cause.kind,
    isRounding: cause.change === "rounding",
    documentKind: cause.documentKind,
    causeKey: cause.key,
    changes: isGone ? [] : fields.filter((field) => field.isTheirs).map(changeText),
    money: { minor: amountMinor, currency },
    date,
    seenAt: new Date(seenAt).toISOString(),
  };
}
