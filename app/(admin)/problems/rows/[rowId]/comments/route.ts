// What do people say to each other about a record? For the side panel.
import { tenantRoute } from "#app/_session/action.ts";
import { listComments } from "#lib/operations/comment-problem.ts";
import { ListComments } from "#lib/sync/problem-comments.ts";

export const GET = tenantRoute(ListComments, listComments);
