// QuickBooks sends the person back here: what did they decide? Leads to the companies page, which says how it went.
import { parse, refused } from "#app/_session/action.ts";
import { readScope, readSession } from "#app/_session/scope.ts";
import { ConnectCompany } from "#lib/ledgers/company-file.ts";
import { connectCompany } from "#lib/operations/connect-company.ts";

import { leadTo, leadToRefusal } from "../lead-to.ts";

export async function GET(request: Request): Promise<Response> {
  const scope = await readScope();
  const session = await readSession();
  if (!scope || !session) return leadTo("/sign-in");
  const query = new URL(request.url).searchParams;
  const error = query.get("error");
  // Anything but the person's own No is a matter of the app's set-up at Intuit.
  if (error) return leadToRefusal(error === "access_denied" ? "denied" : "app");
  try {
    const input = parse(ConnectCompany, {
      sessionId: session.session.id,
      code: query.get("code"),
      state: query.get("state"),
      realmId: query.get("realmId"),
    });
    const { companyFileId, wasConnected } = await connectCompany(scope, input);
    return leadTo(`/settings/companies?connected=${companyFileId}${wasConnected ? "&again=1" : ""}`);
  } catch (thrown) {
    const { refusal } = refused(thrown);
    // A callback without its parts says nothing about a choice of company.
    const isHalf = refusal.code === "invalid" && refusal.path !== "state";
    return leadToRefusal(isHalf ? refusal.code : (refusal.path ?? refusal.code));
  }
}
