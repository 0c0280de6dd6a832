// POST the beginning of a CSV file: which columns has it, and what do they seem to mean?
import { parse } from "#app/_session/action.ts";
import { previewImport } from "#lib/operations/preview-import.ts";
import { PreviewImport } from "#lib/orders/imports/import.ts";

import { answerFile } from "../answer.ts";

export async function POST(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return await answerFile(request, (scope, body) => previewImport(scope, parse(PreviewImport, query), body));
}
