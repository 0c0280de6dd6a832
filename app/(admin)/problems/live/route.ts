// GET counts of a company's problems as they change, for as long as somebody looks.
import { parse, refused, statuses } from "#app/_session/action.ts";
import { readScope, readSession } from "#app/_session/scope.ts";
import { world } from "#app/_session/world.ts";
import { readLiveCounts } from "#lib/operations/read-live-counts.ts";
import { readPresence } from "#lib/operations/sign-in.ts";
import { Refusal } from "#lib/refusal.ts";
import { WatchProblems } from "#lib/sync/problem-live.ts";

import { liveAnswer } from "./stream.ts";

export async function GET(request: Request): Promise<Response> {
  try {
    const [scope, session] = [await readScope(), await readSession()];
    if (!scope || !session) throw new Refusal("not-signed-in", "Your session has ended. Please sign in again.");
    const input = parse(WatchProblems, Object.fromEntries(new URL(request.url).searchParams));
    // Once before anything is promised: a foreign company is not found, here as everywhere.
    await readLiveCounts(scope, input);
    const answer = liveAnswer({
      company: `${scope.tenantId}/${input.companyFileId}`,
      ask: () => readLiveCounts(scope, input),
      isOpen: async () => {
        const presence = await readPresence(world(), session.session.id);
        return presence?.seats.some(({ tenantId }) => tenantId === scope.tenantId) ?? false;
      },
      signal: request.signal,
    });
    if (!answer) throw new Refusal("unavailable", "Too many people watch already; the page asks by itself instead.");
    return answer;
  } catch (thrown) {
    const { refusal } = refused(thrown);
    return Response.json({ refusal }, { status: statuses[refusal.code], headers: { "Cache-Control": "no-store" } });
  }
}
