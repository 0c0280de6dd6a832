// Where do this tenant's orders come from, which books do they feed, and which of them have a key?
import { Building2, Inbox } from "lucide-react";

import { requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { may } from "#lib/access/scope.ts";
import { listCompanyFiles } from "#lib/operations/list-company-files.ts";
import { listSources } from "#lib/operations/list-sources.ts";

import { AddSourceButton } from "./add-source.tsx";
import { SourceTable } from "./source-table.tsx";

export const metadata = { title: "Sources" };

export default async function SourcesPage() {
  const scope = await requireScope();
  const found = await listSources(scope);
  const companies = (await listCompanyFiles(scope, {})).map(({ companyFileId, name }) => ({ companyFileId, name }));
  // Only what the table shows goes to the browser.
  const sources = found.map(({ sourceId, name, kind, companyName, apiKeyStart }) => ({
    sourceId,
    name,
    kind,
    companyName,
    apiKeyStart,
  }));
  const mayManage = may(scope.actor, "sources:manage");
  const canAdd = mayManage && companies.length > 0;
  const addButton = canAdd ? <AddSourceButton companies={companies} /> : undefined;
  return (
    <>
      <PageHeader
        title="Sources"
        lead={
          mayManage
            ? "Where orders come from, and the company file each one feeds."
            : "Where orders come from. Only an owner or an accountant can change this list."
        }
        actions={sources.length > 0 ? addButton : undefined}
      />
      {sources.length > 0 ? <SourceTable sources={sources} mayManage={mayManage} /> : null}
      {sources.length === 0 && companies.length > 0 ? (
        <EmptyState icon={<Inbox />} title="There is no source yet" actions={addButton}>
          {mayManage
            ? "Add one for each shop, freight system or kind of file. Its orders then go into one company file."
            : "An owner or an accountant can add one."}
        </EmptyState>
      ) : null}
      {sources.length === 0 && companies.length === 0 ? (
        <EmptyState
          icon={<Building2 />}
          title="Connect a company file first"
          actions={<ButtonLink href="/settings/companies">Company files</ButtonLink>}
        >
          A source feeds one company file, so there has to be one.
        </EmptyState>
      ) : null}
    </>
  );
}
