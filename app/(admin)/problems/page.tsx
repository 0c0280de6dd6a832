// What needs a person before it can go into the books? Problem Sync: causes first, then rows.
import { Suspense } from "react";

import { readSession, requireScope } from "#app/_session/scope.ts";
import { PageHeader } from "#components/ui/page.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { may } from "#lib/access/scope.ts";
import { countDrift } from "#lib/operations/count-drift.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { readFrame } from "#lib/operations/read-frame.ts";

import { NotConnected } from "./nothing-here.tsx";
import { ProblemSync } from "./problem-sync.tsx";
import { filterKey, listOf, readView, type ProblemView } from "./view.ts";

export const metadata = { title: "Problem Sync" };

type Query = Readonly<Record<string, string | string[] | undefined>>;
type ProblemsPageProps = { readonly searchParams: Promise<Query> };

export default async function ProblemsPage({ searchParams }: ProblemsPageProps) {
  const query = await searchParams;
  const view = readView({ get: (name) => [query[name]].flat()[0] ?? null });
  return (
    <Suspense fallback={<Loading />}>
      <Problems view={view} />
    </Suspense>
  );
}

async function Problems({ view }: { readonly view: ProblemView }) {
  const scope = await requireScope();
  const session = await readSession();
  const companyFileId = session?.companyFileId ?? (await readFrame(scope, {})).companyFiles[0]?.companyFileId;
  if (!companyFileId) return <NotConnected title="No QuickBooks company is connected yet" />;
  const page = await listProblems(scope, listOf(companyFileId, view));
  const drifted = await countDrift(scope, { companyFileId });
  return (
    <ProblemSync
      drifted={drifted}
      key={companyFileId}
      companyFileId={companyFileId}
      first={{ filter: filterKey(view), page }}
      mayResolve={may(scope.actor, "problems:resolve")}
      mayMap={may(scope.actor, "problems:resolve")}
    />
  );
}

function Loading() {
  return (
    <>
      <PageHeader title="Problem Sync" lead="Looking…" />
      <div className="border-t border-line">
        <SkeletonRows />
      </div>
    </>
  );
}
