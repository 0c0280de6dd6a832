// How often may someone knock? Counters in Postgres, so that every web process counts together.
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";

import type { Database } from "#db/client.ts";
import { Refusal } from "#lib/refusal.ts";

type Limit = { readonly times: number; readonly windowSeconds: number };

/** What is limited, and how much of it one key gets. */
export const limits = {
  /** Wrong sign-ins from one address; an office behind one address still gets in. */
  "sign-in-address": { times: 40, windowSeconds: 15 * 60 },
  /** Wrong sign-ins to one account, from wherever they come. */
  "sign-in-account": { times: 10, windowSeconds: 15 * 60 },
  /** Tries of the one-time token that makes the owner. */
  "owner-token": { times: 10, windowSeconds: 15 * 60 },
  /** Ways to QuickBooks' authorize page that one person begins. */
  "connect-start": { times: 30, windowSeconds: 15 * 60 },
  /** Ways back from it; each may cost a call to Intuit. */
  "connect-finish": { times: 30, windowSeconds: 15 * 60 },
  /** Looks whether connections still live, asked for by a browser that QuickBooks sends. */
  "connect-check": { times: 10, windowSeconds: 15 * 60 },
  /** Readings of one company's lists that people ask for: each costs reads that Intuit meters. */
  lists: { times: 10, windowSeconds: 5 * 60 },
  /** Looks at the documents of chosen orders before an export: each costs reads that Intuit meters. */
  "export-check": { times: 60, windowSeconds: 5 * 60 },
  /** Pulls of one order's balance: each costs a read that Intuit meters. */
  balances: { times: 60, windowSeconds: 5 * 60 },
  /** Questions of people about invoices and payments of one company: each costs a few reads that Intuit meters. */
  invoices: { times: 60, windowSeconds: 5 * 60 },
  /** Tests of one tenant's webhook endpoints: each is a call to an address that the tenant chose. */
  "webhook-test": { times: 20, windowSeconds: 5 * 60 },
  /** Requests of one source with its API key. */
  "api-source": { times: 600, windowSeconds: 60 },
  /** Wrong API keys from one address. */
  "api-address": { times: 60, windowSeconds: 60 },
  /** Webhooks with a wrong signature from one address; right ones are QuickBooks' own and never counted. */
  "webhook-address": { times: 120, windowSeconds: 60 },
} as const satisfies Record<string, Limit>;

export type LimitKind = keyof typeof limits;
export type Allowance = { readonly allowed: boolean; readonly retryAfterSeconds: number };

/**
 * Takes one from the key's allowance. Counting first and giving back after a success keeps many guesses at once from all
 * passing the check before the first is counted. `retryAfterSeconds` is 0 when allowed.
 */
export async function consume(db: Database, kind: LimitKind, key: string): Promise<Allowance> {
  try {
    await limiterOf(db, kind).consume(storedKey(key));
    return { allowed: true, retryAfterSeconds: 0 };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
  }
}

/** Takes one from the key's allowance, or refuses with `sentence` and when to try again. */
export async function consumeOrRefuse(db: Database, kind: LimitKind, key: string, sentence: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await consume(db, kind, key);
  if (!allowed) throw new Refusal("too-many", `${sentence} ${retrySentence(retryAfterSeconds)}`);
}

/** Gives back what `consume` took, because it was no guess. */
export async function giveBack(db: Database, kind: LimitKind, key: string): Promise<void> {
  await limiterOf(db, kind).reward(storedKey(key));
}

/** When to try again, in words: "in 40 seconds", "in 12 minutes". */
export function retrySentence(retryAfterSeconds: number): string {
  if (retryAfterSeconds < 90) return `Try again in ${retryAfterSeconds} seconds.`;
  return `Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`;
}

const limitersByDatabase = new WeakMap<Database, Map<LimitKind, RateLimiterPostgres>>();

function limiterOf(db: Database, kind: LimitKind): RateLimiterPostgres {
  const limiters = limitersByDatabase.get(db) ?? new Map<LimitKind, RateLimiterPostgres>();
  limitersByDatabase.set(db, limiters);
  const known = limiters.get(kind);
  if (known) return known;
  const made = new RateLimiterPostgres({
    storeClient: db.$client,
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    keyPrefix: kind,
    points: limits[kind].times,
    duration: limits[kind].windowSeconds,
    clearExpiredByTimeout: true,
  });
  limiters.set(kind, made);
  return made;
}

/** Keys come from outside: cut to a length no index minds, in one case. */
function storedKey(key: string): string {
  return key.trim().toLowerCase().slice(0, 200);
}
