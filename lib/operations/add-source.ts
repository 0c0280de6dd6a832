// Adds a place orders come from: a shop, a freight system, files.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { insertSource } from "#lib/orders/store.ts";
import type { AddSource } from "#lib/orders/take-in.ts";
import { notFound } from "#lib/refusal.ts";

/** Adds a source of one company file. Throws a Refusal "not-found" when that file is not of this tenant. */
export async function addSource(scope: Scope, input: AddSource): Promise<{ readonly sourceId: string }> {
  allow(scope, "sources:manage");
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, input.companyFileId))) throw notFound("This company file");
    const sourceId = await insertSource(tx, scope, input);
    const detail = { name: input.name, kind: input.kind };
    await audit(tx, scope, { action: "source.added", subjectKind: "source", subjectId: sourceId, detail });
    return { sourceId };
  });
}
