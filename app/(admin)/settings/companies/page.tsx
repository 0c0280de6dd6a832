// Which QuickBooks companies is this tenant connected to, and are the connections well?
import { Building2 } from "lucide-react";

import { requireScope } from "#app/_session/scope.ts";
import { Banner } from "#components/ui/banner.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { may } from "#lib/access/scope.ts";
import { listCompanyFiles } from "#lib/operations/list-company-files.ts";

import { CompanySection } from "./company-section.tsx";
import { refusedSentence } from "./words.ts";

export const metadata = { title: "Companies" };

const AUTHORIZE = "/api/qbo/authorize";

type CompaniesPageProps = {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function CompaniesPage({ searchParams }: CompaniesPageProps) {
  const scope = await requireScope();
  const { refused, connected, again, from } = await searchParams;
  const companies = await listCompanyFiles(scope, {});
  const readsOfAll = companies.reduce((sum, { readsThisMonth }) => sum + readsThisMonth, 0);
  const mayConnect = may(scope.actor, "companies:connect");
  const mayRead = may(scope.actor, "settings:write");
  const fresh = companies.find((company) => company.companyFileId === connected);
  const connect = mayConnect ? <ConnectLink /> : undefined;
  return (
    <>
      <PageHeader
        title="QuickBooks companies"
        lead="Orders go into these companies. Disconnecting keeps links, mappings and history; what waits goes on waiting."
        actions={companies.length > 0 ? connect : undefined}
      />
      {typeof refused === "string" ? <Banner tone="bad" title={refusedSentence(refused)} /> : null}
      {fresh ? (
        <Banner tone="good" title={`${fresh.name} is connected.`}>
          {again === undefined
            ? "Its lists are being read, and what waited goes on."
            : "It had been before: its connection was renewed, and no second company was made."}
        </Banner>
      ) : null}
      {from === "quickbooks" ? (
        <Banner title="QuickBooks sent you here after disconnecting.">
          The connections were looked at just now. What waits is not lost, and goes on once a company is connected
          again.
        </Banner>
      ) : null}
      {companies.length === 0 ? (
        <EmptyState icon={<Building2 />} title="No QuickBooks company is connected" actions={connect}>
          {mayConnect
            ? "Connect one on QuickBooks' own page; Tieout never sees your password."
            : "An owner or an accountant can connect one."}
        </EmptyState>
      ) : null}
      {companies.map((company) => (
        <CompanySection
          key={company.companyFileId}
          company={company}
          readsOfAll={readsOfAll}
          mayConnect={mayConnect}
          mayRead={mayRead}
          now={scope.now().toISOString()}
        />
      ))}
    </>
  );
}

/** An anchor, not a client-side link: the browser itself leaves for QuickBooks. */
function ConnectLink() {
  return (
    <a href={AUTHORIZE} className={buttonClass("primary")}>
      Connect to QuickBooks
    </a>
  );
}
