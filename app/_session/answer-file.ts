// How does a route answer a file that was sent to it?
import type { Scope } from "#lib/access/scope.ts";
import { Refusal } from "#lib/refusal.ts";

import { refused, statuses } from "./action.ts";
import { isFromOurPage } from "./origin.ts";
import { readScope } from "./scope.ts";

const headers = { "Cache-Control": "no-store" };

/** Runs work on a request's body for the signed-in person; what goes wrong comes back as { refusal }. */
export async function answerFile(
  request: Request,
  work: (scope: Scope, body: AsyncIterable<Uint8Array>) => Promise<unknown>,
): Promise<Response> {
  try {
    if (!isFromOurPage(request.headers)) throw new Refusal("not-allowed", "Only pages of Tieout may send files here.");
    const scope = await readScope();
    if (!scope) throw new Refusal("not-signed-in", "Your session has ended. Please sign in again.");
    if (!request.body) throw new Refusal("invalid", "The file is empty.");
    const bytesExpected = Number(request.headers.get("content-length") ?? "0");
    const body = wholeBody(request.body as ReadableStream<Uint8Array>, bytesExpected);
    return Response.json(await work(scope, body), { headers });
  } catch (thrown) {
    const { refusal } = refused(thrown);
    return Response.json({ refusal }, { status: statuses[refusal.code], headers });
  }
}

/** What the address says beside the file. */
export function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
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
