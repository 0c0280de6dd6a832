// POST a file into a started import. It streams: rows are stored while the rest is still on its way.
import { parse } from "#app/_session/action.ts";
import { importOrders } from "#lib/operations/import-orders.ts";
import { ImportOrders } from "#lib/orders/imports/import.ts";

import { answerFile } from "../answer.ts";

export async function POST(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const bytesExpected = Number(request.headers.get("content-length") ?? "0");
  return await answerFile(request, (scope, body) =>
    importOrders(scope, parse(ImportOrders, query), wholeBody(body, bytesExpected)),
  );
}

/** A body that ends early without an error would look like a shorter file: it is an error here. */
async function* wholeBody(body: ReadableStream<Uint8Array>, bytesExpected: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    yield part;
  }
  if (bytes < bytesExpected) throw new Error(`The body ended after ${bytes} of ${bytesExpected} bytes`);
}
