// How do the import's routes answer a file that was sent to them?
import { refused, statuses } from "#app/_session/action.ts";
import { isFromOurPage } from "#app/_session/origin.ts";
import { readScope } from "#app/_session/scope.ts";
import type { Scope } from "#lib/access/scope.ts";
import { Refusal } from "#lib/refusal.ts";

const headers = { "Cache-Control": "no-store" };

/** Runs work on a request's body for the signed-in person; what goes wrong comes back as { refusal }. */
export async function answerFile(
  request: Request,
  work: (scope: Scope, body: ReadableStream<Uint8Array>) => Promise<unknown>,
): Promise<Response> {
  try {
    if (!isFromOurPage(request.headers)) throw new Refusal("not-allowed", "Only pages of Tieout may send files here.");
    const scope = await readScope();
    if (!scope) throw new Refusal("not-signed-in", "Your session has ended. Please sign in again.");
    if (!request.body) throw new Refusal("invalid", "The file is empty.");
    return Response.json(await work(scope, request.body as ReadableStream<Uint8Array>), { headers });
  } catch (thrown) {
    const { refusal } = refused(thrown);
    return Response.json({ refusal }, { status: statuses[refusal.code], headers });
  }
}
