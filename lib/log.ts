// What happened, for whoever runs this? JSON lines on standard output, without secrets.
import { pino } from "pino";

const HIDDEN = "[hidden]";
const DEPTH_MAX = 6;
const SECRET_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|.*token|.*secret|.*password(hash)?|.*api[-_]?key(hash)?|.*credentials|x-api-key|code[-_]?verifier)$/i;

/** Secrets that stand inside a longer text: bearer tokens, our API keys, JWTs, passwords in addresses and in queries. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/\btk_[\w-]{22}_[\w-]{20,}/g, `tk_${HIDDEN}`],
  [/\bwhsec_[\w+/=-]{20,}/g, `whsec_${HIDDEN}`],
  [/\beyJ[\w-]{8,}\.[\w.-]+/g, HIDDEN],
  [/(\w+:\/\/[^\s:/@]+):[^\s@/]+@/g, `$1:${HIDDEN}@`],
  // What a failed statement carried: hashes, sealed tokens, people's orders.
  [/(Failed query: [\s\S]*?\nparams: )[\s\S]*?(?=\n {4}at |$)/g, `$1${HIDDEN}`],
  [/\b((?:access_token|refresh_token|client_secret|password)=)[^&\s"]+/gi, `$1${HIDDEN}`],
  // What an authorize page gives out, but not the code of a problem, which is words: "item-missing".
  [/\b(code=)(?![a-z]+(?:-[a-z]+)*(?:[&\s"]|$))[^&\s"]+/gi, `$1${HIDDEN}`],
];

/** One text without secrets. */
export function hideInText(text: string): string {
  return SECRET_TEXTS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

/** A copy without secrets, by the names of its fields and by what stands in its texts. */
export function hideSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return hideInText(value);
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  if (depth >= DEPTH_MAX) return "[deep]";
  if (value instanceof Error) return errorFields(value, depth);
  if (Array.isArray(value)) return value.map((entry) => hideSecrets(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      SECRET_NAME.test(name) && entry !== null && entry !== undefined ? HIDDEN : hideSecrets(entry, depth + 1),
    ]),
  );
}

function errorFields(error: Error, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: hideInText(error.message),
    ...(typeof code === "string" ? { code } : {}),
    ...(error.stack ? { stack: hideInText(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: hideSecrets(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: hideSecrets(error.errors, depth + 1) } : {}),
  };
}

/**
 * The log. `log.info({ pushId }, "posted")`; errors go under `err`. The level comes from LOG_LEVEL directly, so that a
 * process whose environment is broken can still say so.
 */
export const log = pino({
  level: levelFrom(process.env.LOG_LEVEL),
  base: { process: process.env.TIEOUT_PROCESS ?? "tieout" },
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: (value: unknown) => value },
  formatters: {
    level: (label) => ({ level: label }),
    log: (fields) => hideSecrets(fields) as Record<string, unknown>,
  },
  hooks: {
    logMethod(args, method) {
      const clean = args.map((arg) => (typeof arg === "string" ? hideInText(arg) : arg));
      // Without a text the logger would take the error's own, as it stands.
      const error = errorOf(clean[0]);
      if (clean.length === 1 && error) clean.splice(0, 1, fieldsOf(clean[0]), hideInText(error.message));
      method.apply(this, clean as typeof args);
    },
  },
});

function levelFrom(value: string | undefined): string {
  return value && value in pino.levels.values ? value : value === "silent" ? "silent" : "info";
}

function errorOf(first: unknown): Error | undefined {
  if (first instanceof Error) return first;
  const err = (first as { err?: unknown } | null)?.err;
  return err instanceof Error ? err : undefined;
}

function fieldsOf(first: unknown): unknown {
  return first instanceof Error ? { err: first } : first;
}
