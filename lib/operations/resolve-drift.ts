// A person decides about drifted documents: one, some, or a whole matter. Each row by itself, with what it was before.
import { inTransaction, type Transaction } from "#db/client.ts";
import { actorName, allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { ledgers } from "#lib/ledgers/index.ts";
import { readBooks, readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { causeSentence, changeText, kindNoun } from "#lib/sync/drift-cause.ts";
import {
  choiceLabels,
  choicesFor,
  DRIFT_LOOKED_AT_MAX,
  DRIFT_ROWS_MAX,
  type DriftResolved,
  type DriftResult,
  type ResolveDrift,
} from "#lib/sync/drift-choices.ts";
import { openDriftRun, writeDriftResult } from "#lib/sync/drift-runs/store.ts";
import {
  acceptTheirs,
  dropLink,
  noteOnOrders,
  readDrifted,
  withUnsentFollowers,
  type Drifted,
} from "#lib/sync/drift/store.ts";
import { releaseBehind } from "#lib/sync/ending/store.ts";
import { leaveOut } from "#lib/sync/exports/store.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { TREATED_AS_PAID, UNLINKED } from "#lib/sync/left-out.ts";
import { supersede, writePushes } from "#lib/sync/plan/store.ts";
import { priorities, type Memory } from "#lib/sync/push.ts";

import { judgedDrift, type JudgedDrift } from "./drift-rows.ts";

/** Up to so many rows go by single calls, in front of everything; more go by batches like other live changes. */
const PERSON_MAX = 30;

/** Decides row by row; rows of a matter are frozen first. Refuses when every row had moved on already. */
export async function resolveDrift(scope: Scope, input: ResolveDrift): Promise<DriftResolved> {
  allow(scope, "problems:resolve");
  const { documentIds, title } = await chosenRows(scope, input);
  const bulkRunId = documentIds.length > 1 ? await openRun(scope, input, documentIds, title) : null;
  const results: DriftResult[] = [];
  for (const documentId of documentIds) {
    // Rows are independent: one that moved on must not undo its neighbours.
    const result = await inTransaction(scope, async (tx) => {
      await lockLane(tx, scope, input.companyFileId);
      const decided = await resolveOne(tx, scope, input, documentId, documentIds.length <= PERSON_MAX);
      if (bulkRunId) await writeDriftResult(tx, scope, bulkRunId, results.length + 1, decided);
      return decided;
    });
    results.push(result);
  }
  const done = results.filter((result) => result.isDone).length;
  if (done === 0) throw new Refusal("moved-on", results[0]?.sentence ?? MOVED_ON);
  return { bulkRunId, done, results };
}

const MOVED_ON = "Nothing to decide: it has moved on since you looked. Look again.";

async function chosenRows(
  scope: Scope,
  { companyFileId, select, asOf }: ResolveDrift,
): Promise<{ readonly documentIds: readonly string[]; readonly title: string }> {
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    if (select.is === "rows") {
      const documentIds = [...new Set(select.documentIds)];
      return { documentIds, title: `${documentIds.length} documents` };
    }
    const drifted = await readDrifted(tx, scope, companyFileId, { max: DRIFT_LOOKED_AT_MAX, asOf: new Date(asOf) });
    const judged = drifted
      .map(judgedDrift)
      .filter(({ cause }) => cause.key === select.cause)
      .slice(0, DRIFT_ROWS_MAX);
    const [first] = judged;
    if (!first) throw new Refusal("moved-on", MOVED_ON);
    return {
      documentIds: judged.map(({ row }) => row.documentId),
      title: causeSentence(first.cause, judged.length),
    };
  });
}

async function openRun(
  scope: Scope,
  { companyFileId, choice, reason }: ResolveDrift,
  documentIds: readonly string[],
  title: string,
): Promise<string> {
  return await inTransaction(scope, async (tx) => {
    const startedBy = actorName(scope);
    const run = { title: `${choiceLabels[choice]}: ${title}`, choice, documentIds, startedBy };
    const bulkRunId = await openDriftRun(tx, scope, companyFileId, run);
    const detail = { choice, rows: documentIds.length, matter: title, ...(reason ? { reason } : {}) };
    await audit(tx, scope, { action: "drift.resolved-many", subjectKind: "bulk-run", subjectId: bulkRunId, detail });
    return bulkRunId;
  });
}

async function resolveOne(
  tx: Transaction,
  scope: Scope,
  input: ResolveDrift,
  documentId: string,
  isFew: boolean,
): Promise<DriftResult> {
  const filter = { documentIds: [documentId], asOf: new Date(input.asOf), max: 1 };
  const [drifted] = await readDrifted(tx, scope, input.companyFileId, filter);
  if (!drifted) return { documentId, title: "", isDone: false, sentence: MOVED_ON };
  const judged = judgedDrift(drifted);
  const { cause, row } = judged;
  const refused = (sentence: string) => ({ documentId, title: row.title, isDone: false, sentence });
  if (!choicesFor(cause.kind, cause.documentKind, drifted).includes(input.choice)) {
    const why = drifted.isEnding
      ? "is to be taken back"
      : cause.kind === "edited"
        ? "is still in QuickBooks"
        : `was ${cause.kind}`;
    return refused(`${choiceLabels[input.choice]} does not fit: this ${kindNoun(cause.documentKind, 1)} ${why}.`);
  }
  const needsVersion = !drifted.isGone && input.choice !== "unlink";
  if (needsVersion && judged.books?.versionToken === undefined)
    return refused("What stands in QuickBooks was not read yet. Pull the balance of its order first, then decide.");
  if (drifted.isUnheard) return refused("What was sent last is not answered yet. Decide when its outcome is known.");
  const sentence = await decide(tx, scope, input, judged, isFew);
  if (sentence === null) return refused(MOVED_ON);
  const lane = { tenantId: scope.tenantId, companyFileId: input.companyFileId };
  await releaseBehind(tx, lane, [documentId], scope.now());
  const detail = {
    choice: input.choice,
    document: row.title,
    ...(input.reason ? { reason: input.reason } : {}),
    before: before(judged),
    after: sentence,
  };
  await audit(tx, scope, { action: "drift.resolved", subjectKind: "document", subjectId: documentId, detail });
  return { documentId, title: row.title, isDone: true, sentence };
}

function before({ cause, fields, drifted }: JudgedDrift): string {
  const changes = drifted.isGone ? [] : fields.filter((field) => field.isTheirs).map(changeText);
  return [`${cause.kind}, QuickBooks ID ${drifted.ledgerId}`, ...changes].join("; ");
}

/** Does it. What waits as a problem is overtaken once the decision stands. Null: the row was not as it was read. */
async function decide(
  tx: Transaction,
  scope: Scope,
  input: ResolveDrift,
  { drifted, books }: JudgedDrift,
  isFew: boolean,
): Promise<string | null> {
  const reason = input.reason ?? "";
  const versionToken = books?.versionToken ?? null;
  const overtake = () => supersede(tx, scope, input.companyFileId, [drifted.documentId], scope.now());
  switch (input.choice) {
    case "push-ours":
      await overtake();
      await leaveOut(tx, scope, [drifted.documentId], null);
      await send(tx, scope, drifted, { operation: "update", isFew, versionToken });
      return "Ours is on its way to QuickBooks.";
    case "create-again":
      if (!(await dropLink(tx, scope, drifted))) return null;
      await overtake();
      await leaveOut(tx, scope, [drifted.documentId], null);
      await send(tx, scope, drifted, { operation: "create", isFew, versionToken: null });
      return "It is made in QuickBooks again.";
    case "accept-theirs":
      if (!(await acceptTheirs(tx, scope, drifted, versionToken))) return null;
      if (drifted.isEnding) return "QuickBooks' version stands until it is taken back.";
      await overtake();
      return "QuickBooks' version stands.";
    case "treat-as-paid": {
      const isKept = drifted.isGone
        ? await dropLink(tx, scope, drifted)
        : await acceptTheirs(tx, scope, drifted, versionToken);
      if (!isKept) return null;
      const note = `${TREATED_AS_PAID} by ${actorName(scope)}: ${reason}`;
      await stop(tx, scope, input, drifted, note);
      await noteOnOrders(tx, scope, drifted, note);
      return "It counts as paid here; nothing more of it is sent.";
    }
    case "unlink":
      if (!(await dropLink(tx, scope, drifted))) return null;
      await stop(tx, scope, input, drifted, `${UNLINKED} by ${actorName(scope)}: ${reason}`);
      return "Unlinked; nothing more of it is sent.";
    default:
      return input.choice satisfies never;
  }
}

async function stop(tx: Transaction, scope: Scope, input: ResolveDrift, row: Drifted, because: string): Promise<void> {
  const leftOut = await withUnsentFollowers(tx, scope, row.documentId);
  await leaveOut(tx, scope, leftOut, because);
  await supersede(tx, scope, input.companyFileId, leftOut, scope.now());
}

type Sending = {
  readonly operation: "create" | "update";
  readonly isFew: boolean;
  /** The version the person saw: only that one is overwritten. */
  readonly versionToken: string | null;
};

async function send(tx: Transaction, scope: Scope, row: Drifted, sending: Sending): Promise<void> {
  const { companyFileId, documentId, kind, now: document, amountMinor, currency } = row;
  const { operation, isFew, versionToken } = sending;
  const books = await readBooks(tx, scope, companyFileId);
  const memory: Memory = versionToken === null ? {} : { versionToken, asSeen: true };
  const push = {
    pushId: newId(scope),
    documentId,
    kind,
    operation,
    priority: isFew ? priorities.person : priorities.live,
    problem: ledgers.qbo.check(document, books)[0] ?? null,
    amountMinor,
    currency,
    isAnew: operation === "create",
    memory,
  };
  await writePushes(tx, scope, companyFileId, [push], scope.now());
  await wakeLane(tx, scope, companyFileId, isFew ? ["ready", "person"] : ["ready"], scope.now());
}
