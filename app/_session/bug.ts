// What is a person told of a bug? A sentence with a number; the whole story is in the log under that number.
import { log } from "#lib/log.ts";

/** Logs what was thrown and returns the sentence for people, which gives nothing of it away. */
export function bugSentence(thrown: unknown, what: string): string {
  const reference = crypto.randomUUID().slice(0, 8).toUpperCase();
  log.error({ err: thrown, reference }, what);
  return `Something went wrong on our side. Reference ${reference}.`;
}
