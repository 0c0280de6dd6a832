// Who is linked, and who is not, now? The same answer as the page's first paint.
import { tenantRoute } from "#app/_session/action.ts";
import { listLinks } from "#lib/operations/list-links.ts";
import { ListLinks } from "#lib/sync/links.ts";

export const GET = tenantRoute(ListLinks, listLinks);
