// POST the file that was looked at once more: what is right in it is linked.
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { linkIds } from "#lib/operations/link-ids.ts";
import { LinkIds } from "#lib/sync/ledger-ids-file.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) => linkIds(scope, parse(LinkIds, queryOf(request)), body));
}
