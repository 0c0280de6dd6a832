// What is written on documents in QuickBooks, and what does it come to on real orders?
import { Building2 } from "lucide-react";

import { requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { may } from "#lib/access/scope.ts";
import { ShowDescriptions } from "#lib/documents/descriptions/saving.ts";
import { showDescriptions } from "#lib/operations/show-descriptions.ts";

import { CompanyTabs } from "../company-tabs.tsx";
import { DescriptionsForm } from "./descriptions-form.tsx";

export const metadata = { title: "Descriptions" };

type DescriptionsPageProps = {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function DescriptionsPage({ searchParams }: DescriptionsPageProps) {
  const scope = await requireScope();
  const { company } = await searchParams;
  const asked = ShowDescriptions.safeParse(typeof company === "string" ? { companyFileId: company } : {});
  const shown = await showDescriptions(scope, asked.success ? asked.data : {});
  const mayWrite = may(scope.actor, "settings:write");
  return (
    <>
      <PageHeader
        title="Descriptions"
        lead={
          mayWrite
            ? "What is written on lines, in messages and in notes. Each text is shown on your newest orders while you write."
            : "What is written on lines, in messages and in notes. Only an owner or an accountant can change it."
        }
      />
      {shown ? <CompanyTabs panel="/settings/finance/descriptions" {...shown} /> : null}
      {shown ? (
        <DescriptionsForm key={`${shown.companyFileId}/${shown.version}`} shown={shown} mayWrite={mayWrite} />
      ) : (
        <EmptyState
          icon={<Building2 />}
          title="No QuickBooks company is connected"
          actions={<ButtonLink href="/settings/companies">Connect one</ButtonLink>}
        >
          Descriptions are written for each company file.
        </EmptyState>
      )}
    </>
  );
}
