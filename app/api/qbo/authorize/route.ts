// Where does "Connect to QuickBooks" lead? To QuickBooks' own page, with a signed state that only this session can use.
import { parse, refused } from "#app/_session/action.ts";
import { readScope, readSession } from "#app/_session/scope.ts";
import { StartConnecting } from "#lib/ledgers/company-file.ts";
import { startConnecting } from "#lib/operations/start-connecting.ts";

import { leadTo, leadToRefusal } from "../lead-to.ts";

export async function GET(request: Request): Promise<Response> {
  const scope = await readScope();
  const session = await readSession();
  if (!scope || !session) return leadTo("/sign-in");
  try {
    const companyFileId = new URL(request.url).searchParams.get("companyFileId") ?? undefined;
    const input = parse(StartConnecting, { sessionId: session.session.id, companyFileId });
    const { url } = await startConnecting(scope, input);
    return leadTo(url);
  } catch (thrown) {
    return leadToRefusal(refused(thrown).refusal.code);
  }
}
