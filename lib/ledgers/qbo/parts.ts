// Which parts does a document have: lines, classes, customer, the documents it is tied to?
import type { SaleDocument } from "#lib/documents/document.ts";
import type { Push } from "#lib/sync/push.ts";

/** The lines of a sale; none for anything else. */
export function linesOf(push: Push): SaleDocument["lines"] {
  return "lines" in push.document ? push.document.lines : [];
}

/** The classes a sale names, for the whole form and for its lines. */
export function classesOf(push: Push): (string | undefined)[] {
  return "lines" in push.document ? [push.document.class, ...push.document.lines.map((line) => line.class)] : [];
}

/** The customer a document is for, or the one a customer is a job of; null when there is none. */
export function partyOf(push: Push): { name: string; ledgerId: string } | null {
  const { document } = push;
  if ("customer" in document) {
    return { name: document.customerName, ledgerId: push.links[document.customer]?.ledgerId ?? "0" };
  }
  if (document.kind !== "customer" || document.parent === undefined) return null;
  const name = document.parent.replace(/^customer\//, "");
  return { name, ledgerId: push.links[document.parent]?.ledgerId ?? "0" };
}

/** Ids of the documents of one type this one is tied to: what a payment pays or uses up, what an invoice copies. */
export function linkedIds(push: Push, type: string): string[] {
  const { document } = push;
  const keys =
    document.kind === "payment" ? document.applies.map(({ to }) => to) : "from" in document ? [document.from] : [];
  const ids = keys.flatMap((key) => {
    const link = key === undefined ? undefined : push.links[key];
    return link?.ledgerType === type ? [link.ledgerId] : [];
  });
  return [...new Set(ids)];
}
