// Which record of QuickBooks is each customer, item and document, and how is that known?
import { Download, Fingerprint, SearchX } from "lucide-react";
import { Suspense } from "react";

import { figure, kindNoun, titled } from "#app/(admin)/_watch/words.ts";
import { companyShown } from "#app/(admin)/problems/company-shown.ts";
import { NotConnected } from "#app/(admin)/problems/nothing-here.tsx";
import { readSession, requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { may, type Scope } from "#lib/access/scope.ts";
import type { DocumentKind } from "#lib/documents/document.ts";
import { countIds, listIds } from "#lib/operations/list-ids.ts";
import { readFrame } from "#lib/operations/read-frame.ts";
import type { IdsCounted } from "#lib/sync/ledger-ids.ts";

import { CompanyTabs } from "../company-tabs.tsx";
import { IdFilters } from "./id-filters.tsx";
import { IdPanel } from "./id-panel.tsx";
import { IdTable } from "./id-table.tsx";
import { ImportIds } from "./import-ids.tsx";
import { readView, viewHref, type IdView } from "./view.ts";

export const metadata = { title: "QuickBooks IDs" };

type Query = Readonly<Record<string, string | string[] | undefined>>;
type IdsPageProps = { readonly searchParams: Promise<Query> };

export default async function IdsPage({ searchParams }: IdsPageProps) {
  const query = await searchParams;
  const view = readView({ get: (name) => [query[name]].flat()[0] ?? null });
  const scope = await requireScope();
  const session = await readSession();
  const { companyFiles } = await readFrame(scope, {});
  const companyFileId = companyShown(companyFiles, view.company, session?.companyFileId)?.companyFileId;
  if (!companyFileId) return <NotConnected title="No QuickBooks company is connected yet" />;
  const { kind, show, search, after } = view;
  const page = await listIds(scope, {
    companyFileId,
    kind,
    show,
    ...(search ? { search } : {}),
    ...(after ? { after } : {}),
  });
  const now = scope.now().toISOString();
  const mayChange = may(scope.actor, "ids:change");
  return (
    <>
      <PageHeader
        title="QuickBooks IDs"
        lead={
          mayChange
            ? "Which record in QuickBooks each of ours is. A change is looked up there first, and can be taken back."
            : "Which record in QuickBooks each of ours is. Only an owner or an accountant changes it."
        }
        actions={
          <>
            <a href={exportHref(companyFileId, view)} download className={buttonClass()}>
              <Download aria-hidden />
              Export as CSV
            </a>
            <ImportIds companyFileId={companyFileId} kind={kind} mayChange={mayChange} />
          </>
        }
      />
      <CompanyTabs panel="/settings/finance/ids" companies={companyFiles} companyFileId={companyFileId} />
      <Suspense key={companyFileId} fallback={<KindTabs view={view} counts={null} />}>
        <CountedTabs scope={scope} companyFileId={companyFileId} view={view} />
      </Suspense>
      <IdFilters key={`${kind}/${search}`} view={view} />
      {page.rows.length > 0 ? (
        <IdTable label={titled(kindNoun(kind).many)} rows={page.rows} view={view} now={now} />
      ) : (
        <Nothing view={view} />
      )}
      <Pagination
        newerHref={after ? viewHref({ ...view, after: null, open: null }) : undefined}
        olderHref={page.next ? viewHref({ ...view, after: page.next, open: null }) : undefined}
      >
        {page.rows.length > 0 ? `${figure(page.rows.length)} shown` : null}
      </Pagination>
      <IdPanel view={view} mayChange={mayChange} now={now} />
    </>
  );
}

function exportHref(companyFileId: string, { kind, show, search }: IdView): string {
  const query = new URLSearchParams({ companyFileId, kind, show, ...(search ? { search } : {}) });
  return `/settings/finance/ids/export?${query.toString()}`;
}

const kinds: readonly DocumentKind[] = ["invoice", "sales-order", "payment", "credit-memo", "customer", "item"];
const rareKinds: readonly DocumentKind[] = ["sales-receipt", "refund-receipt"];

type CountedTabsProps = { readonly scope: Scope; readonly companyFileId: string; readonly view: IdView };

/** Counting all of a company takes longer than a page of it: the list does not wait for that. */
async function CountedTabs({ scope, companyFileId, view }: CountedTabsProps) {
  return <KindTabs view={view} counts={await countIds(scope, { companyFileId })} />;
}

function KindTabs({ view, counts }: { readonly view: IdView; readonly counts: IdsCounted | null }) {
  const shown = [...kinds, ...rareKinds.filter((kind) => kind === view.kind || (counts?.[kind].all ?? 0) > 0)];
  return (
    <LinkTabs
      label="Kinds of records"
      tabs={shown.map((kind) => ({
        href: viewHref({ ...view, kind, after: null, open: null, search: "" }),
        label: titled(kindNoun(kind).many),
        ...(counts ? { count: counts[kind].all } : {}),
        ...(counts && counts[kind].unlinked > 0 ? { detail: `${figure(counts[kind].unlinked)} not linked` } : {}),
        isCurrent: kind === view.kind,
      }))}
    />
  );
}

function Nothing({ view }: { readonly view: IdView }) {
  const many = kindNoun(view.kind).many;
  if (view.search || view.show !== "all") {
    return (
      <EmptyState
        icon={<SearchX />}
        title="Nothing matches"
        actions={
          <ButtonLink href={viewHref({ ...view, show: "all", search: "", after: null, open: null })}>
            Show all {many}
          </ButtonLink>
        }
      >
        None of the {many} fits the filter and the search.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Fingerprint />} title={`There are no ${many} yet`}>
      They stand here as soon as an order needs them, before anything is sent.
    </EmptyState>
  );
}
