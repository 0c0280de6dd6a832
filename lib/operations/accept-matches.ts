// Exact matches, accepted together: one question to QuickBooks, a result for every row.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { lockLane } from "#lib/sync/lane/store.ts";
import type { AcceptMatches, MatchAccepted } from "#lib/sync/links.ts";
import { readParty } from "#lib/sync/links/store.ts";
import { lookAtCustomers } from "./ledger-customers.ts";
import { linkOne } from "./link-one.ts";

/** Links each; a row that cannot be linked says why and holds none of the others up. */
export async function acceptMatches(scope: Scope, input: AcceptMatches): Promise<readonly MatchAccepted[]> {
  allow(scope, "problems:resolve");
  const { companyFileId, matches } = input;
  const known = await inTransaction(scope, (tx) => readCompanyFile(tx, scope, companyFileId));
  if (!known) throw notFound("This company file");
  const seen = await lookAtCustomers(
    scope,
    companyFileId,
    matches.map((match) => match.ledgerId),
  );
  return await inTransaction(scope, async (tx) => {
    await lockLane(tx, scope, companyFileId);
    const results: MatchAccepted[] = [];
    for (const match of matches) {
      const name = (await readParty(tx, scope, match.documentId))?.body.name ?? "";
      // Whatever is refused is refused before anything of it is written.
      const whyNot = await linkOne(tx, scope, companyFileId, { ...match, takeOver: false }, seen).then(
        () => null,
        (thrown: unknown) => {
          if (thrown instanceof Refusal) return thrown.message;
          throw thrown;
        },
      );
      results.push({ documentId: match.documentId, name, whyNot });
    }
    const linked = results.filter((result) => result.whyNot === null).length;
    const detail = { linked, notLinked: results.length - linked };
    await audit(tx, scope, { action: "link.accepted", subjectKind: "company-file", subjectId: companyFileId, detail });
    return results;
  });
}
