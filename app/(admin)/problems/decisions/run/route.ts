// POST the file that was looked at once more: its decisions are done.
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { runDecisions } from "#lib/operations/decide-file.ts";
import { RunDecisions } from "#lib/sync/deciding.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) => runDecisions(scope, parse(RunDecisions, queryOf(request)), body));
}
