// The record in QuickBooks is not this document after all: the tie goes, the books stay, and a person decides what becomes of it.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { Held } from "#lib/sync/ledger-ids.ts";
import { writePushes } from "#lib/sync/plan/store.ts";
import { priorities } from "#lib/sync/push.ts";
import { MOVED_ON, whyNoUnlink, type Linkable, type UnlinkDocument } from "#lib/sync/relink.ts";
import { readLinkable, untie } from "#lib/sync/relink/store.ts";

/**
 * Unlinks it, and says which row stands for it now. It needs a person: nobody but them knows whether it is to be linked
 * to another record or made anew.
 */
export async function unlinkDocument(scope: Scope, input: UnlinkDocument): Promise<{ readonly rowId: string }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId } = (await readLinkable(tx, scope, input.rowId)) ?? {};
    if (!companyFileId) throw notFound("This problem");
    await lockLane(tx, scope, companyFileId);
    const linkable = await readLinkable(tx, scope, input.rowId);
    if (!linkable) throw new Refusal("moved-on", MOVED_ON);
    const why = whyNoUnlink(linkable);
    if (why) throw new Refusal(why.code, why.sentence);
    return { rowId: await untieFrom(tx, scope, linkable, input.because) };
  });
}

/**
 * Takes the tie away, and says which row needs a person now. Part of whatever unlinks: the lane is locked, and that it may be
 * unlinked was asked.
 */
export async function untieFrom(tx: Transaction, scope: Scope, now: Held | Linkable, because: string): Promise<string> {
  allow(scope, "problems:resolve");
  const { companyFileId, documentId, kind, title, ledgerId, amountMinor, currency } = now;
  await untie(tx, scope, now);
  const pushId = newId(scope);
  const detail = `It was unlinked from QuickBooks ID ${ledgerId ?? ""}: ${because}`;
  const problem = { code: "unlinked", about: title, detail } as const;
  // No answer to what was sent before may count for what is made now.
  const push = { pushId, documentId, kind, problem, amountMinor, currency, isAnew: true } as const;
  const going = { ...push, operation: "create", priority: priorities.person } as const;
  await writePushes(tx, scope, companyFileId, [going], scope.now());
  const told = { document: title, quickBooks: ledgerId, because };
  await audit(tx, scope, { action: "link.removed", subjectKind: "document", subjectId: documentId, detail: told });
  return pushId;
}
