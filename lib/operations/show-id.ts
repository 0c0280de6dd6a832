// One document with its record in the books: how the ID came about, what was done to it, and what may be done now.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { readTrailOf, type TrailLine } from "#lib/access/trail/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound } from "#lib/refusal.ts";
import { whyNoChange, whyNoClear, type IdEvent, type IdShown, type ShowId } from "#lib/sync/ledger-ids.ts";
import { readId, type StoredId } from "#lib/sync/ledger-ids/store.ts";
import { readHeld } from "#lib/sync/relink/store.ts";
import { idRow } from "./list-ids.ts";

const EVENTS_MAX = 50;

/** The document of that id. */
export async function showId(scope: Scope, { documentId }: ShowId): Promise<IdShown> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    const held = (await readHeld(tx, scope, [documentId])).get(documentId);
    const stored = await readId(tx, scope, documentId);
    const company = held && (await readCompanyFile(tx, scope, held.companyFileId));
    if (!held || !stored || !company) throw notFound("This document");
    const of = { subjectKind: "document", subjectId: documentId };
    const lines = await readTrailOf(tx, scope, of, ["link.made", "link.removed"], EVENTS_MAX);
    const history = lines.map(eventOf);
    const row = idRow(stored, company);
    const backTo = history[0]?.is === "cleared" ? history[0].ledgerId : (history[0]?.before ?? null);
    return {
      row,
      number: row.total === null ? row.title : stored.number,
      history: [...history, ...sent(stored, history)],
      whyNoChange: whyNoChange(held)?.sentence ?? null,
      whyNoClear: whyNoClear(held)?.sentence ?? null,
      backTo: backTo === row.ledgerId ? null : backTo,
    };
  });
}

function eventOf({ auditEventId, action, actorName, at, detail }: TrailLine): IdEvent {
  const text = (name: string) => {
    const value = detail[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const before = text("before");
  return {
    id: auditEventId,
    is: action === "link.removed" ? "cleared" : before === null ? "linked" : "replaced",
    by: actorName,
    at,
    ledgerId: text("quickBooks"),
    before,
    because: text("because"),
  };
}

/** What no person did: the link that came with sending, or from the company's rule. */
function sent({ linkedBy, linkedAt, ledgerId }: StoredId, history: readonly IdEvent[]): IdEvent[] {
  if (ledgerId === null || linkedAt === null || linkedBy === null || linkedBy === "person") return [];
  const at = new Date(linkedAt).toISOString();
  if (history[0] && history[0].at >= at) return [];
  return [{ id: "sent", is: "linked", by: "Tieout", at, ledgerId, before: null, because: null }];
}
