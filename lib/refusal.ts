// "No" to a person: this one may not, or it makes no sense now. Thrown in operations, turned into a value at the door.

export const refusalCodes = [
  "not-signed-in",
  "not-allowed",
  "not-found",
  "invalid",
  "moved-on",
  "too-many",
  "conflict",
  "unavailable",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Where in the input, for zod errors and forms: "customer.name". */
  readonly path: string | undefined;

  constructor(code: RefusalCode, sentence: string, path?: string) {
    super(sentence);
    this.name = "Refusal";
    this.code = code;
    this.path = path;
  }
}

/** What a refused action answers with; what the browser shows beside the form. */
export type Refused = {
  readonly ok: false;
  readonly refusal: { readonly code: RefusalCode; readonly sentence: string; readonly path?: string };
};
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refused;

/** The one answer for a thing that is not there and for a thing that belongs to another tenant. */
export function notFound(what: string): Refusal {
  return new Refusal("not-found", `${what} was not found.`);
}
