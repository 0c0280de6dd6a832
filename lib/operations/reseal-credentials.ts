// The key for tokens was changed: seals every company's tokens and every webhook's secret, of every tenant, with the newest one.
import { inTransaction } from "#db/client.ts";
import { allow } from "#lib/access/scope.ts";
import { readTenantName } from "#lib/access/store.ts";
import { findAllCompanyFiles, resealCredentials as reseal } from "#lib/ledgers/connections/store.ts";
import { readNoticeNames } from "#lib/ledgers/notices/store.ts";
import { readCompanyFile } from "#lib/ledgers/store.ts";
import { findAllEndpoints, resealSecret } from "#lib/notify/webhooks/store.ts";
import { workerScope, type World } from "./world.ts";

export type Resealed = {
  readonly resealed: number;
  /** Sealed with the newest key before. */
  readonly already: number;
  readonly locked: readonly LockedCompany[];
  readonly lockedWebhooks: readonly LockedWebhook[];
};

/** A company whose tokens none of the keys opens. `keyId`: the key that is missing; null when the text is damaged. */
export type LockedCompany = {
  readonly tenant: string;
  readonly company: string;
  readonly companyFileId: string;
  readonly keyId: string | null;
};

/** A webhook whose secret none of the keys opens. */
export type LockedWebhook = { readonly tenant: string; readonly url: string; readonly keyId: string | null };

/**
 * One row, one lock, one transaction each: workers go on beside it, and a second run finds nothing to do. Tokens that do
 * not open are left as they are.
 */
export async function resealCredentials(world: Pick<World, "db" | "now" | "chance">): Promise<Resealed> {
  const counted = { resealed: 0, already: 0 };
  const locked: LockedCompany[] = [];
  for (const { tenantId, companyFileId } of await findAllCompanyFiles(world.db)) {
    const scope = workerScope(world, tenantId, "keys");
    allow(scope, "sync:run");
    await inTransaction(scope, async (tx) => {
      const result = await reseal(tx, scope, companyFileId);
      if (result === "resealed") counted.resealed++;
      else if (result === "newest-already") counted.already++;
      else if (result !== "nothing-sealed") {
        const name = (await readCompanyFile(tx, scope, companyFileId))?.name ?? "";
        const { tenant, company } = await readNoticeNames(tx, scope, name);
        locked.push({ tenant, company, companyFileId, keyId: result.keyId });
      }
    });
  }
  const webhooks = await resealSecrets(world);
  return {
    resealed: counted.resealed + webhooks.resealed,
    already: counted.already + webhooks.already,
    locked,
    lockedWebhooks: webhooks.locked,
  };
}

async function resealSecrets(world: Pick<World, "db" | "now" | "chance">) {
  const counted = { resealed: 0, already: 0 };
  const locked: LockedWebhook[] = [];
  for (const { tenantId, endpointId } of await findAllEndpoints(world.db)) {
    const scope = workerScope(world, tenantId, "keys");
    allow(scope, "sync:run");
    await inTransaction(scope, async (tx) => {
      const result = await resealSecret(tx, scope, endpointId);
      if (result === "resealed") counted.resealed++;
      else if (result === "newest-already") counted.already++;
      else if (result !== "nothing-sealed") locked.push({ tenant: await readTenantName(tx, scope), ...result });
    });
  }
  return { ...counted, locked };
}
