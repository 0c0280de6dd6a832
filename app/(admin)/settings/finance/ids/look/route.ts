// POST a file of QuickBooks IDs: what would it link, and what of it is wrong? Nothing is written.
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { lookAtIds } from "#lib/operations/link-ids.ts";
import { LookAtIds } from "#lib/sync/ledger-ids-file.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) => lookAtIds(scope, parse(LookAtIds, queryOf(request)), body));
}
