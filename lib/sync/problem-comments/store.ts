// Comments on records in the database.
import { sql } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { newId, type Scope } from "#lib/access/scope.ts";

export type RecordOf = { readonly recordId: string; readonly companyFileId: string; readonly title: string };

/** The record behind a problem; null when there is no such problem here. */
export async function recordOfRow(tx: Transaction, scope: Scope, rowId: string): Promise<RecordOf | null> {
  const result = await tx.execute<RecordOf>(sql`
    select record_id as "recordId", company_file_id as "companyFileId", title from problems
     where tenant_id = ${scope.tenantId} and row_id = ${rowId}`);
  return result.rows[0] ?? null;
}

export type KeptComment = {
  readonly commentId: string;
  readonly userId: string;
  readonly writtenBy: string;
  readonly writtenAt: string;
  readonly text: string;
};

/** The newest comments on a record, the oldest of them first. */
export async function readComments(
  tx: Transaction,
  scope: Scope,
  recordId: string,
  max: number,
): Promise<readonly KeptComment[]> {
  const result = await tx.execute<KeptComment>(sql`
    select comment_id as "commentId", user_id as "userId", written_by as "writtenBy", written_at::text as "writtenAt", text
      from problem_comments where tenant_id = ${scope.tenantId} and record_id = ${recordId}
     order by comment_id desc limit ${max}`);
  return result.rows.toReversed();
}

/** Keeps a comment. */
export async function insertComment(
  tx: Transaction,
  scope: Scope,
  { recordId, companyFileId }: RecordOf,
  comment: { readonly userId: string; readonly writtenBy: string; readonly text: string },
): Promise<string> {
  const commentId = newId(scope);
  await tx.execute(sql`
    insert into problem_comments (tenant_id, comment_id, company_file_id, record_id, user_id, written_by, text, written_at)
    values (${scope.tenantId}, ${commentId}, ${companyFileId}, ${recordId}, ${comment.userId}, ${comment.writtenBy}, ${comment.text}, ${scope.now()})`);
  return commentId;
}

/** Takes a person's own comment away. False when there is none of theirs by that id. */
export async function deleteComment(
  tx: Transaction,
  scope: Scope,
  commentId: string,
  userId: string,
): Promise<boolean> {
  const result = await tx.execute(sql`
    delete from problem_comments where tenant_id = ${scope.tenantId} and comment_id = ${commentId} and user_id = ${userId}`);
  return result.rowCount === 1;
}
