// After a fix: is all of it planned again, and what came back?
import { tenantRoute } from "#app/_session/action.ts";
import { countReturned } from "#lib/operations/count-returned.ts";
import { CountReturned } from "#lib/sync/fixes.ts";

export const GET = tenantRoute(CountReturned, countReturned);
