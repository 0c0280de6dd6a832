// What is a company file to people: its name, its connection, how fresh its lists are? Shapes of the operations on it.
import { z } from "zod";

import type { LedgerKind } from "./ledger.ts";

export const connectionStates = ["connected", "lost", "disconnected"] as const;
export type ConnectionState = (typeof connectionStates)[number];

export type CompanyFile = {
  readonly companyFileId: string;
  readonly ledger: LedgerKind;
  readonly name: string;
  readonly realmId: string | null;
  readonly isSimulated: boolean;
  /** "lost": QuickBooks refused our tokens; a person must connect again. */
  readonly connection: ConnectionState;
  readonly listsReadAt: Date | null;
  readonly accessExpiresAt: Date | null;
  /** Rolling: each renewal moves it. */
  readonly refreshExpiresAt: Date | null;
  /** Absolute: no renewal moves it. Null when Intuit did not say. */
  readonly refreshHardExpiresAt: Date | null;
  readonly connectionLostAt: Date | null;
};

/** A company file as a page shows it; moments as ISO text. */
export type CompanyFileView = {
  readonly companyFileId: string;
  readonly name: string;
  readonly realmId: string | null;
  readonly isSimulated: boolean;
  readonly connection: ConnectionState;
  readonly listsReadAt: string | null;
  /** Entries per list, in the order of `listKinds`. */
  readonly lists: readonly { readonly list: string; readonly entries: number }[];
  /** When QuickBooks last answered us; null when it never did. */
  readonly lastAnswerAt: string | null;
  /** When a person last allowed the connection. */
  readonly connectedSince: string | null;
  readonly lostAt: string | null;
  /** Rolling: when it ends if nothing renews it. */
  readonly refreshExpiresAt: string | null;
  /** Absolute: when it ends whatever happens; null when Intuit did not say. */
  readonly refreshHardExpiresAt: string | null;
  /** The tokens are there and no key of this installation opens them. */
  readonly isLocked: boolean;
  /** Documents that are not in the books yet and need nobody's decision. */
  readonly waiting: number;
  /** What Intuit meters, in this month by UTC. */
  readonly readsThisMonth: number;
  /** Where a person opens the company in QuickBooks; null when nothing answers there. */
  readonly url: string | null;
};

const companyFileId = z.uuid();

export const ListCompanyFiles = z.object({});
export type ListCompanyFiles = z.output<typeof ListCompanyFiles>;

export const StartConnecting = z.object({
  sessionId: z.string().min(1),
  companyFileId: companyFileId.optional().describe("The company file to connect again; without it, a new one."),
});
export type StartConnecting = z.output<typeof StartConnecting>;

export const ConnectCompany = z.object({
  sessionId: z.string().min(1),
  code: z.string().min(1).max(4000),
  state: z.string().min(1).max(4000),
  realmId: z.string().regex(/^\d{1,20}$/, "QuickBooks sent no company id."),
});
export type ConnectCompany = z.output<typeof ConnectCompany>;

export const FindReconnect = z.object({
  realmId: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});
export type FindReconnect = z.output<typeof FindReconnect>;

/** With the id of one company, that one alone. */
export const CheckConnections = FindReconnect;
export type CheckConnections = z.output<typeof CheckConnections>;

export const DisconnectCompany = z.object({ companyFileId });
export type DisconnectCompany = z.output<typeof DisconnectCompany>;

export const RefreshLists = z.object({ companyFileId });
export type RefreshLists = z.output<typeof RefreshLists>;

export const RefreshCredentials = z.object({
  companyFileId,
  /** When the access token that QuickBooks refused would have expired: tells a used-up token from a newer one. */
  refused: z.date().optional(),
});
export type RefreshCredentials = z.output<typeof RefreshCredentials>;

/** Renewed this long before the end, so that no call starts with a token that ends under way. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Is it time to renew the access token? */
export function isExpiring(accessExpiresAt: Date | null, now: Date): boolean {
  return accessExpiresAt === null || accessExpiresAt.getTime() - now.getTime() < RENEW_BEFORE_MS;
}

export type Expiry = {
  readonly accessExpiresAt: Date;
  /** Rolling: each renewal moves it. */
  readonly refreshExpiresAt: Date;
  /** Absolute. Undefined leaves what is known; null says that Intuit told none. */
  readonly refreshHardExpiresAt?: Date | null | undefined;
};

/** The absolute end is a moment, told as seconds from now: differences below this are the trip's, not Intuit's. */
const SAME_END_MS = 10 * 60_000;

/** Moments out of the seconds that Intuit says. `knownHardEnd` is kept when nothing, or the same, is told now. */
export function expiryOf(
  told: { readonly accessSeconds: number; readonly refreshSeconds: number; readonly hardSeconds: number | null },
  now: Date,
  knownHardEnd: Date | null,
): Expiry {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const hardEnd = told.hardSeconds === null ? knownHardEnd : after(told.hardSeconds);
  const isSame = hardEnd && knownHardEnd && Math.abs(hardEnd.getTime() - knownHardEnd.getTime()) < SAME_END_MS;
  return {
    accessExpiresAt: after(told.accessSeconds),
    refreshExpiresAt: after(told.refreshSeconds),
    refreshHardExpiresAt: isSame ? knownHardEnd : hardEnd,
  };
}
