// What does the environment say? Read and checked once, on first use; a missing variable is one clear sentence.
import { z } from "zod";

const text = (name: string) => z.string({ error: `${name} is missing.` }).min(1, `${name} is empty.`);
const optional = z
  .string()
  .optional()
  .transform((value) => (value ? value : undefined));
const flag = z
  .string()
  .optional()
  .transform((value) => value === "1");

const KEY_LENGTH_MIN = 32;
/** Several keys in one variable: "newest,older". A sentence counts them, and shows none. */
const keys = (name: string) =>
  z
    .string()
    .optional()
    .transform((value, context): readonly string[] => {
      const listed = (value ?? "").split(",").map((key) => key.trim());
      if (listed.length === 1 && listed[0] === "") return [];
      for (const [index, key] of listed.entries()) {
        if (key.length >= KEY_LENGTH_MIN) continue;
        const message = `${name}: key ${index + 1} of ${listed.length} has fewer than ${KEY_LENGTH_MIN} characters.`;
        context.addIssue({ code: "custom", message });
      }
      return listed;
    });

const Environment = z
  .object({
    DATABASE_APP_URL: text("DATABASE_APP_URL").regex(
      /^postgres(ql)?:\/\//,
      "DATABASE_APP_URL is not an address like postgres://tieout_app:password@host:5432/tieout.",
    ),
    TIEOUT_SECRET: text("TIEOUT_SECRET").min(32, "TIEOUT_SECRET has fewer than 32 characters."),
    TIEOUT_TOKEN_KEYS: keys("TIEOUT_TOKEN_KEYS"),
    QBO_CLIENT_ID: optional,
    QBO_CLIENT_SECRET: optional,
    QBO_ENVIRONMENT: z
      .enum(["sandbox", "production"], { error: 'QBO_ENVIRONMENT must be "sandbox" or "production".' })
      .default("production"),
    QBO_BATCH_ITEMS_COUNT: flag,
    QBO_PKCE: flag,
    TIEOUT_SIMULATOR_URL: optional,
    /** Verifier tokens of webhooks, separated by commas: two while one is replaced. */
    QBO_WEBHOOK_VERIFIER: optional,
    /** What the simulator signs its webhooks with. */
    TIEOUT_SIMULATOR_WEBHOOK_TOKEN: optional,
    NEXTAUTH_URL: optional,
    NEXTAUTH_SECRET: optional,
    OIDC_ISSUER: optional,
    OIDC_CLIENT_ID: optional,
    OIDC_CLIENT_SECRET: optional,
    OIDC_NAME: optional,
    /** The mail server that carries digests: "smtps://user:password@smtp.example.com". */
    SMTP_URL: optional.pipe(
      z
        .string()
        .regex(/^smtps?:\/\/[^\s/]/, "SMTP_URL is not an address like smtps://user:password@smtp.example.com.")
        .optional(),
    ),
    /** Whom mails come from: "Tieout <tieout@example.com>". */
    MAIL_FROM: optional.pipe(
      z
        .string()
        .regex(/^[^\r\n]*@[^\r\n]+$/, "MAIL_FROM is not an address like tieout@example.com.")
        .optional(),
    ),
    /** Webhooks of tenants may go to private addresses and by plain http: for an installation whose tenants are trusted. */
    TIEOUT_WEBHOOKS_PRIVATE: flag,
    TIEOUT_DEMO: flag,
    TIEOUT_EMBEDDED: flag,
    TIEOUT_TRUST_PROXY: flag,
    LOG_LEVEL: z
      .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
        error: "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.",
      })
      .default("info"),
  })
  .superRefine((values, context) => {
    const oidc = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
    const missing = oidc.filter((name) => !values[name]);
    if (missing.length > 0 && missing.length < oidc.length) {
      context.addIssue({
        code: "custom",
        message: `${missing.join(" and ")} missing: set all three OIDC variables, or none.`,
      });
    }
    if (values.SMTP_URL && !values.MAIL_FROM) {
      context.addIssue({ code: "custom", message: "MAIL_FROM is missing: set whom mails come from, or no SMTP_URL." });
    }
  });

export type Env = z.output<typeof Environment>;

let known: Env | undefined;

/** The checked environment. Throws one sentence that names what is missing or wrong; never shows a value. */
export function env(): Env {
  known ??= parseEnv(process.env);
  return known;
}

/** What the web door needs beyond `env()`: the address people open, and the secret of its cookies. */
export function webEnv(): Env & { readonly NEXTAUTH_URL: string; readonly NEXTAUTH_SECRET: string } {
  const values = env();
  const { NEXTAUTH_URL, NEXTAUTH_SECRET } = values;
  if (!NEXTAUTH_URL) throw new Error("NEXTAUTH_URL is missing: set it to the address people open.");
  if (!NEXTAUTH_SECRET) throw new Error("NEXTAUTH_SECRET is missing.");
  return { ...values, NEXTAUTH_URL, NEXTAUTH_SECRET };
}

/** A page's whole address when this installation knows its own; else the path alone. */
export function pageUrl(path: string): string {
  const base = env().NEXTAUTH_URL;
  return base ? new URL(path, base).href : path;
}

/** Parses an environment; exported for its test. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(filled);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => issue.message).join(" "));
}
