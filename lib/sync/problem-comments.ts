// What people say to each other about a record that needs them: the shapes of question and answer.
import { z } from "zod";

export const COMMENT_MAX = 2_000;

/** `rowId`: the problem; what is said stays with its record when a newer effort takes over. */
export const ListComments = z.object({ rowId: z.uuid() });
export type ListComments = z.infer<typeof ListComments>;
export const AddComment = z.object({ rowId: z.uuid(), text: z.string().trim().min(1).max(COMMENT_MAX) });
export type AddComment = z.infer<typeof AddComment>;
export const DeleteComment = z.object({ commentId: z.uuid() });
export type DeleteComment = z.infer<typeof DeleteComment>;

export type CommentShown = {
  readonly commentId: string;
  readonly writtenBy: string;
  /** ISO. */
  readonly writtenAt: string;
  readonly text: string;
  /** Whoever asks wrote it, and may take it away. */
  readonly isOwn: boolean;
};
