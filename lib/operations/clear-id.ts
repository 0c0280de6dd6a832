// A document is not that record of the books: its ID is taken away, and it goes back to Problem Sync, where a person decides.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { whyNoClear, type ClearId } from "#lib/sync/ledger-ids.ts";
import { readHeld } from "#lib/sync/relink/store.ts";
import { untieFrom } from "./unlink-document.ts";
import { unlinkRecord } from "./unlink-record.ts";

/** Clears it. Answers with the row that needs a person now; null for customers, whose orders wait for them instead. */
export async function clearId(scope: Scope, input: ClearId): Promise<{ readonly rowId: string | null }> {
  allow(scope, "ids:change");
  const { documentId, because } = input;
  const held = await inTransaction(scope, async (tx) => (await readHeld(tx, scope, [documentId])).get(documentId));
  if (!held) throw notFound("This document");
  const why = whyNoClear(held);
  if (why) throw new Refusal(why.code, why.sentence);
  if (held.kind === "customer") {
    await unlinkRecord(scope, { documentId, because });
    return { rowId: null };
  }
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, held.companyFileId);
    const now = (await readHeld(tx, scope, [documentId])).get(documentId);
    if (!now) throw notFound("This document");
    const whyNow = whyNoClear(now);
    if (whyNow) throw new Refusal(whyNow.code, whyNow.sentence);
    return { rowId: await untieFrom(tx, scope, now, because) };
  });
}
