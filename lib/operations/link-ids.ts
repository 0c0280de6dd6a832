// QuickBooks IDs that come in a file, as when a company moves here from another tool: first what is wrong, then the right ones are linked.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { PAGE_SIZE } from "#lib/ledgers/qbo/query.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import type { FileBytes } from "#lib/orders/sources/carrier.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { REFUSED_SHOWN, type RefusedLine } from "#lib/sync/deciding.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import { refusedId, refusedIdsHeader, refusedIdsLine } from "#lib/sync/ledger-ids-csv.ts";
import type { IdsLinked, IdsLook, LinkIds, LookAtIds } from "#lib/sync/ledger-ids-file.ts";
import { tieHeld } from "./change-id.ts";
import { judgeIds, nearLines, type IdFit, type IdsJudged } from "./judge-ids.ts";
import { lookAtCustomers } from "./ledger-customers.ts";
import { linkOne } from "./link-one.ts";

/** Says what the file would link, and which of its lines are wrong. Nothing is written. */
export async function lookAtIds(scope: Scope, input: LookAtIds, bytes: FileBytes): Promise<IdsLook> {
  allow(scope, "ids:change");
  const { fits, wrong, blank, fingerprint } = await judged(scope, input, bytes);
  const refused = wrong.map((each) => each.refused).filter((line) => !line.isAlready);
  const near = nearLines(fits);
  return {
    total: fits.length,
    near: near.slice(0, REFUSED_SHOWN),
    nearTotal: near.length,
    refused: refused.slice(0, REFUSED_SHOWN),
    refusedTotal: refused.length,
    alreadyTotal: wrong.length - refused.length,
    blank,
    fingerprint,
  };
}

/** Every line that is wrong, as a file to correct and bring back. */
export async function showRefusedIds(
  scope: Scope,
  input: LookAtIds,
  bytes: FileBytes,
): Promise<{ readonly csv: string }> {
  allow(scope, "ids:change");
  const { wrong } = await judged(scope, input, bytes);
  const lines = wrong.filter(({ refused }) => !refused.isAlready);
  return { csv: refusedIdsHeader + lines.map(({ line, refused }) => refusedIdsLine(line, refused)).join("") };
}

/** Links the lines that hold; every one is looked up once more. Those that did not hold in the end come back. */
export async function linkIds(scope: Scope, input: LinkIds, bytes: FileBytes): Promise<IdsLinked> {
  allow(scope, "ids:change");
  const { fits, fingerprint } = await judged(scope, input, bytes);
  if (fingerprint !== input.fingerprint) {
    throw new Refusal("moved-on", "This is not the file that was looked at. Choose it again.");
  }
  const because = `From the file ${input.fileName}`;
  const left: RefusedLine[] = [];
  for (const [isCustomer, size] of [
    [true, PAGE_SIZE],
    [false, TIED_TOGETHER],
  ] as const) {
    const own = fits.filter(({ held }) => (held.kind === "customer") === isCustomer);
    for (let from = 0; from < own.length; from += size) {
      const part = own.slice(from, from + size);
      const link = isCustomer ? linkCustomers : linkDocuments;
      left.push(...(await link(scope, input.companyFileId, part, because)));
    }
  }
  return { linked: fits.length - left.length, left };
}

/** So many go in one transaction: the company's lane is not held for longer than they take. */
const TIED_TOGETHER = 100;
const LOOK = "Open it in the list.";

async function linkDocuments(
  scope: Scope,
  companyFileId: string,
  part: readonly IdFit[],
  because: string,
): Promise<readonly RefusedLine[]> {
  try {
    const left = new Map(
      (await tieHeld(scope, companyFileId, part, because)).map(({ held, sentence }) => [held.documentId, sentence]),
    );
    return part.flatMap((fit) => {
      const reason = left.get(fit.held.documentId);
      return reason === undefined ? [] : [refusedId(fit.line, fit.held.title, { reason, fix: LOOK })];
    });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const why = { reason: refusal.message, fix: LOOK };
    return part.map(({ line, held }) => refusedId(line, held.title, why));
  }
}

/** Each for itself: what is held behind a customer is planned again. QuickBooks is asked once for all of them. */
async function linkCustomers(
  scope: Scope,
  companyFileId: string,
  part: readonly IdFit[],
  because: string,
): Promise<readonly RefusedLine[]> {
  const ids = part.map(({ record }) => record.ledgerId);
  const seen = await lookAtCustomers(scope, companyFileId, ids);
  const left: RefusedLine[] = [];
  for (const { line, held, record } of part) {
    const link = { documentId: held.documentId, ledgerId: record.ledgerId, takeOver: false, because };
    try {
      await inTransaction(scope, async (tx) => {
        await lockLane(tx, scope, companyFileId);
        await linkOne(tx, scope, companyFileId, link, seen);
      });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      left.push(refusedId(line, held.title, { reason: refusal.message, fix: LOOK }));
    }
  }
  return left;
}

async function judged(scope: Scope, input: LookAtIds, bytes: FileBytes): Promise<IdsJudged> {
  // Asked first: a file for somebody else's company is not even read.
  const company = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, input.companyFileId));
  if (!company) throw notFound("This company file");
  return await judgeIds(scope, input, bytes);
}
