// Which records of the books bear the numbers or names of what is not linked? As a file of IDs, for the dry run to judge.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import { entityOfKind, isNameList, nameField } from "#lib/ledgers/qbo/entities.ts";
import { isSayable, selectByName, selectFrom } from "#lib/ledgers/qbo/query.ts";
import { textOf, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { grouped } from "#lib/grouped.ts";
import { notFound } from "#lib/refusal.ts";
import { whyNoChange, type Held } from "#lib/sync/ledger-ids.ts";
import { readIds } from "#lib/sync/ledger-ids/store.ts";
import { idMatchesCsv, type IdMatch } from "#lib/sync/ledger-ids-csv.ts";
import { MATCHED_MAX, type FoundMatches, type LookAtIds } from "#lib/sync/ledger-ids-file.ts";
import { readTaken } from "#lib/sync/payments/store.ts";
import { readHeld } from "#lib/sync/relink/store.ts";
import { compareId } from "./find-id.ts";
import { askAll } from "./find-record.ts";

/** So many numbers stand in one question: it costs one read, and its answer holds a thousand records. */
const NUMBERS_ASKED = 100;
const ROWS_MAX = 1_000;

/** Looks for all of one kind that is not linked, up to a thousand. Nothing is written. */
export async function findMatches(scope: Scope, { companyFileId, kind }: LookAtIds): Promise<FoundMatches> {
  allow(scope, "ids:change");
  const held = await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const asked = { companyFileId, kind, show: "unlinked", ledgerType: entityOfKind[kind] } as const;
    const rows = await readIds(tx, scope, asked, { max: MATCHED_MAX });
    return await readHeld(
      tx,
      scope,
      rows.map(({ documentId }) => documentId),
    );
  });
  const open = [...held.values()].filter(
    (each) => whyNoChange(each) === null && isSayable(nameOf(each)) && nameOf(each),
  );
  const names = [...new Set(open.map(nameOf))];
  const statements = Array.from({ length: Math.ceil(names.length / NUMBERS_ASKED) }, (_none, nth) =>
    statementFor(kind, names.slice(nth * NUMBERS_ASKED, (nth + 1) * NUMBERS_ASKED)),
  );
  const asked = await askAll(scope, companyFileId, statements, ROWS_MAX);
  const rows = [...asked.values()].flat();
  const ids = rows.map((row) => textOf(row, "Id"));
  const taken = await inTransaction(scope, (tx) => readTaken(tx, scope, companyFileId, entityOfKind[kind], ids));
  const byName = grouped(rows, (row) => keyOf(textOf(row, fieldOf(kind))));
  const matches = open.flatMap((each): IdMatch[] => {
    const found = (byName.get(keyOf(nameOf(each))) ?? []).filter((row) => fits(each, row, taken));
    const [row, other] = found;
    return row && !other ? [{ documentId: each.documentId, ledgerId: textOf(row, "Id") }] : [];
  });
  return { csv: idMatchesCsv(matches), looked: held.size, found: matches.length };
}

type Taken = Parameters<typeof compareId>[2];

function fits(held: Held, row: QboRow, taken: ReadonlyMap<string, NonNullable<Taken>>): boolean {
  const { refused, note, grade } = compareId(held, row, taken.get(textOf(row, "Id")));
  return refused === null && note === null && grade !== "differs";
}

function nameOf({ kind, party, number }: Held): string {
  return kind === "customer" || kind === "item" ? party : number;
}

/** QuickBooks compares names and numbers without regard to case. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function fieldOf(kind: DocumentKind): string {
  const entity = entityOfKind[kind];
  if (isNameList(entity)) return nameField(entity);
  return entity === "Payment" ? "PaymentRefNum" : "DocNumber";
}

function statementFor(kind: DocumentKind, names: readonly string[]): string {
  const entity = entityOfKind[kind];
  const [first = "", ...others] = names;
  if (isNameList(entity)) return selectByName(entity, [first, ...others]).statement;
  return selectFrom(entity, [{ field: fieldOf(kind), values: [first, ...others] }]).statement;
}
