// What can a person decide about documents that were changed in QuickBooks?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { resolveDrift } from "#lib/operations/resolve-drift.ts";
import { ResolveDrift } from "#lib/sync/drift-choices.ts";

export const resolve = tenantAction(ResolveDrift, resolveDrift);
