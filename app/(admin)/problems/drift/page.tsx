// What was changed in QuickBooks, and what shall count? By matter, then document by document.
import { tabLabels } from "#app/(admin)/_watch/words.ts";
import { readSession, requireScope } from "#app/_session/scope.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { may, type Scope } from "#lib/access/scope.ts";
import { countTabs } from "#lib/operations/count-tabs.ts";
import { listDrift } from "#lib/operations/list-drift.ts";
import { readFrame } from "#lib/operations/read-frame.ts";
import { showDrift } from "#lib/operations/show-drift.ts";
import { Refusal } from "#lib/refusal.ts";
import type { DriftPage, DriftShown } from "#lib/sync/drift-choices.ts";
import { problemTabs } from "#lib/sync/triage.ts";

import { companyShown } from "../company-shown.ts";
import { NotConnected } from "../nothing-here.tsx";
import { DriftView } from "./drift-view.tsx";
import { plainView, viewHref } from "../view.ts";
import { nowhere, placeHref, readPlace } from "./view.ts";

export const metadata = { title: "Drift" };

type Query = Readonly<Record<string, string | string[] | undefined>>;
type DriftPageProps = { readonly searchParams: Promise<Query> };

export default async function DriftedDocuments({ searchParams }: DriftPageProps) {
  const query = await searchParams;
  const place = readPlace({ get: (name) => [query[name]].flat()[0] ?? null });
  const scope = await requireScope();
  const session = await readSession();
  const { companyFiles } = await readFrame(scope, {});
  const { company } = place;
  const companyFileId = companyShown(companyFiles, company, session?.companyFileId)?.companyFileId;
  if (!companyFileId) return <NotConnected title="No QuickBooks company is connected yet" />;
  const { cause, open, after } = place;
  const { tabs } = await countTabs(scope, { companyFileId });
  const page = await listDrift(scope, { companyFileId, ...(cause ? { cause } : {}), ...(after ? { after } : {}) });
  return (
    <>
      <PageHeader
        title="Drift"
        lead={leadOf(page)}
        actions={<ButtonLink href="/reports/tie-out">Tie-out report</ButtonLink>}
      />
      <LinkTabs
        label="Kinds of documents"
        tabs={[
          ...problemTabs.map((tab) => ({
            href: viewHref({ ...plainView, company, tab }),
            label: tabLabels[tab],
            count: tabs[tab],
            isCurrent: false,
          })),
          { href: placeHref({ ...nowhere, company }), label: "Drift", count: page.total, isCurrent: true },
        ]}
      />
      <DriftView
        key={companyFileId}
        companyFileId={companyFileId}
        page={page}
        place={place}
        shown={open ? await find(scope, open) : null}
        mayResolve={may(scope.actor, "problems:resolve")}
      />
    </>
  );
}

async function find(scope: Scope, documentId: string): Promise<DriftShown | null> {
  try {
    return await showDrift(scope, { documentId });
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === "not-found") return null;
    throw thrown;
  }
}

function leadOf({ total }: DriftPage): string {
  if (total === 0) return "QuickBooks holds what was sent";
  const what = total === 1 ? "1 document is" : `${total.toLocaleString("en-US")} documents are`;
  return `${what} no longer in QuickBooks as sent. Until you decide, only a change of the order is written over it.`;
}
