// What can a person do about links? Choose, take away, let be made, accept what is exact, and read the list again.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { RefreshLists } from "#lib/ledgers/company-file.ts";
import { acceptMatches } from "#lib/operations/accept-matches.ts";
import { decideCreate } from "#lib/operations/decide-create.ts";
import { linkRecord } from "#lib/operations/link-record.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";
import { unlinkRecord } from "#lib/operations/unlink-record.ts";
import { AcceptMatches, DecideCreate, LinkRecord, UnlinkRecord } from "#lib/sync/links.ts";

export const link = tenantAction(LinkRecord, linkRecord);
export const unlink = tenantAction(UnlinkRecord, unlinkRecord);
export const create = tenantAction(DecideCreate, decideCreate);
export const accept = tenantAction(AcceptMatches, acceptMatches);
export const refresh = tenantAction(RefreshLists, refreshLists);
