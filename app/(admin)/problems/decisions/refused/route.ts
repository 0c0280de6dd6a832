// POST a file of decided rows: which of its lines are not done, and why, as a file?
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { showRefusedDecisions } from "#lib/operations/decide-file.ts";
import { LookAtDecisions } from "#lib/sync/deciding.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) =>
    showRefusedDecisions(scope, parse(LookAtDecisions, queryOf(request)), body),
  );
}
