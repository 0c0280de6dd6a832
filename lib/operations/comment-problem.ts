// What do people say to each other about a record that needs them?
import { inTransaction } from "#db/client.ts";
import { actorName, allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import type { AddComment, CommentShown, DeleteComment, ListComments } from "#lib/sync/problem-comments.ts";
import {
  deleteComment as removeComment,
  insertComment,
  readComments,
  recordOfRow,
} from "#lib/sync/problem-comments/store.ts";

const COMMENTS_MAX = 200;

/** The comments on the record of a problem, the oldest first. */
export async function listComments(scope: Scope, { rowId }: ListComments): Promise<readonly CommentShown[]> {
  allow(scope, "problems:read");
  const mine = userIdOf(scope);
  return await inTransaction(scope, async (tx) => {
    const record = await recordOfRow(tx, scope, rowId);
    if (!record) throw notFound("This problem");
    const kept = await readComments(tx, scope, record.recordId, COMMENTS_MAX);
    return kept.map(({ userId, writtenAt, ...comment }) => ({
      ...comment,
      writtenAt: new Date(writtenAt).toISOString(),
      isOwn: userId === mine,
    }));
  });
}

/** Says something about the record of a problem. */
export async function addComment(scope: Scope, { rowId, text }: AddComment): Promise<{ readonly commentId: string }> {
  allow(scope, "problems:resolve");
  const userId = userIdOf(scope);
  if (userId === null) throw new Refusal("not-allowed", "Only people write comments.");
  return await inTransaction(scope, async (tx) => {
    const record = await recordOfRow(tx, scope, rowId);
    if (!record) throw notFound("This problem");
    const commentId = await insertComment(tx, scope, record, { userId, writtenBy: actorName(scope), text });
    const detail = { record: record.title };
    await audit(tx, scope, { action: "comment.added", subjectKind: "problem", subjectId: rowId, detail });
    return { commentId };
  });
}

/** Takes one's own comment away; nobody else's. */
export async function deleteComment(scope: Scope, { commentId }: DeleteComment): Promise<void> {
  allow(scope, "problems:resolve");
  const userId = userIdOf(scope);
  await inTransaction(scope, async (tx) => {
    if (userId === null || !(await removeComment(tx, scope, commentId, userId)))
      throw notFound("This comment of yours");
    await audit(tx, scope, { action: "comment.deleted", subjectKind: "comment", subjectId: commentId });
  });
}

function userIdOf({ actor }: Scope): string | null {
  return actor.type === "person" ? actor.userId : null;
}
