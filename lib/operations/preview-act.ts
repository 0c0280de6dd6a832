// What would this do to these problems? Counted before anybody says yes: what it fits, what is left alone, what comes back.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { readBooks } from "#lib/ledgers/store.ts";
import { formatMoney, fromJson, sumByCurrency } from "#lib/money.ts";
import { problemTitle } from "#lib/problem.ts";
import { readForPush } from "#lib/sync/plan/store.ts";
import type { ActPreview, PreviewAct } from "#lib/sync/problem-acts.ts";
import { unfit, unfitSentence, type Unfit } from "#lib/sync/triage/fit.ts";
import {
  countBehind,
  groupChosen,
  sampleCauses,
  type Chosen,
  type ChosenGroup,
} from "#lib/sync/triage/selection/store.ts";
import { consequences } from "#lib/sync/triage/words.ts";
import { chooseProblems } from "./choose-problems.ts";

/** So many causes are looked at; each stands for all of its rows. */
const CAUSES_MAX = 200;

/** Says what an act would do. Nothing is changed, and QuickBooks is not asked. */
export async function previewAct(scope: Scope, input: PreviewAct): Promise<ActPreview> {
  allow(scope, "problems:read");
  return await inTransaction(scope, async (tx) => {
    const chosen = await chooseProblems(scope, tx, input);
    const groups = await groupChosen(tx, scope, chosen);
    const { fits, skips } = sorted(input, groups);
    const rows = rowsOf(fits);
    const money = sumByCurrency(fits.map(({ amountMinor, currency }) => ({ minor: amountMinor, currency })));
    const mayHold = input.act === "clear" || input.act === "mark-paid";
    const behind = mayHold && rows > 0 ? await countBehind(tx, scope, chosen) : 0;
    const amount = money.map((sum) => formatMoney(fromJson(sum))).join(" + ");
    return {
      total: rows,
      money,
      says: rows === 0 ? [] : consequences(input.act, { rows, amount, behind }),
      behind,
      ...(input.act === "resync" ? whatIsSent(fits) : { creates: 0, updates: 0, voids: 0, plans: 0 }),
      skips: [...skips].map(([why, count]) => ({ reason: unfitSentence(why, count), rows: count })),
      willFail: input.act === "resync" ? await willFail(tx, scope, chosen, fits) : [],
      asOf: input.select.asOf,
    };
  });
}

function sorted(input: PreviewAct, groups: readonly ChosenGroup[]) {
  const skips = new Map<Unfit, number>();
  const fits = groups.filter((group) => {
    const why = unfit(input, group);
    if (why) skips.set(why, (skips.get(why) ?? 0) + group.rows);
    return why === null;
  });
  const missing = input.select.is === "rows" ? new Set(input.select.rowIds).size - rowsOf(groups) : 0;
  if (missing > 0) skips.set("moved-on", (skips.get("moved-on") ?? 0) + missing);
  return { fits, skips };
}

function rowsOf(groups: readonly { readonly rows: number }[]): number {
  return groups.reduce((sum, group) => sum + group.rows, 0);
}

function whatIsSent(fits: readonly ChosenGroup[]): Pick<ActPreview, "creates" | "updates" | "voids" | "plans"> {
  const sent = { creates: 0, updates: 0, voids: 0, plans: 0 };
  for (const { rowIs, code, operation, isLinked, rows } of fits) {
    if (rowIs === "order" || code === "customer-not-linked") sent.plans += rows;
    else if (operation === "void" || operation === "void-extra") sent.voids += rows;
    else if (isLinked && code !== "already-gone") sent.updates += rows;
    else sent.creates += rows;
  }
  return sent;
}

/** Causes that still stand, as far as the books we know say: one document of each is looked at. */
async function willFail(
  tx: Transaction,
  scope: Scope,
  chosen: Chosen,
  fits: readonly ChosenGroup[],
): Promise<ActPreview["willFail"]> {
  if (fits.length === 0) return [];
  const samples = await sampleCauses(tx, scope, chosen, CAUSES_MAX);
  const books = await readBooks(tx, scope, chosen.companyFileId);
  const ids = samples.map((sample) => sample.documentId);
  const documents = new Map((await readForPush(tx, scope, ids)).map((row) => [row.documentId, row.document]));
  return samples.flatMap(({ code, about, documentId }) => {
    const document = documents.get(documentId);
    if (!document || !ledgers.qbo.check(document, books).some((problem) => problem.code === code)) return [];
    const rows = rowsOf(fits.filter((group) => group.code === code && group.about === about));
    return rows === 0 ? [] : [{ reason: problemTitle(code, about), rows }];
  });
}
