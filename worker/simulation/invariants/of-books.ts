// Invariants of the books themselves: once, to the cent, payments applied once. Each returns what is wrong, in sentences.
import type { BookRow } from "../books.ts";
import type { DocumentFact } from "../facts.ts";
import type { BookView, Rest } from "../model.ts";
import { centsOf, centsOfOrder } from "../script.ts";

const MARKER = /\[tieout ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\d+)?\]/;

/** Which document of ours a record says it is; null when none. */
export function markedDocument(row: BookRow): string | null {
  return typeof row.PrivateNote === "string" ? (MARKER.exec(row.PrivateNote)?.[1] ?? null) : null;
}

/** A voided record keeps its number and says zero. */
export function isVoided(row: BookRow): boolean {
  return typeof row.PrivateNote === "string" && row.PrivateNote.startsWith("Voided");
}

/** I1, at any moment: no two records of one document, no two customers or items of one name. */
export function i1Never2(books: BookView): string[] {
  const seen = new Set<string>();
  const wrong: string[] = [];
  const once = (what: string) => {
    if (seen.has(what)) wrong.push(`${what} is in the books twice`);
    seen.add(what);
  };
  for (const entity of ["Invoice", "Payment"] as const) {
    for (const row of books[entity]) {
      const documentId = isVoided(row) ? null : markedDocument(row);
      if (documentId !== null) once(`${entity} of document ${documentId}`);
    }
  }
  for (const row of books.Customer) once(`Customer ${String(row.DisplayName)}`);
  for (const row of books.Item) once(`Item ${String(row.Name)}`);
  return wrong;
}

/** I1, at rest: every document that shall be there is there, and linked to its record; a bookkeeper's deed is known. */
export function i1Exactly1({ facts, books, orders, touches }: Rest): string[] {
  const completed = new Set(
    orders.filter(({ order }) => order.status === "completed").map(({ order }) => order.externalId),
  );
  return facts.documents.flatMap((document) => {
    const { documentId, kind, title, externalId } = document;
    if (kind !== "invoice" && kind !== "payment") return isSettled(document) ? [] : [`${title} is not in the books`];
    const rows = books[kind === "invoice" ? "Invoice" : "Payment"].filter(
      (row) => markedDocument(row) === documentId && !isVoided(row),
    );
    if (rows.length === 1)
      return document.ledgerId === rows[0]!.Id ? [] : [`${title} is in the books and linked to ${document.ledgerId}`];
    if (rows.length > 1) return [`${title} is in the books ${rows.length} times`];
    if (externalId === null || !completed.has(externalId) || isOpen(document) || document.isGone) return [];
    if (touches.some((touch) => touch.documentId === documentId && touch.act !== "edit") && document.isGone) return [];
    return [`${title} is not in the books, and nobody knows`];
  });
}

/** I2: what is posted equals the order to the cent; sums by type are equal but for differences somebody knows of. */
export function i2Money({ facts, books, orders, touches }: Rest): string[] {
  const wrong: string[] = [];
  const touched = new Set(touches.map(({ number }) => number));
  let told = 0n;
  let booked = 0n;
  for (const { order } of orders) {
    const row = books.Invoice.find((each) => each.DocNumber === order.number && !isVoided(each));
    const document = facts.documents.find((each) => each.kind === "invoice" && each.externalId === order.externalId);
    if (order.status !== "completed" || row === undefined || document === undefined) continue;
    if (isOpen(document) || document.isEdited || document.isGone || touched.has(order.number)) continue;
    const [mine, theirs] = [centsOfOrder(order), centsOf(row.TotalAmt)];
    told += mine;
    booked += theirs;
    if (mine !== theirs) wrong.push(`Invoice ${order.number} is ${theirs} cents in the books, ${mine} in the order`);
    const paid = (order.payments ?? []).reduce((sum, payment) => sum + centsOf(payment.amount), 0n);
    const mayPay = facts.documents.every((each) => each.externalId !== order.externalId || isSettled(each));
    if (mayPay && centsOf(row.Balance) !== mine - paid) {
      wrong.push(`Invoice ${order.number} has ${String(row.Balance)} open of ${mine} cents, ${paid} paid`);
    }
  }
  if (told !== booked) wrong.push(`All invoices together are ${booked} cents in the books, ${told} in the orders`);
  return wrong;
}

/** I8: no invoice is paid beyond its total; every payment adds up; every payment of a source is applied once. */
export function i8Payments({ books, orders }: Rest): string[] {
  const wrong: string[] = [];
  const applied = new Map<string, bigint>();
  for (const row of books.Payment) {
    let sum = 0n;
    for (const line of (row.Line ?? []) as readonly BookRow[]) {
      const cents = centsOf(line.Amount);
      sum += cents;
      for (const { TxnId } of (line.LinkedTxn ?? []) as readonly BookRow[]) {
        applied.set(String(TxnId), (applied.get(String(TxnId)) ?? 0n) + cents);
      }
    }
    const total = centsOf(row.TotalAmt);
    if (sum + centsOf(row.UnappliedAmt ?? 0) !== total) wrong.push(`Payment ${String(row.Id)} does not add up`);
  }
  for (const row of books.Invoice) {
    if ((applied.get(String(row.Id)) ?? 0n) > centsOf(row.TotalAmt))
      wrong.push(`Invoice ${String(row.DocNumber)} is overpaid`);
  }
  for (const { order } of orders) {
    for (const { reference } of order.payments ?? []) {
      const rows = books.Payment.filter((row) => row.PaymentRefNum === reference && !isVoided(row));
      if (rows.length > 1) wrong.push(`Payment ${reference} was taken ${rows.length} times`);
    }
  }
  return wrong;
}

/** In the books, the newest version, nothing under way. */
export function isSettled(document: DocumentFact): boolean {
  return document.ledgerId !== null && !isOpen(document);
}

/** A person or the worker still has something to do with it, and that is written down. */
export function isOpen({ pushes, isLeftOut }: DocumentFact): boolean {
  return isLeftOut || pushes.some(({ state }) => !["posted", "superseded"].includes(state));
}
