// What can a person do about the credits of an order?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { draftCredit } from "#lib/operations/draft-credit.ts";
import { moveCredit } from "#lib/operations/move-credit.ts";
import { DraftCredit, MoveCredit } from "#lib/orders/credit.ts";

export const draft = tenantAction(DraftCredit, draftCredit);
export const move = tenantAction(MoveCredit, moveCredit);
