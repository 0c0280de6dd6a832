// How is a line of the trail said? In words, names instead of ids.
import type { AuditLine } from "#lib/access/people.ts";

/** What was done, after the name of who did it; `{person}` is whom it was done to. */
const SENTENCES: Readonly<Record<string, string>> = {
  "signed-in": "signed in",
  founded: "founded the tenant",
  "added-member": "added {person}",
  "changed-role": "changed the role of {person}",
  "removed-member": "removed {person}",
  "company.connected": "connected a QuickBooks company",
  "company.reconnected": "connected a QuickBooks company again",
  "company.disconnected": "disconnected a QuickBooks company",
  "company.connection-lost": "lost the connection to QuickBooks",
  "company.lists-read": "read the lists of QuickBooks",
  "settings.saved": "saved settings of a company file",
  "settings.booking": "changed how orders are booked",
  "source.added": "added a source",
  "source.key-made": "made an API key",
  "digest.on": "switched the daily digest on for themselves",
  "digest.off": "switched the daily digest off for themselves",
  "webhook.added": "added a webhook",
  "webhook.on": "switched a webhook on",
  "webhook.off": "switched a webhook off",
  "webhook.removed": "removed a webhook",
  "webhook.tested": "sent a test to a webhook",
  "orders.taken-in": "took in orders",
  "import.started": "started an import",
  "import.finished": "finished an import",
  "import.interrupted": "did not finish an import",
  "orders.export": "exported orders",
  "problems.resync": "resynced problems",
  "credit.drafted": "drafted a credit",
  "credit.approved": "approved a credit",
  "credit.issued": "issued a credit",
  "credit.dropped": "dropped a credit",
  "balances.pulled": "pulled the balance of an order",
  "balances.pull-started": "started a pull of balances",
  "balances.pull-stopped": "stopped a pull of balances",
  "balances.pull-resumed": "resumed a pull of balances",
  "order.pushed": "pushed an order",
  "view.shared": "shared a view of Problem Sync",
  "view.removed": "removed a shared view of Problem Sync",
  "mapping.item": "mapped an item",
  "mapping.name": "chose the name that QuickBooks has",
  "mapping.create-item": "had an item created in QuickBooks",
  "settings.chosen": "chose another entry of QuickBooks for a setting",
  "link.made": "linked a customer or job",
  "link.removed": "removed the link of a customer or job",
  "link.accepted": "accepted exact matches",
  "link.create": "let a customer or job be created",
  "drift.resolved": "decided about a document that was changed in QuickBooks",
  "drift.resolved-many": "decided about documents that were changed in QuickBooks",
  "invoice.reissued": "voided and reissued an invoice of several orders",
  "payment.recorded": "recorded a payment",
  "payment.changed": "changed a payment",
  "payment.deleted": "deleted a payment",
  "payment.taken-back": "took back a payment that is in QuickBooks",
  "payments.updated": "updated payments from QuickBooks",
  "invoice.linked": "linked an invoice that is in QuickBooks",
  "invoice.taken-over": "took over an invoice of QuickBooks",
};

/** "imported-orders" on an order → "imported orders"; an action this page does not know is said by its own name. */
export function sentenceOf(line: Pick<AuditLine, "action" | "subjectKind" | "detail">): string {
  const known = SENTENCES[line.action];
  const { person } = line.detail;
  if (known) return known.replace("{person}", typeof person === "string" ? person : "somebody");
  const words = line.action.replaceAll(/[-_.]/g, " ");
  const subject = line.subjectKind.replaceAll(/[-_]/g, " ");
  return words.includes(subject) ? words : `${words} (${subject})`;
}
