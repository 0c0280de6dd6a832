// Which connections will end soon, and were people told? Run by every worker, harmless when run twice.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { findConnectedTenants } from "#lib/ledgers/connections/store.ts";
import { endOf, endsKey, endsNotice, warningDue } from "#lib/ledgers/notice.ts";
import { endNotices, insertNotice, readNoticeNames } from "#lib/ledgers/notices/store.ts";
import { findCompanyFiles } from "#lib/ledgers/store.ts";
import { workerScope, type World } from "./world.ts";

/**
 * Tells, once for each of 14, 7 and 2 days ahead, that a connection will end; takes back what is no longer true because
 * the end has moved. Returns how many notices were new. A tenant that makes it throw keeps no other from being told: the
 * errors come out after all others had their turn.
 */
export async function noticeExpiries(world: Pick<World, "db" | "now" | "chance">): Promise<number> {
  let told = 0;
  const failed: unknown[] = [];
  for (const tenantId of await findConnectedTenants(world.db)) {
    const scope = workerScope(world, tenantId, "notices");
    allow(scope, "sync:run");
    try {
      told += await noticeOf(scope);
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, "Some tenants could not be told of ending connections");
  return told;
}

async function noticeOf(scope: Scope): Promise<number> {
  return await inTransaction(scope, async (tx) => {
    let told = 0;
    for (const file of await findCompanyFiles(tx, scope)) {
      if (file.connection !== "connected") continue;
      const { companyFileId, name } = file;
      const end = endOf(file);
      const days = end && warningDue(end, scope.now());
      const stillTrue = end && days ? endsKey(end) : undefined;
      await endNotices(tx, scope, companyFileId, ["connection-ends"], stillTrue);
      if (!end || !days) continue;
      const notice = endsNotice(await readNoticeNames(tx, scope, name), end, days);
      told += (await insertNotice(tx, scope, companyFileId, notice)) ? 1 : 0;
    }
    return told;
  });
}
