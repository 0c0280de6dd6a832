// Which source calls? The API key in the Authorization header, looked up inside the one tenant it names.
import { inTransaction } from "#db/client.ts";
import { consume, retrySentence } from "#lib/access/rate-limit.ts";
import type { Scope } from "#lib/access/scope.ts";
import { hashApiKey, tenantOfApiKey } from "#lib/orders/api-key.ts";
import { findSourceByKey } from "#lib/orders/store.ts";

import { clientAddress } from "./address.ts";
import { database } from "./database.ts";
import { world } from "./world.ts";

export type SourceScope = { readonly scope: Scope; readonly sourceId: string };
export type TurnedAway = { readonly status: 401 | 429; readonly sentence: string; readonly retryAfterSeconds?: number };

/** One sentence for every wrong key: no difference tells a guesser that a tenant or a source exists. */
const NO_KEY = "Send a valid API key: Authorization: Bearer tk_…";

/** The scope of a source's request, or why it may not go on. Wrong keys are counted by address, right ones by key. */
export async function readSourceScope(request: Request): Promise<SourceScope | TurnedAway> {
  const found = await findByKey(request.headers.get("authorization"));
  const allowance = found
    ? await consume(database(), "api-source", found.sourceId)
    : await consume(database(), "api-address", clientAddress(request.headers));
  if (!allowance.allowed) {
    const { retryAfterSeconds } = allowance;
    return { status: 429, sentence: `Too many requests. ${retrySentence(retryAfterSeconds)}`, retryAfterSeconds };
  }
  return found ?? { status: 401, sentence: NO_KEY };
}

async function findByKey(header: string | null): Promise<SourceScope | null> {
  const key = /^Bearer +(\S+)$/i.exec(header?.trim() ?? "")?.[1];
  const tenantId = key ? tenantOfApiKey(key) : null;
  if (!key || !tenantId) return null;
  const source = await inTransaction({ tenantId, db: database() }, (tx) =>
    findSourceByKey(tx, { tenantId }, hashApiKey(key)),
  );
  if (!source) return null;
  const { sourceId, name } = source;
  return { sourceId, scope: { ...world(), tenantId, actor: { type: "source", sourceId, name } } };
}
