// POST the beginning of a CSV file: which columns has it, and what do they seem to mean?
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { previewImport } from "#lib/operations/preview-import.ts";
import { PreviewImport } from "#lib/orders/imports/import.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) => previewImport(scope, parse(PreviewImport, queryOf(request)), body));
}
