// How does a request become an operation, and a refusal a value? The one door of server actions and JSON routes.
import type { z } from "zod";

import type { Scope } from "#lib/access/scope.ts";
import { Refusal, type Outcome, type Refused, type RefusalCode } from "#lib/refusal.ts";

import { bugSentence } from "./bug.ts";
import { readScope } from "./scope.ts";

type Operation<Shape extends z.ZodType, T> = (scope: Scope, input: z.output<Shape>) => Promise<T>;

/** A server action: `export const resolve = tenantAction(ResolveProblems, resolveProblems);` */
export function tenantAction<Shape extends z.ZodType, T>(
  shape: Shape,
  operation: Operation<Shape, T>,
): (input: unknown) => Promise<Outcome<T>> {
  return async (input) => await answer(shape, operation, () => Promise.resolve(input));
}

/** The route handler's own answer; without it the value goes out as JSON. */
type Respond<T> = (value: T, request: Request) => Response | Promise<Response>;
type RouteContext = { readonly params?: Promise<Record<string, string | string[] | undefined>> };

/**
 * A GET route handler: `export const GET = tenantRoute(ListProblems, listProblems);` The query's parameters and the
 * address's segments are the input; a parameter given twice is an array.
 */
export function tenantRoute<Shape extends z.ZodType, T>(
  shape: Shape,
  operation: Operation<Shape, T>,
  respond: Respond<T> = (value) => json(value, 200),
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const outcome = await answer(shape, operation, async () => ({
      ...queryOf(request),
      ...(await context.params),
    }));
    if (!outcome.ok) return json({ refusal: outcome.refusal }, statuses[outcome.refusal.code]);
    const response = await respond(outcome.value, request);
    if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "no-store");
    return response;
  };
}

/** What a refusal is called in HTTP. */
export const statuses: Readonly<Record<RefusalCode, number>> = {
  "not-signed-in": 401,
  "not-allowed": 403,
  "not-found": 404,
  invalid: 400,
  "moved-on": 409,
  conflict: 409,
  "too-many": 429,
  unavailable: 500,
};

/** Turns whatever was thrown into a value. What is not a refusal is logged in full; the browser gets its number. */
export function refused(thrown: unknown): Refused {
  if (thrown instanceof Refusal) {
    const { code, message, path } = thrown;
    return { ok: false, refusal: { code, sentence: message, ...(path === undefined ? {} : { path }) } };
  }
  return { ok: false, refusal: { code: "unavailable", sentence: bugSentence(thrown, "an operation failed") } };
}

/** Parses input by its shape; throws a Refusal that names where it is wrong. */
export function parse<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join(".");
  throw new Refusal("invalid", issue?.message ?? "The input does not fit.", path || undefined);
}

async function answer<Shape extends z.ZodType, T>(
  shape: Shape,
  operation: Operation<Shape, T>,
  readInput: () => Promise<unknown>,
): Promise<Outcome<T>> {
  try {
    const scope = await readScope();
    if (!scope) throw new Refusal("not-signed-in", "Your session has ended. Please sign in again.");
    return { ok: true, value: await operation(scope, parse(shape, await readInput())) };
  } catch (thrown) {
    return refused(thrown);
  }
}

function queryOf(request: Request): Record<string, string | string[]> {
  const query = new URL(request.url).searchParams;
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

function json(value: unknown, status: number): Response {
  // A bigint (money) travels as text: a JSON number would round it.
  const text = JSON.stringify(value, (_name, entry: unknown) => (typeof entry === "bigint" ? entry.toString() : entry));
  return new Response(text, {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
  });
}
