// QuickBooks sends the person back here: what did they decide? Leads to the companies page, which says how it went.
import { parse, refused } from "#app/_session/action.ts";
import { readScope, readSession } from "#app/_session/scope.ts";
import { ConnectCompany } from "#lib/ledgers/company-file.ts";
import { connectCompany } from "#lib/operations/connect-company.ts";

export async function GET(request: Request): Promise<Response> {
  const scope = await readScope();
  const session = await readSession();
  if (!scope || !session) return redirectTo("/sign-in");
  const query = new URL(request.url).searchParams;
  if (query.get("error")) return redirectTo("/settings/companies?refused=denied");
  try {
    const input = parse(ConnectCompany, {
      sessionId: session.session.id,
      code: query.get("code"),
      state: query.get("state"),
      realmId: query.get("realmId"),
    });
    const { companyFileId } = await connectCompany(scope, input);
    return redirectTo(`/settings/companies?connected=${companyFileId}`);
  } catch (thrown) {
    const { refusal } = refused(thrown);
    return redirectTo(`/settings/companies?refused=${encodeURIComponent(refusal.path ?? refusal.code)}`);
  }
}

/** The code must not stay in the address bar, nor travel on as a referrer. */
function redirectTo(location: string): Response {
  return new Response(null, {
    status: 302,
    headers: { Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  });
}
