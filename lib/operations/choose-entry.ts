// Fix once, release all: a name the books do not have gets one they have, or a setting another entry, and what it held up goes.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import {
  changesSetting,
  choiceFor,
  entriesOf,
  entryWords,
  isPlannedAnew,
  kindsOf,
  withChoice,
} from "#lib/ledgers/choices.ts";
import { readBooks, readCompanyFile, saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { ChooseEntry, Released } from "#lib/sync/fixes.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { readHeldUp, releaseProblems } from "#lib/sync/resolve/store.ts";

/**
 * Saves the choice, so that every later order goes by it too, and lets exactly what waits for it go. Names are anybody's
 * who solves problems; a setting of the company is for whoever may change settings.
 */
export async function chooseEntry(scope: Scope, input: ChooseEntry): Promise<Released> {
  allow(scope, "problems:resolve");
  const { companyFileId, code, about, tab, entryId } = input;
  const choice = choiceFor(code, about, tab);
  if (!choice) throw new Refusal("invalid", "This cannot be solved by a choice here.", "code");
  if (changesSetting(choice)) allow(scope, "settings:write");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    await lockLane(tx, scope, companyFileId);
    const books = await readBooks(tx, scope, companyFileId);
    const word = entryWords[choice.list];
    const entry = entriesOf(choice.list, books).find(({ ledgerId }) => ledgerId === entryId);
    if (!entry) throw new Refusal("not-found", `QuickBooks has no ${word} of this ID to choose. Load the page again.`);
    const held = await readHeldUp(tx, scope, companyFileId, { kinds: kindsOf(choice), code, about });
    if (held.length === 0) throw new Refusal("moved-on", `Nothing waits for the ${word} ${about} any more.`);
    const action = changesSetting(choice) ? "settings.chosen" : "mapping.name";
    await saveSettings(tx, scope, companyFileId, withChoice(books.settings, choice, about, entry.name), action);
    const anew = new Set(held.filter((one) => one.orderId !== null && isPlannedAnew(choice, entry.name, one)));
    const released = await letGo(tx, scope, companyFileId, {
      orderIds: [...anew].flatMap(({ orderId }) => orderId ?? []),
      pushIds: held.filter((one) => !anew.has(one)).map(({ pushId }) => pushId),
    });
    await audit(tx, scope, {
      action,
      subjectKind: "company-file",
      subjectId: companyFileId,
      detail: {
        sets: choice.sets,
        about,
        name: entry.name,
        entryId,
        orders: released.orders,
        documents: released.documents,
      },
    });
    return released;
  });
}

type Goes = { readonly orderIds: readonly string[]; readonly pushIds: readonly string[] };

async function letGo(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { orderIds, pushIds }: Goes,
): Promise<Released> {
  const now = scope.now();
  const orders = [...new Set(orderIds)];
  if (orders.length > 0) await markToPlan(tx, scope, companyFileId, now, orders);
  const chosen = { is: "rows", pushIds: [...new Set(pushIds)] } as const;
  const gone = await releaseProblems(tx, scope, companyFileId, chosen, priorities.live, now);
  if (gone.length > 0) await wakeLane(tx, scope, companyFileId, ["ready"], now);
  return { orders: orders.length, documents: gone.length, at: now.toISOString() };
}
