// What can a person do to one document of an order?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { reissueCombined } from "#lib/operations/reissue-combined.ts";
import { takeBackAmendment } from "#lib/operations/take-back-amendment.ts";
import { TakeBackAmendment } from "#lib/sync/amending.ts";
import { ReissueCombined } from "#lib/sync/ending/reissue.ts";

export const reissue = tenantAction(ReissueCombined, reissueCombined);
export const takeBack = tenantAction(TakeBackAmendment, takeBackAmendment);
