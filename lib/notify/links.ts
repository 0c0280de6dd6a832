// Where does a mail, a webhook or a file lead? The paths of pages, as their addresses are read there.
import type { ProblemCode } from "#lib/problem.ts";
import type { ProblemLane, ProblemTab } from "#lib/sync/triage.ts";

// Each names its company file, also where a tenant has one only: what was sent is read when there may be more.
type OfCompany = { readonly companyFileId: string };

type CauseAt = OfCompany & { readonly tab: ProblemTab | null; readonly code: ProblemCode; readonly about: string };

/** A cause on Problem Sync. */
export function causePath({ companyFileId, tab, code, about }: CauseAt): string {
  return problems({ company: companyFileId, ...(tab === null ? {} : { tab }), code, about });
}

type ProblemAt = OfCompany & { readonly lane?: ProblemLane; readonly tab: ProblemTab; readonly rowId: string };

/** A problem in its side panel. */
export function problemPath({ companyFileId, lane, tab, rowId }: ProblemAt): string {
  return problems({ company: companyFileId, ...(lane ? { lane } : {}), tab, open: rowId });
}

/** What needs a person in one company. */
export function problemsPath({ companyFileId }: OfCompany): string {
  return problems({ company: companyFileId });
}

/** What was changed in QuickBooks, of one company. */
export function driftPath({ companyFileId }: OfCompany): string {
  return `/problems/drift?${new URLSearchParams({ company: companyFileId }).toString()}`;
}

/** How one company's orders become documents. */
export function bookingPath({ companyFileId }: OfCompany): string {
  return `/settings/finance/booking?${new URLSearchParams({ company: companyFileId }).toString()}`;
}

function problems(place: Readonly<Record<string, string>>): string {
  return `/problems?${new URLSearchParams(place).toString()}`;
}
