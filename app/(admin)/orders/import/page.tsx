// How do orders get in by hand? Drop a file, look at its columns, import it.
import type { Metadata } from "next";
import { Database, Lock } from "lucide-react";

import { requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { may } from "#lib/access/scope.ts";
import { listSources } from "#lib/operations/list-sources.ts";

import { ImportWizard } from "./import-wizard.tsx";

export const metadata: Metadata = { title: "Import orders" };

type Props = { readonly searchParams: Promise<{ readonly run?: string | string[] }> };

export default async function ImportPage({ searchParams }: Props) {
  const scope = await requireScope();
  const { run } = await searchParams;
  const found = await listSources(scope);
  const sources = found.map(({ sourceId, name, kind, companyName }) => ({ sourceId, name, kind, companyName }));
  const isAllowed = may(scope.actor, "orders:import");
  return (
    <>
      <PageHeader title="Import orders" lead="From a CSV file, or from a JSON export such as Shopify's." />
      {isAllowed && sources.length > 0 ? (
        <ImportWizard sources={sources} bulkRunId={typeof run === "string" ? run : null} />
      ) : null}
      {isAllowed ? null : (
        <EmptyState icon={<Lock />} title="Your role does not allow importing">
          Ask someone with the owner role to make you a clerk.
        </EmptyState>
      )}
      {isAllowed && sources.length === 0 ? (
        <EmptyState
          icon={<Database />}
          title="There is nowhere to import to yet"
          actions={
            <>
              <ButtonLink href="/settings/companies">Connect a company file</ButtonLink>
              <ButtonLink href="/settings/sources">Add a source</ButtonLink>
            </>
          }
        >
          Orders belong to a source, and a source to a company file.
        </EmptyState>
      ) : null}
    </>
  );
}
