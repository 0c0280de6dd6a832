// POST a file of decided rows: what would it do? Nothing is written.
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { lookAtDecisions } from "#lib/operations/decide-file.ts";
import { LookAtDecisions } from "#lib/sync/deciding.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) =>
    lookAtDecisions(scope, parse(LookAtDecisions, queryOf(request)), body),
  );
}
