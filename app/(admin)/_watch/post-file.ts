// How does the browser send a file to a route of ours?
import { NoAnswer } from "./fetch-json.ts";

/** Sends bytes; the browser reads a File from the disk while it sends. Throws NoAnswer. */
export async function postFile<T>(address: string, body: Blob, signal?: AbortSignal): Promise<T> {
  const headers = { "Content-Type": "application/octet-stream" };
  const sent = fetch(address, { method: "POST", headers, body, ...(signal ? { signal } : {}) });
  const response = await sent.catch(() => {
    throw new NoAnswer("The server could not be reached, or the file changed on the disk.");
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as T;
  const refusal = (answer as { refusal?: { sentence?: string } } | null)?.refusal;
  throw new NoAnswer(refusal?.sentence ?? `The server answered with status ${response.status}.`);
}
