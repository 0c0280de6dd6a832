// How does the programming interface answer? JSON always; an error is a code and a sentence, like everywhere else.
import { statuses } from "#app/_session/action.ts";
import { bugSentence } from "#app/_session/bug.ts";
import { readSourceScope, type SourceScope } from "#app/_session/source-scope.ts";
import { Refusal } from "#lib/refusal.ts";

/** JSON that no cache keeps. */
export function answerJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

/** { error: { code, message } } with its status. */
export function answerError(status: number, code: string, message: string, headers?: Record<string, string>): Response {
  return answerJson({ error: { code, message } }, status, headers);
}

/** Lets a source in by its key and turns what goes wrong into an answer; a bug is logged and shown by its reference. */
export async function asSource(request: Request, work: (source: SourceScope) => Promise<Response>): Promise<Response> {
  try {
    const entered = await readSourceScope(request);
    if ("scope" in entered) return await work(entered);
    if (entered.status === 401) {
      return answerError(401, "not-signed-in", entered.sentence, { "WWW-Authenticate": "Bearer" });
    }
    return answerError(429, "too-many", entered.sentence, { "Retry-After": String(entered.retryAfterSeconds ?? 1) });
  } catch (thrown) {
    if (thrown instanceof Refusal) return answerError(statuses[thrown.code], thrown.code, thrown.message);
    return answerError(500, "unavailable", bugSentence(thrown, "an API request failed"));
  }
}

/** The body's text; null when it is longer than `bytesMax`, without reading on. */
export async function readTextUpTo(request: Request, bytesMax: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? "0") > bytesMax) return null;
  if (!request.body) return "";
  const decoder = new TextDecoder();
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
