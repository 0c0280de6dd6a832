// A file of QuickBooks IDs, judged line by line: every ID is looked up in the books before anything is saved.
import { createHash } from "node:crypto";

import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { documentKindNames, documentKinds, type DocumentKind } from "#lib/documents/document.ts";
import { selectIds } from "#lib/ledgers/qbo/back/questions.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { PAGE_SIZE } from "#lib/ledgers/qbo/query.ts";
import { textOf, type QboRow } from "#lib/ledgers/qbo/rows.ts";
import { csvRows, UnreadableFile, type FileBytes } from "#lib/orders/sources/carrier.ts";
import { Refusal } from "#lib/refusal.ts";
import type { RefusedLine } from "#lib/sync/deciding.ts";
import { kindNoun } from "#lib/sync/drift-cause.ts";
import { whyNoChange, type FoundId, type Held } from "#lib/sync/ledger-ids.ts";
import { findByNumber } from "#lib/sync/ledger-ids/store.ts";
import { idColumns, idLine, refusedId, type IdColumns, type IdLine } from "#lib/sync/ledger-ids-csv.ts";
import { IDS_MAX, type LookAtIds } from "#lib/sync/ledger-ids-file.ts";
import { readTaken } from "#lib/sync/payments/store.ts";
import { readHeld } from "#lib/sync/relink/store.ts";
import { compareId, elsewhereSentence, findElsewhere } from "./find-id.ts";
import { askAll } from "./find-record.ts";

/** A line that may be linked. */
export type IdFit = { readonly line: IdLine; readonly held: Held; readonly record: FoundId };
export type WrongId = { readonly line: IdLine; readonly refused: RefusedLine };
export type IdsJudged = {
  readonly fits: readonly IdFit[];
  /** In the order of the file. */
  readonly wrong: readonly WrongId[];
  readonly blank: number;
  readonly fingerprint: string;
};

type Why = Pick<RefusedLine, "reason" | "fix" | "isAlready">;
type Named = { readonly line: IdLine; readonly held: Held };

/** Which lines hold: the document is here, the record is there, alike, alone, and nobody else's. Nothing is written. */
export async function judgeIds(scope: Scope, input: LookAtIds, bytes: FileBytes): Promise<IdsJudged> {
  allow(scope, "ids:change");
  const { lines, blank, fingerprint } = await readLines(bytes, input.kind);
  const { named, wrong: unnamed } = await nameAll(scope, input.companyFileId, lines);
  const fits: IdFit[] = [];
  const wrong = [...unnamed];
  for (const kind of documentKinds) {
    const own = named.filter(({ held }) => held.kind === kind);
    for (let from = 0; from < own.length; from += PAGE_SIZE) {
      await judgePart(scope, input.companyFileId, kind, own.slice(from, from + PAGE_SIZE), { fits, wrong });
    }
  }
  return { fits, wrong: wrong.sort((a, b) => a.line.line - b.line.line), blank, fingerprint };
}

async function readLines(bytes: FileBytes, kind: DocumentKind) {
  const lines: IdLine[] = [];
  const hash = createHash("sha256");
  let columns: IdColumns | null = null;
  let blank = 0;
  try {
    for await (const row of csvRows(bytes)) {
      if (columns === null) {
        const found = idColumns(row.cells);
        if ("reason" in found) throw new Refusal("invalid", found.reason);
        columns = found;
        continue;
      }
      const line = idLine(row, columns, kind);
      if (line === null) {
        blank++;
        continue;
      }
      lines.push(line);
      hash.update(JSON.stringify(line));
      if (lines.length > IDS_MAX) {
        const most = IDS_MAX.toLocaleString("en-US");
        throw new Refusal("too-many", `A file may bear ${most} IDs. Split it, and bring the parts one by one.`);
      }
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Refusal("invalid", error.message);
    throw error;
  }
  if (columns === null) throw new Refusal("invalid", "The file is empty.");
  return { lines, blank, fingerprint: hash.digest("hex") };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NUMBERS: Why = {
  reason: "This is no QuickBooks ID: it is a number.",
  fix: "Write the ID of the record; it stands in the address of its page as txnId or nameId.",
};
const TWICE_HERE: Why = {
  reason: "Another line of the file is about the same document.",
  fix: "Leave one of the two.",
};

/** Finds the document of each line: by its record, or by its type and number. */
async function nameAll(scope: Scope, companyFileId: string, lines: readonly IdLine[]) {
  const named: Named[] = [];
  const wrong: WrongId[] = [];
  const refuse = (line: IdLine, why: Why) => void wrong.push({ line, refused: refusedId(line, "", why) });
  const ids = await idsByNumber(scope, companyFileId, lines);
  const idsOf = (line: IdLine) =>
    line.record === ""
      ? (ids.get(`${line.kind ?? ""}/${nameOf(line)}`) ?? [])
      : UUID.test(line.record)
        ? [line.record]
        : [];
  const wanted = [...new Set(lines.flatMap(idsOf))];
  const held = await inTransaction(scope, (tx) => readHeld(tx, scope, wanted));
  const seen = new Set<string>();
  for (const line of lines) {
    const found = idsOf(line).map((id) => held.get(id));
    const own = found.filter(
      (each) => each?.companyFileId === companyFileId && (line.type === "" || each.kind === line.kind),
    );
    const [one, other] = own;
    if (line.kind === null) refuse(line, { reason: `There is no type ${line.type}.`, fix: TYPES });
    else if (!/^\d{1,30}$/.test(line.ledgerId)) refuse(line, NUMBERS);
    else if (!one) refuse(line, unknown(line, line.kind));
    else if (other) refuse(line, several(line, line.kind));
    else if (seen.has(one.documentId)) refuse(line, TWICE_HERE);
    else {
      seen.add(one.documentId);
      named.push({ line, held: one });
    }
  }
  return { named, wrong };
}

const TYPES = `Write one of these: ${documentKinds.map((kind) => documentKindNames[kind]).join(", ")}.`;

function nameOf({ kind, number }: IdLine): string {
  return kind === "customer" || kind === "item" ? number.toLowerCase() : number;
}

async function idsByNumber(scope: Scope, companyFileId: string, lines: readonly IdLine[]) {
  const found = new Map<string, string[]>();
  for (const kind of documentKinds) {
    const own = lines.filter((line) => line.kind === kind && line.record === "" && line.number !== "");
    if (own.length === 0) continue;
    const numbers = [...new Set(own.map(nameOf))];
    const rows = await inTransaction(scope, (tx) => findByNumber(tx, scope, { companyFileId, kind, numbers }));
    for (const { documentId, number } of rows) {
      const key = `${kind}/${number}`;
      found.set(key, [...(found.get(key) ?? []), documentId]);
    }
  }
  return found;
}

function unknown({ record, number }: IdLine, kind: DocumentKind): Why {
  const noun = kindNoun(kind, 1);
  const reason =
    record === "" ? `There is no ${noun} ${number} here.` : `There is no ${noun} with this record ID here.`;
  return { reason, fix: "Export the list and take the record ID or the number from there." };
}

function several({ number }: IdLine, kind: DocumentKind): Why {
  const reason = `There are several ${kindNoun(kind, 2)} ${number}.`;
  return { reason, fix: "Export the list and take the record ID from there." };
}

type Judging = { readonly fits: IdFit[]; readonly wrong: WrongId[] };

/** Up to a thousand of one kind: one read for all, and a few more for what is not there. */
async function judgePart(
  scope: Scope,
  companyFileId: string,
  kind: DocumentKind,
  part: readonly Named[],
  { fits, wrong }: Judging,
): Promise<void> {
  const open = part.filter((each) => {
    const why = whyNotAsked(each);
    if (why) wrong.push(wrongOf(each, why));
    return why === null;
  });
  if (open.length === 0) return;
  const entity = entityOfKind[kind];
  const ids = [...new Set(open.map(({ line }) => line.ledgerId))];
  const statement = selectIds(entity, ids);
  const asked = await askAll(scope, companyFileId, [statement], PAGE_SIZE);
  const rows = new Map<string, QboRow>((asked.get(statement) ?? []).map((row) => [textOf(row, "Id"), row]));
  const missing = ids.filter((id) => !rows.has(id));
  const isNamed = kind === "customer" || kind === "item";
  const elsewhere =
    missing.length === 0 || isNamed
      ? new Map<string, DocumentKind>()
      : await findElsewhere(scope, open[0]!.held, missing);
  const taken = await inTransaction(scope, (tx) => readTaken(tx, scope, companyFileId, entity, ids));
  const linked = new Set<string>();
  for (const each of open) {
    const { line, held } = each;
    const row = rows.get(line.ledgerId);
    const record = row && compareId(held, row, taken.get(line.ledgerId));
    const why = record ? whyNotLinked(record) : absent(line, kind, elsewhere.get(line.ledgerId));
    if (!record || why) wrong.push(wrongOf(each, why ?? absent(line, kind, undefined)));
    else if (linked.has(line.ledgerId) && kind !== "customer") wrong.push(wrongOf(each, TWICE_THERE));
    else {
      linked.add(line.ledgerId);
      fits.push({ line, held, record });
    }
  }
}

function wrongOf({ line, held }: Named, why: Why): WrongId {
  return { line, refused: refusedId(line, held.title, why) };
}

const TWICE_THERE: Why = {
  reason: "Another line of the file links this record.",
  fix: "A record can be one document only: write the right one.",
};

function whyNotAsked({ line, held }: Named): Why | null {
  if (held.ledgerId === line.ledgerId && !held.isGone) {
    return { reason: "It is linked so already.", fix: "Nothing has to be done.", isAlready: true };
  }
  if (held.ledgerId !== null && !held.isGone) {
    const reason = `It is linked to ${held.ledgerId} already.`;
    return { reason, fix: "Open it in the list to change its ID, or clear the ID first." };
  }
  const why = whyNoChange(held);
  return why && { reason: why.sentence, fix: "Open it in the list." };
}

function absent({ ledgerId }: IdLine, kind: DocumentKind, found: DocumentKind | undefined): Why {
  const fix = "Write the ID of the right record.";
  if (found) return { reason: elsewhereSentence(ledgerId, found, kind), fix };
  return { reason: `QuickBooks has no ${kindNoun(kind, 1)} with the ID ${ledgerId}.`, fix };
}

function whyNotLinked({ refused, note, grade, reasons }: FoundId): Why | null {
  if (refused) return { reason: refused, fix: "Write another record." };
  if (note) return { reason: note, fix: "If they are the same, link it in the list." };
  if (grade !== "differs") return null;
  return { reason: differing(reasons), fix: "If it is the same all the same, link it in the list." };
}

/** Which of them agree in what counts, and not in everything: a person looks at these before they are linked. */
export function nearLines(fits: readonly IdFit[]): readonly RefusedLine[] {
  const near = fits.filter(({ record }) => record.grade === "near");
  return near.map(({ line, held, record }) =>
    refusedId(line, held.title, {
      reason: differing(record.reasons),
      fix: "Leave the line out of the file if it is not the same.",
    }),
  );
}

function differing(reasons: FoundId["reasons"]): string {
  const sides = reasons
    .filter((reason) => !reason.isSame)
    .map(({ what, ours, theirs }) => `${what} (${theirs || "none"} there, ${ours || "none"} here)`);
  return `It differs in ${sides.join(" and ")}.`;
}
