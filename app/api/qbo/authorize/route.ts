// Where does "Connect to QuickBooks" lead? To QuickBooks' own page, with a signed state that only this session can use.
import { parse, refused, statuses } from "#app/_session/action.ts";
import { readScope, readSession } from "#app/_session/scope.ts";
import { StartConnecting } from "#lib/ledgers/company-file.ts";
import { startConnecting } from "#lib/operations/start-connecting.ts";

export async function GET(request: Request): Promise<Response> {
  const scope = await readScope();
  const session = await readSession();
  if (!scope || !session) return redirectTo("/sign-in");
  try {
    const companyFileId = new URL(request.url).searchParams.get("companyFileId") ?? undefined;
    const input = parse(StartConnecting, { sessionId: session.session.id, companyFileId });
    const { url } = await startConnecting(scope, input);
    return redirectTo(url);
  } catch (thrown) {
    const { refusal } = refused(thrown);
    return new Response(refusal.sentence, { status: statuses[refusal.code], headers: { "Cache-Control": "no-store" } });
  }
}

function redirectTo(location: string): Response {
  return new Response(null, { status: 302, headers: { Location: location, "Cache-Control": "no-store" } });
}
