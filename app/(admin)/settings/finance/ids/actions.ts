// What can a person do about a QuickBooks ID? Look a record up, link it, take the ID away.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { changeId } from "#lib/operations/change-id.ts";
import { clearId } from "#lib/operations/clear-id.ts";
import { findId } from "#lib/operations/find-id.ts";
import { ChangeId, ClearId, FindId } from "#lib/sync/ledger-ids.ts";

export const find = tenantAction(FindId, findId);
export const change = tenantAction(ChangeId, changeId);
export const clear = tenantAction(ClearId, clearId);
