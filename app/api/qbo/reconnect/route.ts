// Intuit's Reconnect URL: QuickBooks asks a person to allow the connection again. Leads to the authorize page of their company.
import { parse, refused } from "#app/_session/action.ts";
import { readScope } from "#app/_session/scope.ts";
import { FindReconnect } from "#lib/ledgers/company-file.ts";
import { findReconnect } from "#lib/operations/find-reconnect.ts";

import { leadTo, leadToRefusal } from "../lead-to.ts";

export async function GET(request: Request): Promise<Response> {
  const scope = await readScope();
  if (!scope) return leadTo("/sign-in");
  try {
    const realmId = new URL(request.url).searchParams.get("realmId") ?? undefined;
    const companyFileId = await findReconnect(scope, parse(FindReconnect, { realmId }));
    return leadTo(companyFileId ? `/api/qbo/authorize?companyFileId=${companyFileId}` : "/settings/companies");
  } catch (thrown) {
    return leadToRefusal(refused(thrown).refusal.code);
  }
}
