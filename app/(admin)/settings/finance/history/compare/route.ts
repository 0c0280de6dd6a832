// What would going back to a version change? Asked before it is done.
import { tenantRoute } from "#app/_session/action.ts";
import { CompareVersion } from "#lib/documents/settings-history.ts";
import { compareVersion } from "#lib/operations/list-versions.ts";

export const GET = tenantRoute(CompareVersion, compareVersion);
