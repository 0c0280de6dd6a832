// Invariants of what we keep: nothing lost, nothing counted wrong, nothing silent, one effort at a time.
import type { Look } from "../facts.ts";
import type { Rest, Touch } from "../model.ts";
import { isOpen, isVoided } from "./of-books.ts";

/** What faults in a row come to: the ledger was busy too often, or somebody else saved the record each time. */
const OUT_OF_PATIENCE: ReadonlySet<string> = new Set(["ledger-trouble", "version-conflict"]);

/** I3: the newest version of each order is planned, and what is linked was posted in it, unless something explains it. */
export function i3NewestVersion({ facts, orders }: Rest): string[] {
  const wrong: string[] = [];
  for (const { order } of orders) {
    const kept = facts.orders.find(({ externalId }) => externalId === order.externalId);
    if (kept === undefined) wrong.push(`Order ${order.number} is not here`);
    else if (!kept.isPlanned && kept.problem === null) wrong.push(`Order ${order.number} was never planned`);
  }
  const completed = new Set(
    orders.filter(({ order }) => order.status === "completed").map(({ order }) => order.externalId),
  );
  for (const document of facts.documents) {
    const { externalId, title, kind } = document;
    if (kind === "customer" || kind === "item" || externalId === null || !completed.has(externalId)) continue;
    if (isOpen(document) || document.isGone) continue;
    if (document.ledgerId === null) wrong.push(`${title} was never posted, and nothing says why`);
    else if (document.postedFingerprint !== document.fingerprint) wrong.push(`${title} was posted in an older version`);
  }
  return wrong;
}

/** I4, at rest: what a bookkeeper changed by hand is in the books, or noted, or said anew by a later order. */
export function i4HumanEdit({ facts, books, touches, orders }: Rest): string[] {
  return touches.flatMap((touch) => {
    if (touch.act !== "edit") return [];
    const { entity, ledgerId, documentId, number } = touch;
    const row = books[entity].find((each) => each.Id === ledgerId);
    if (row === undefined || JSON.stringify(row).includes(touch.said ?? "")) return [];
    const document = facts.documents.find((each) => each.documentId === documentId);
    if (document === undefined || document.isEdited || document.isGone || isOpen(document)) return [];
    // Until somebody is asked first, a newer version of the order says its own fields again.
    const hasChanged = orders.some(({ order, versions }) => order.number === number && versions > 1);
    return hasChanged ? [] : [`What a bookkeeper changed in ${entity} ${number} is lost, and nobody knows`];
  });
}

/** I4, at rest: an edit that stands in the books is noted, so that a person hears of it. */
export function i4EditNoted({ facts, books, touches }: Rest): string[] {
  return touches.flatMap(({ act, entity, ledgerId, documentId, number, said }) => {
    const row = books[entity].find((each) => each.Id === ledgerId);
    if (act !== "edit" || said === undefined || row === undefined || isVoided(row)) return [];
    const document = facts.documents.find((each) => each.documentId === documentId);
    if (!JSON.stringify(row).includes(said) || document === undefined || document.ledgerId !== ledgerId) return [];
    const isNoted = document.isEdited || document.isGone || isOpen(document);
    return isNoted ? [] : [`What a bookkeeper changed in ${entity} ${number} stands there, and nobody was told`];
  });
}

/** I4, at rest: where no bookkeeper was at work, nothing is noted as edited or gone. */
export function i4NoFalseAlarm({ facts, touches }: Rest): string[] {
  const touched = new Set(touches.map(({ number }) => number));
  return facts.documents
    .filter(
      ({ externalId, isEdited, isGone }) =>
        (isEdited || isGone) && !touched.has(externalId?.replace("load-", "L-") ?? ""),
    )
    .map(({ title, isGone }) => `${title} is noted as ${isGone ? "gone" : "edited"}, and nobody touched it`);
}

/** I6: what a clerk had to let go was out of patience, closed or touched over there; nothing of our own making. */
export function i6LetGo(
  stuck: readonly { readonly title: string; readonly number: string; readonly code: string }[],
  touches: readonly Touch[],
  wasClosed: boolean,
): string[] {
  return stuck
    .filter(({ code, number }) => !OUT_OF_PATIENCE.has(code) && !touches.some((touch) => touch.number === number))
    .filter(({ code }) => code !== "period-closed" || !wasClosed)
    .map(({ title, code }) => `${title} had the problem ${code} for no reason`);
}

/** I5: counters equal a recount, and as many slots are taken as calls are open. */
export function i5Counted(look: Look): string[] {
  const wrong = look.miscounted.map((group) => `The counter of ${group} is off`);
  if (look.inFlight !== look.callsOpen)
    wrong.push(`${look.inFlight} calls are counted in flight, ${look.callsOpen} are`);
  if (look.batchesInFlight !== look.batchesOpen) {
    wrong.push(`${look.batchesInFlight} batches are counted in flight, ${look.batchesOpen} are`);
  }
  return wrong;
}

/** I6: nothing is under way that nobody will go on with. */
export function i6NotSilent(look: Look): string[] {
  return look.forgotten.map((what) => `Nobody goes on with ${what}`);
}

/** I6, at rest: a problem has a cause outside; of our own making there is none. */
export function i6Explained({ facts, touches }: Rest): string[] {
  const touched = new Set(touches.map(({ number }) => number));
  return facts.documents.flatMap(({ title, externalId, pushes }) => {
    const last = pushes.at(-1);
    if (last === undefined || last.state === "posted" || last.state === "superseded") return [];
    if (last.state !== "problem") return [`${title} is ${last.state} at rest`];
    const number = externalId?.replace("load-", "L-");
    const isExplained = number !== undefined && touched.has(number);
    return isExplained ? [] : [`${title} has the problem ${last.code} for no reason`];
  });
}

/** I11: one live push of a document. */
export function i11OneEffort(look: Look): string[] {
  return look.twice.map((what) => `There are two live efforts for ${what}`);
}

/** I12: the newest refresh token is the kept one, or the connection is marked as lost. */
export function i12Tokens({ refresh }: Rest): string[] {
  return refresh === null || refresh.kept === refresh.newest
    ? []
    : ["The refresh token that is kept is not the newest"];
}

/** I13: every call that was sent stands in the record with its words, every deed of a person in the audit. */
export function i13Audit({ facts, sent, deeds }: Rest): string[] {
  const kept = new Map(facts.attempts.map(({ requestId, path, body }) => [requestId, `${path} ${body}`]));
  const unknown = [...sent].filter(([requestId, words]) => kept.get(requestId) !== words);
  const audits = new Map(facts.audits.map(({ action, n }) => [action, n]));
  const uncounted = [...deeds].filter(([action, n]) => (audits.get(action) ?? 0) !== n);
  return [
    ...unknown.map(([requestId]) => `The call ${requestId} is not in the record as it was sent`),
    ...uncounted.map(([action, n]) => `${action} was done ${n} times, the audit says ${audits.get(action) ?? 0}`),
  ];
}

/** I15: once nothing goes wrong any more, everything comes to rest, and soon. */
export function i15Rests({ isAtRest, restMs, restMaxMs }: Rest): string[] {
  if (!isAtRest) return ["It never comes to rest"];
  return restMs <= restMaxMs ? [] : [`It came to rest after ${restMs} ms, and ${restMaxMs} were allowed`];
}
