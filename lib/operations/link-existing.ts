// The document is one that is in the books already: looked at once more, tied to it, and never sent.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { entityOfKind } from "#lib/ledgers/qbo/entities.ts";
import { Refusal } from "#lib/refusal.ts";
import { lockLane, wakeLane } from "#lib/sync/lane/store.ts";
import { linkByPerson } from "#lib/sync/payments/store.ts";
import { MOVED_ON, whyNoLink, type FoundRecord, type Linkable, type LinkExisting } from "#lib/sync/relink.ts";
import { readLinkable, settleLinked } from "#lib/sync/relink/store.ts";
import { lookUp, toLink } from "./find-record.ts";

/** Links it, or refuses in plain words before anything is written. What waited for it goes. */
export async function linkExisting(scope: Scope, input: LinkExisting): Promise<{ readonly number: string }> {
  allow(scope, "problems:resolve");
  const { rowId, ledgerId, versionToken, isSure } = input;
  const linkable = await toLink(scope, rowId);
  const record = (await lookUp(scope, linkable, ledgerId)).find((one) => one.ledgerId === ledgerId);
  if (!record) throw new Refusal("moved-on", "This record is not in QuickBooks any more.");
  if (record.versionToken !== versionToken) {
    throw new Refusal("moved-on", "This record was changed in QuickBooks since it was shown. Look at it again.");
  }
  if (record.refused) throw new Refusal("conflict", record.refused);
  if (record.grade === "differs" && !isSure) {
    const differing = record.reasons.filter((reason) => !reason.isSame).map((reason) => reason.what);
    throw new Refusal("conflict", `It differs in ${differing.join(", ")}. Link it only if it is the same document.`);
  }
  return await linkFound(scope, linkable, record);
}

/** Ties it to a record that was looked up just now and may be linked. */
export async function linkFound(
  scope: Scope,
  linkable: Linkable,
  { ledgerId, versionToken, number, total, grade }: FoundRecord,
): Promise<{ readonly number: string }> {
  allow(scope, "problems:resolve");
  return await inTransaction(scope, async (tx) => {
    const { companyFileId, documentId, kind, title } = linkable;
    await lockLane(tx, scope, companyFileId);
    const now = await readLinkable(tx, scope, linkable.pushId);
    const why = now && whyNoLink(now);
    if (!now || why) throw new Refusal("moved-on", why?.sentence ?? MOVED_ON);
    const link = { ledgerType: entityOfKind[kind], ledgerId, versionToken, number };
    const figures = { totalMinor: total.minor, balanceMinor: null };
    if (!(await linkByPerson(tx, scope, companyFileId, documentId, { ...link, ...figures }))) {
      throw new Refusal("conflict", "This record was linked by somebody else just now.");
    }
    if (!(await settleLinked(tx, scope, now))) throw new Refusal("moved-on", MOVED_ON);
    await wakeLane(tx, scope, companyFileId, ["ready"], scope.now());
    const detail = { document: title, quickBooks: ledgerId, number, match: grade };
    await audit(tx, scope, { action: "link.made", subjectKind: "document", subjectId: documentId, detail });
    return { number };
  });
}
