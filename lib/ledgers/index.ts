// Which ledgers exist? The only table of kinds; no other file switches on the kind.
import type { LedgerKind } from "./ledger.ts";
import { qbo } from "./qbo/ledger.ts";

/** Kinds that are not served yet are null. */
export const ledgers = { qbo, desktop: null, iif: null } as const satisfies Readonly<Record<LedgerKind, unknown>>;
