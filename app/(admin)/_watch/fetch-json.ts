// How does the browser ask one of our JSON routes? A refusal or a lost connection becomes an error with a plain sentence.
import type { RefusalCode } from "#lib/refusal.ts";

type RefusalBody = { readonly refusal?: { readonly code?: RefusalCode; readonly sentence?: string } };

/** Why an answer did not come; `message` is fit to be shown. */
export class NoAnswer extends Error {
  readonly code: RefusalCode | undefined;

  constructor(sentence: string, code?: RefusalCode) {
    super(sentence);
    this.name = "NoAnswer";
    this.code = code;
  }
}

/** GETs JSON from a route of ours. Throws `NoAnswer`. */
export async function fetchJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await reach(address, signal);
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  const refusal = (body as RefusalBody | null)?.refusal;
  throw new NoAnswer(refusal?.sentence ?? `The server answered with status ${response.status}.`, refusal?.code);
}

async function reach(address: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw new NoAnswer("The server could not be reached.");
  }
}

/** A query string of the parameters that have a value. */
export function queryText(parameters: Readonly<Record<string, string | null | undefined>>): string {
  const entries = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(entries).toString();
}
