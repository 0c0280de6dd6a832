// The address at which a person sees a document, or the whole company, in QuickBooks, in this installation.
import { env } from "#lib/env.ts";
import type { CompanyFile } from "#lib/ledgers/company-file.ts";
import { companyPage, ledgerPage } from "#lib/ledgers/qbo/deep-link.ts";
import { qboEndpoints } from "#lib/ledgers/qbo/endpoints.ts";
import type { LedgerLink } from "#lib/sync/link.ts";

/** Null when the company is not connected to what this installation talks to, or the document has no page. */
export function ledgerUrl(
  company: CompanyFile | null,
  link: Pick<LedgerLink, "ledgerType" | "ledgerId">,
): string | null {
  const endpoints = qboEndpoints(env());
  if (!endpoints || !company?.realmId || company.isSimulated !== endpoints.isSimulated) return null;
  return ledgerPage(endpoints.appUrl, company.realmId, link);
}

/** Null when the company is not connected to what this installation talks to. */
export function companyUrl(company: Pick<CompanyFile, "realmId" | "isSimulated"> | null): string | null {
  const endpoints = qboEndpoints(env());
  if (!endpoints || !company?.realmId || company.isSimulated !== endpoints.isSimulated) return null;
  return companyPage(endpoints.appUrl, company.realmId, company.isSimulated);
}
