// Rows of a file that are to be tied to records of the books: looked up in QuickBooks with as few calls as hold them.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { Refusal } from "#lib/refusal.ts";
import type { DecidedLine } from "#lib/sync/decided-csv.ts";
import { LINKS_MAX, refusedAs, type RefusedLine } from "#lib/sync/deciding.ts";
import { whyNoLink, type FoundRecord, type Linkable } from "#lib/sync/relink.ts";
import { readLinkable } from "#lib/sync/relink/store.ts";
import { lookUpMany, type Sought } from "./find-record.ts";
import { linkFound } from "./link-existing.ts";

export type LinkWish = { readonly line: DecidedLine; readonly title: string; readonly text: string };
/** A link that may be made. */
export type LinkFit = { readonly wish: LinkWish; readonly linkable: Linkable; readonly record: FoundRecord };
export type LinksJudged = { readonly fits: readonly LinkFit[]; readonly refused: readonly RefusedLine[] };

/** Which of them hold: the record is there, alone, of the same customer and total, and nobody else's. */
export async function judgeLinks(
  scope: Scope,
  companyFileId: string,
  wishes: readonly LinkWish[],
): Promise<LinksJudged> {
  allow(scope, "problems:resolve");
  const refused: RefusedLine[] = wishes.slice(LINKS_MAX).map((wish) =>
    refusedAs(wish, {
      reason: `A file may link ${LINKS_MAX} rows: each is looked up in QuickBooks.`,
      fix: "Bring the others in a second file.",
    }),
  );
  const sought: (Sought & { readonly wish: LinkWish })[] = [];
  for (const wish of wishes.slice(0, LINKS_MAX)) {
    const linkable = await inTransaction(scope, (tx) => readLinkable(tx, scope, wish.line.record));
    const why = linkable ? whyNoLink(linkable) : NO_DOCUMENT;
    if (linkable && !why) sought.push({ wish, linkable, text: wish.text });
    else refused.push(refusedAs(wish, whyOf(why?.sentence ?? "", linkable)));
  }
  if (sought.length === 0) return { fits: [], refused };
  const found = await lookAll(scope, companyFileId, sought);
  if (found instanceof Refusal) {
    const later = { reason: found.message, fix: "Bring the file again later: the other decisions can be run now." };
    return { fits: [], refused: [...refused, ...sought.map(({ wish }) => refusedAs(wish, later))] };
  }
  const fits: LinkFit[] = [];
  for (const [nth, { wish, linkable }] of sought.entries()) {
    const one = onlyOne(found[nth] ?? [], wish.text);
    const isTaken = "record" in one && fits.some((fit) => isSame(fit, linkable, one.record));
    if (isTaken) refused.push(refusedAs(wish, TWICE));
    else if ("record" in one) fits.push({ wish, linkable, record: one.record });
    else refused.push(refusedAs(wish, one));
  }
  return { fits, refused };
}

/** Makes them, each for itself; those that do not hold any more come back. */
export async function makeLinks(scope: Scope, fits: readonly LinkFit[]): Promise<readonly RefusedLine[]> {
  allow(scope, "problems:resolve");
  const refused: RefusedLine[] = [];
  for (const { wish, linkable, record } of fits) {
    try {
      await linkFound(scope, linkable, record);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      refused.push(refusedAs(wish, { reason: refusal.message, fix: LOOK }));
    }
  }
  return refused;
}

/** QuickBooks may not answer now; what else the file decides does not need it. */
async function lookAll(scope: Scope, companyFileId: string, sought: readonly Sought[]) {
  try {
    return await lookUpMany(scope, companyFileId, sought);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}

const LOOK = "Look at it on Problem Sync.";
const NO_DOCUMENT = { sentence: "There is no document yet: the order could not be planned." };
const TWICE = {
  reason: "Another line of the file links this record.",
  fix: "A record can be one document only: write the right one.",
};

function whyOf(sentence: string, linkable: Linkable | null) {
  const isLinked = linkable !== null && linkable.ledgerId !== null;
  return isLinked
    ? { reason: sentence, fix: "Nothing has to be done.", isAlready: true }
    : { reason: sentence, fix: LOOK };
}

function onlyOne(
  found: readonly FoundRecord[] | Refusal,
  text: string,
): { readonly record: FoundRecord } | { readonly reason: string; readonly fix: string } {
  if (found instanceof Refusal) return { reason: found.message, fix: "Write its number, ID or address there." };
  const [first] = found;
  if (!first) return { reason: `QuickBooks has no such record: ${text}.`, fix: "Write its ID, or its address there." };
  const [record, other] = found.filter((each) => each.refused === null && each.grade !== "differs");
  if (record && other) return { reason: `QuickBooks has several: ${text}.`, fix: "Write the ID of the one you mean." };
  if (record) return { record };
  if (first.refused !== null) return { reason: first.refused, fix: "Write another record." };
  const differing = first.reasons.filter((reason) => !reason.isSame).map((reason) => reason.what);
  return {
    reason: `It differs in ${differing.join(" and ")}.`,
    fix: "If it is the same all the same, link it on Problem Sync.",
  };
}

function isSame(fit: LinkFit, { kind }: Linkable, { ledgerId }: FoundRecord): boolean {
  return fit.linkable.kind === kind && fit.record.ledgerId === ledgerId;
}
