// A file of decided rows, read and judged line by line: what would be done, and why not where it cannot be. Nothing is written.
import { createHash } from "node:crypto";

import { asAuth, inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findMembersAsAuth } from "#lib/access/store.ts";
import { csvRows, UnreadableFile, type FileBytes } from "#lib/orders/sources/carrier.ts";
import { Refusal } from "#lib/refusal.ts";
import { decidedColumns, decidedLine, type DecidedColumns, type DecidedLine } from "#lib/sync/decided-csv.ts";
import {
  DECIDED_MAX,
  readWish,
  refusedAs,
  whyNotDone,
  type DecidableRow,
  type Person,
  type RefusedLine,
  type WhyNot,
  type Wish,
} from "#lib/sync/deciding.ts";
import type { ProblemAct } from "#lib/sync/problem-acts.ts";
import { readDecidable, type Chosen } from "#lib/sync/triage/selection/store.ts";
import { chooseProblems } from "./choose-problems.ts";
import { judgeLinks, type LinkFit, type LinkWish } from "./decide-links.ts";

const ROWS_PER_READ = 2_000;

export type ActFit = { readonly line: DecidedLine; readonly act: ProblemAct; readonly row: DecidableRow };
export type Judged = {
  readonly acts: readonly ActFit[];
  readonly links: readonly LinkFit[];
  /** In the order of the file. */
  readonly refused: readonly RefusedLine[];
  readonly blank: number;
  readonly fingerprint: string;
};

/** Judges the file as things stood at a moment; rows that moved since are among those that fit, for the run to leave alone. */
export async function judgeDecisions(
  scope: Scope,
  companyFileId: string,
  asOf: string,
  bytes: FileBytes,
): Promise<Judged> {
  allow(scope, "problems:resolve");
  // Asked first: a file for somebody else's company is not even read.
  const select = { is: "rows" as const, rowIds: [], asOf };
  const place = await inTransaction(scope, (tx) => chooseProblems(scope, tx, { companyFileId, select }));
  const { lines, blank, fingerprint } = await readLines(bytes);
  const people = await asAuth(scope.db, (tx) => findMembersAsAuth(tx, scope));
  const { understood, refused } = understand(lines, people, asOf.slice(0, 10));
  const judged = { acts: [] as ActFit[], links: [] as LinkWish[], refused: [...refused] };
  for (let from = 0; from < understood.length; from += ROWS_PER_READ) {
    const part = understood.slice(from, from + ROWS_PER_READ);
    const rows = await readRows(scope, place, asOf, part);
    for (const each of part) judgeOne(each, rows.get(each.line.record), judged);
  }
  const links = await judgeLinks(scope, companyFileId, judged.links);
  const all = [...judged.refused, ...links.refused].sort((a, b) => a.line - b.line);
  return { acts: judged.acts, links: links.fits, refused: all, blank, fingerprint };
}

type Understood = { readonly line: DecidedLine; readonly wish: Wish };

/** Reads all lines that decide something, and nothing else of the file stays in memory. */
async function readLines(bytes: FileBytes) {
  const lines: DecidedLine[] = [];
  const hash = createHash("sha256");
  let columns: DecidedColumns | null = null;
  let blank = 0;
  try {
    for await (const row of csvRows(bytes)) {
      if (columns === null) {
        const found = decidedColumns(row.cells);
        if ("reason" in found) throw new Refusal("invalid", found.reason);
        columns = found;
        continue;
      }
      const line = decidedLine(row, columns);
      if (line === null) blank++;
      else lines.push(line);
      if (line !== null) hash.update(JSON.stringify(line));
      if (lines.length > DECIDED_MAX) {
        const most = DECIDED_MAX.toLocaleString("en-US");
        throw new Refusal("too-many", `A file may decide ${most} rows. Split it, and bring the parts one by one.`);
      }
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Refusal("invalid", error.message);
    throw error;
  }
  if (columns === null) throw new Refusal("invalid", "The file is empty.");
  return { lines, blank, fingerprint: hash.digest("hex") };
}

function understand(lines: readonly DecidedLine[], people: readonly Person[], today: string) {
  const seen = new Map<string, number>();
  const understood: Understood[] = [];
  const refused: RefusedLine[] = [];
  for (const line of lines) {
    const wish = readWish(line, people, today);
    const before = seen.get(line.record);
    seen.set(line.record, before ?? line.line);
    if (!UUID.test(line.record)) refused.push(refusedAs({ line, title: "" }, UNKNOWN));
    else if (before !== undefined) refused.push(refusedAs({ line, title: "" }, twice(before)));
    else if ("is" in wish) understood.push({ line, wish });
    else refused.push(refusedAs({ line, title: "" }, wish));
  }
  return { understood, refused };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UNKNOWN: WhyNot = {
  reason: "No problem of this company has this record ID.",
  fix: "It may have gone on as a newer version: export the view again.",
};

function twice(before: number): WhyNot {
  return { reason: `Line ${before} decides about the same record.`, fix: "Leave one of the two." };
}

async function readRows(
  scope: Scope,
  place: Chosen,
  asOf: string,
  part: readonly Understood[],
): Promise<ReadonlyMap<string, DecidableRow>> {
  const rowIds = part.map(({ line }) => line.record);
  const rows = await inTransaction(scope, (tx) => readDecidable(tx, scope, place, { rowIds, asOf }));
  return new Map(rows.map((row) => [row.rowId, row]));
}

function judgeOne(
  { line, wish }: Understood,
  row: DecidableRow | undefined,
  judged: { readonly acts: ActFit[]; readonly links: LinkWish[]; readonly refused: RefusedLine[] },
): void {
  const why = row ? whyNotDone(wish, line, row) : UNKNOWN;
  if (!row || why) judged.refused.push(refusedAs({ line, title: row?.title ?? "" }, why ?? UNKNOWN));
  else if (wish.is === "act") judged.acts.push({ line, act: wish.act, row });
  else judged.links.push({ line, title: row.title, text: wish.text });
}
