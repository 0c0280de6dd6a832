// What can a person do about problems? Send them again, and say which item a charge code means.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { mapItem } from "#lib/operations/map-item.ts";
import { resyncProblems } from "#lib/operations/resync-problems.ts";
import { MapItem, ResyncProblems } from "#lib/sync/problems.ts";

export const resync = tenantAction(ResyncProblems, resyncProblems);
export const map = tenantAction(MapItem, mapItem);
