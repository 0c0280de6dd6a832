// Gives a source an API key. The key is in the answer and nowhere else; the one before it stops working.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { makeApiKey } from "#lib/orders/api-key.ts";
import { replaceApiKey } from "#lib/orders/store.ts";
import type { MakeSourceKey } from "#lib/orders/take-in.ts";
import { notFound } from "#lib/refusal.ts";

/** Makes and keeps (hashed) a new key. Throws a Refusal "not-found" when the source is not of this tenant. */
export async function makeSourceKey(
  scope: Scope,
  input: MakeSourceKey,
): Promise<{ readonly key: string; readonly start: string }> {
  allow(scope, "sources:manage");
  const { key, hash, start } = makeApiKey(scope.tenantId, scope.chance(32));
  await inTransaction(scope, async (tx) => {
    if (!(await replaceApiKey(tx, scope, input.sourceId, { hash, start }))) throw notFound("This source");
    await audit(tx, scope, {
      action: "source.key-made",
      subjectKind: "source",
      subjectId: input.sourceId,
      detail: { start },
    });
  });
  return { key, start };
}
