// Intuit's Disconnect URL: a person ended the connection inside QuickBooks, and their browser comes here. Nothing is taken
// from the address on trust: QuickBooks itself is asked.
import { parse } from "#app/_session/action.ts";
import { readScope } from "#app/_session/scope.ts";
import { may } from "#lib/access/scope.ts";
import { CheckConnections } from "#lib/ledgers/company-file.ts";
import { checkConnections } from "#lib/operations/check-connections.ts";
import { Refusal } from "#lib/refusal.ts";

import { leadTo } from "../lead-to.ts";

export async function GET(request: Request): Promise<Response> {
  const scope = await readScope();
  if (!scope) return leadTo("/disconnected");
  if (may(scope.actor, "companies:connect")) {
    const realmId = new URL(request.url).searchParams.get("realmId") ?? undefined;
    try {
      await checkConnections(scope, parse(CheckConnections, { realmId }));
    } catch (thrown) {
      // Asked too often, or an odd address: the page says how things are all the same.
      if (!(thrown instanceof Refusal)) throw thrown;
    }
  }
  return leadTo("/settings/companies?from=quickbooks");
}
