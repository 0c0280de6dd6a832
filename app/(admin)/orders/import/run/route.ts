// POST a file into a started import. It streams: rows are stored while the rest is still on its way.
import { parse } from "#app/_session/action.ts";
import { answerFile, queryOf } from "#app/_session/answer-file.ts";
import { importOrders } from "#lib/operations/import-orders.ts";
import { ImportOrders } from "#lib/orders/imports/import.ts";

export async function POST(request: Request): Promise<Response> {
  return await answerFile(request, (scope, body) => importOrders(scope, parse(ImportOrders, queryOf(request)), body));
}
