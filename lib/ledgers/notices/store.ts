// Notices of company files: kept for the page, and so that the same news is told once.
import { and, asc, eq, inArray, isNull, not, sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { notices } from "#db/schema/index.ts";
import { newId, type Scope } from "#lib/access/scope.ts";
import { readTenantName } from "#lib/access/store.ts";
import { pageUrl } from "#lib/env.ts";
import {
  noticeKinds,
  type KeptNotice,
  type Notice,
  type NoticeDetail,
  type NoticeKind,
  type NoticeNames,
} from "../notice.ts";

/** Keeps a notice; false when the same news was told before. */
export async function insertNotice(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  notice: Notice,
): Promise<boolean> {
  const made = await tx
    .insert(notices)
    .values({ tenantId: scope.tenantId, noticeId: newId(scope), companyFileId, ...notice, createdAt: scope.now() })
    .onConflictDoNothing()
    .returning({ noticeId: notices.noticeId });
  return made.length === 1;
}

/**
 * Says of open notices of these kinds that they are no longer true. `exceptKeys`: the beginning of the keys of those
 * that still are.
 */
export async function endNotices(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
  kinds: readonly NoticeKind[],
  exceptKeys?: string,
): Promise<void> {
  await tx
    .update(notices)
    .set({ endedAt: scope.now() })
    .where(
      and(
        eq(notices.tenantId, scope.tenantId),
        eq(notices.companyFileId, companyFileId),
        inArray(notices.kind, [...kinds]),
        isNull(notices.endedAt),
        exceptKeys === undefined ? undefined : not(sql`${notices.key} ^@ ${exceptKeys}`),
      ),
    );
}

/** Notices of one company file, oldest first; ended ones too. */
export async function findNotices(
  tx: Transaction,
  scope: Scope,
  companyFileId: string,
): Promise<readonly KeptNotice[]> {
  const found = await tx
    .select()
    .from(notices)
    .where(and(eq(notices.tenantId, scope.tenantId), eq(notices.companyFileId, companyFileId)))
    .orderBy(asc(notices.noticeId));
  return found.flatMap(({ tenantId: _tenant, kind: word, detail, ...row }) => {
    const kind = noticeKinds.find((each) => each === word);
    return kind ? [{ ...row, kind, detail: detail as NoticeDetail }] : [];
  });
}

const PAGE = "/settings/companies";

/**
 * Whom and what a notice names, and where it leads: notices are read outside of the tenant. A worker that was not told
 * the installation's own address gives the path alone.
 */
export async function readNoticeNames(tx: Transaction, scope: Scope, company: string): Promise<NoticeNames> {
  return { company, tenant: await readTenantName(tx, scope), url: pageUrl(PAGE) };
}
