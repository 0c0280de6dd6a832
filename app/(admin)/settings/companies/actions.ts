// What can a person do to a connected company? Connecting itself is a link: it leaves this site.
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { DisconnectCompany, RefreshLists } from "#lib/ledgers/company-file.ts";
import { disconnectCompany } from "#lib/operations/disconnect-company.ts";
import { refreshLists } from "#lib/operations/refresh-lists.ts";

export const disconnect = tenantAction(DisconnectCompany, disconnectCompany);
export const readLists = tenantAction(RefreshLists, refreshLists);
