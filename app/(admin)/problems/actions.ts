// What can a person do about problems? Look at what an act would do, do it, take it back; and say which item a code means.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { SavePreferences } from "#lib/access/personal.ts";
import { changeRun } from "#lib/operations/change-run.ts";
import { addComment, deleteComment } from "#lib/operations/comment-problem.ts";
import { doAct } from "#lib/operations/do-act.ts";
import { mapItem } from "#lib/operations/map-item.ts";
import { previewAct } from "#lib/operations/preview-act.ts";
import { removeView } from "#lib/operations/remove-view.ts";
import { retryRun } from "#lib/operations/retry-run.ts";
import { savePreferences } from "#lib/operations/save-preferences.ts";
import { saveView } from "#lib/operations/save-view.ts";
import { undoRun } from "#lib/operations/undo-run.ts";
import { ChangeRun, DoAct, PreviewAct, UndoRun } from "#lib/sync/problem-acts.ts";
import { AddComment, DeleteComment } from "#lib/sync/problem-comments.ts";
import { MapItem, RetryRun } from "#lib/sync/problems.ts";
import { RemoveView, SaveView } from "#lib/sync/saved-views.ts";

export const preview = tenantAction(PreviewAct, previewAct);
export const act = tenantAction(DoAct, doAct);
export const undo = tenantAction(UndoRun, undoRun);
export const change = tenantAction(ChangeRun, changeRun);
export const retry = tenantAction(RetryRun, retryRun);
export const comment = tenantAction(AddComment, addComment);
export const takeComment = tenantAction(DeleteComment, deleteComment);
export const map = tenantAction(MapItem, mapItem);
export const saveLetters = tenantAction(SavePreferences, savePreferences);
export const saveNamed = tenantAction(SaveView, saveView);
export const removeNamed = tenantAction(RemoveView, removeView);
