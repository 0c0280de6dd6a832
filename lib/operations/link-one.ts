// May this customer or job be tied to that record, and what follows from it? The part all ways of linking share.
import type { Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readBookCustomers } from "#lib/ledgers/customers/store.ts";
import { saveEntries } from "#lib/ledgers/lists/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { LinkRecord } from "#lib/sync/links.ts";
import {
  linkCustomers,
  ordersBehind,
  readParty,
  readTaken,
  readUnderWay,
  unlinkCustomers,
  type PartyRow,
  type Taken,
} from "#lib/sync/links/store.ts";
import type { BookCustomer } from "#lib/sync/matching.ts";
import type { SeenCustomers } from "./ledger-customers.ts";

/**
 * Links one customer or job, or refuses in plain words before anything is written. `seen` is what QuickBooks just said;
 * null when it could not be asked. The lane must be locked. Answers with the name of the record.
 */
export async function linkOne(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  { documentId, ledgerId, takeOver, because }: LinkRecord,
  seen: SeenCustomers | null,
): Promise<string> {
  allow(scope, "problems:resolve");
  const party = await readParty(tx, scope, documentId);
  if (!party || party.companyFileId !== companyFileId) throw notFound("This customer");
  const entry = seen?.entries.find((each) => each.ledgerId === ledgerId);
  if (entry) await saveEntries(tx, scope, companyFileId, "customer", [entry]);
  const record = (await readBookCustomers(tx, scope, companyFileId, [ledgerId])).get(ledgerId);
  if (!record || (seen && !entry)) {
    throw new Refusal("moved-on", `QuickBooks has no customer with the ID ${ledgerId} any more. Refresh the list.`);
  }
  if (party.ledgerId === ledgerId) return record.name;
  refuseUnfit(party, record);
  await refuseUnderWay(tx, scope, [documentId], "link it");
  const taken = (await readTaken(tx, scope, companyFileId, [ledgerId])).filter((one) => one.documentId !== documentId);
  if (taken.length > 0 && !takeOver) throw new Refusal("conflict", takenSentence(party, record, taken));
  if (taken.length > 0 && isJob(party)) await takeAway(tx, scope, companyFileId, taken);
  const versionToken = seen?.versions.get(ledgerId) ?? "";
  await linkCustomers(tx, scope, companyFileId, [{ documentId, ledgerId, versionToken }], "person");
  await markToPlan(tx, scope, companyFileId, scope.now(), await ordersBehind(tx, scope, [documentId]));
  const told = { ...(party.ledgerId === null ? {} : { before: party.ledgerId }), ...(because ? { because } : {}) };
  const detail = { name: party.body.name, linkedTo: record.fullName ?? record.name, quickBooks: ledgerId, ...told };
  await audit(tx, scope, { action: "link.made", subjectKind: "document", subjectId: documentId, detail });
  return record.name;
}

/** Refuses while something of these customers is on its way: its answer would speak of the old link. */
export async function refuseUnderWay(
  tx: Transaction,
  scope: Scope,
  documentIds: readonly string[],
  what: string,
): Promise<void> {
  allow(scope, "problems:resolve");
  const [title] = await readUnderWay(tx, scope, documentIds);
  if (title === undefined) return;
  throw new Refusal("conflict", `${title} is on its way to QuickBooks right now. When it has arrived, ${what}.`);
}

function isJob({ body }: PartyRow): boolean {
  return body.parent !== undefined;
}

function refuseUnfit(party: PartyRow, record: BookCustomer): void {
  const { name } = record;
  if (!record.isActive) {
    throw new Refusal("conflict", `${name} is inactive in QuickBooks. Make it active there, or choose another.`);
  }
  if (record.currency && record.currency !== party.currency) {
    const sentence = `${name} is kept in ${record.currency}, and these orders are in ${party.currency}. QuickBooks needs a customer for each currency.`;
    throw new Refusal("conflict", sentence);
  }
  if (!isJob(party)) return;
  if (record.parent === undefined) throw new Refusal("conflict", `${name} is a customer in QuickBooks, not a job.`);
  // Below whom it stands cannot be told before its customer is linked, and jobs of one name are many.
  if (party.parentId === null) {
    throw new Refusal("conflict", `Link or create ${party.jobOf ?? "its customer"} first, then its job.`);
  }
  if (record.parent !== party.parentId) {
    throw new Refusal(
      "conflict",
      `${name} is a job of another customer in QuickBooks, not of ${party.jobOf ?? "this one"}.`,
    );
  }
}

function takenSentence(party: PartyRow, { name }: BookCustomer, [first, ...others]: readonly Taken[]): string {
  const whose = `${first?.title ?? "another"}${others.length > 0 ? ` and ${others.length} more` : ""}`;
  return isJob(party)
    ? `${name} is linked to ${whose} already. Taking it over removes the link there; what was sent stays as it is.`
    : `${name} is linked to ${whose} already. Link it here as well if both are the same customer.`;
}

/** A job of the books is one job of ours: the other one is a person's to decide again. */
async function takeAway(tx: Transaction, scope: Scope, companyFileId: string, taken: readonly Taken[]): Promise<void> {
  const ids = taken.map((one) => one.documentId);
  await refuseUnderWay(tx, scope, ids, "take the link over");
  await unlinkCustomers(tx, scope, companyFileId, ids);
  await markToPlan(tx, scope, companyFileId, scope.now(), await ordersBehind(tx, scope, ids));
  for (const { documentId, title, ledgerId } of taken) {
    const detail = { name: title, because: "taken over", quickBooks: ledgerId };
    await audit(tx, scope, { action: "link.removed", subjectKind: "document", subjectId: documentId, detail });
  }
}
