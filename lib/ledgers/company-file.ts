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
  readonly refreshExpiresAt: Date | null;
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
  readonly refreshExpiresAt: string | null;
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
