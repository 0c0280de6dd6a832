// Which entries does QuickBooks have that could be meant? For the selects in a cause's card.
import { tenantRoute } from "#app/_session/action.ts";
import { ListChoices } from "#lib/ledgers/entry-shapes.ts";
import { listChoices } from "#lib/operations/list-choices.ts";

export const GET = tenantRoute(ListChoices, listChoices);
