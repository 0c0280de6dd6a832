// Which customers and jobs are linked to QuickBooks, and who decides about the others?
import { Suspense } from "react";

import { NotConnected } from "#app/(admin)/problems/nothing-here.tsx";
import { readSession, requireScope } from "#app/_session/scope.ts";
import { PageHeader } from "#components/ui/page.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { may } from "#lib/access/scope.ts";
import { listLinks } from "#lib/operations/list-links.ts";
import { readFrame } from "#lib/operations/read-frame.ts";

import { LinkBoard } from "./link-board.tsx";
import { readView, viewHref, type LinkView } from "./view.ts";

export const metadata = { title: "Links" };

type Query = Readonly<Record<string, string | string[] | undefined>>;
type LinksPageProps = { readonly searchParams: Promise<Query> };

export default async function LinksPage({ searchParams }: LinksPageProps) {
  const query = await searchParams;
  const view = readView({ get: (name) => [query[name]].flat()[0] ?? null });
  return (
    <Suspense fallback={<Loading />}>
      <Links view={view} />
    </Suspense>
  );
}

async function Links({ view }: { readonly view: LinkView }) {
  const scope = await requireScope();
  const session = await readSession();
  const companyFileId = session?.companyFileId ?? (await readFrame(scope, {})).companyFiles[0]?.companyFileId;
  if (!companyFileId) return <NotConnected title="No QuickBooks company is connected yet" />;
  const page = await listLinks(scope, {
    companyFileId,
    show: view.show,
    ...(view.search ? { search: view.search } : {}),
    ...(view.after ? { after: view.after } : {}),
  });
  return (
    <LinkBoard
      key={companyFileId}
      companyFileId={companyFileId}
      first={{ href: viewHref(view), page, readAt: scope.now().toISOString() }}
      mayLink={may(scope.actor, "problems:resolve")}
      mayRefresh={may(scope.actor, "settings:write")}
    />
  );
}

function Loading() {
  return (
    <>
      <PageHeader title="Links" lead="Looking…" />
      <div className="border-t border-line">
        <SkeletonRows />
      </div>
    </>
  );
}
