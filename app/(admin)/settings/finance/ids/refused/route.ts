// POST a file of QuickBooks IDs: which of its lines are wrong, and why, as a file?
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { showRefusedIds } from "#lib/operations/link-ids.ts";
import { LookAtIds } from "#lib/sync/ledger-ids-file.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) => showRefusedIds(scope, parse(LookAtIds, queryOf(request)), body));
}
