// What needs a person before it can go into the books? Problem Sync: causes first, then rows.
import { Suspense } from "react";

import { readSession, requireScope } from "#app/_session/scope.ts";
import { PageHeader } from "#components/ui/page.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { may } from "#lib/access/scope.ts";
import { countTabs } from "#lib/operations/count-tabs.ts";
import { listMembers } from "#lib/operations/list-members.ts";
import { listProblems } from "#lib/operations/list-problems.ts";
import { listSources } from "#lib/operations/list-sources.ts";
import { readFrame } from "#lib/operations/read-frame.ts";
import { readPreferences } from "#lib/operations/read-preferences.ts";

import { companyShown } from "./company-shown.ts";
import { NotConnected } from "./nothing-here.tsx";
import { ProblemSync } from "./problem-sync.tsx";
import { listKey, readView, type ProblemView } from "./view.ts";

export const metadata = { title: "Problem Sync" };

type Query = Readonly<Record<string, string | string[] | undefined>>;
type ProblemsPageProps = { readonly searchParams: Promise<Query> };

export default async function ProblemsPage({ searchParams }: ProblemsPageProps) {
  const query = await searchParams;
  const all = (name: string) => [query[name] ?? []].flat();
  const view = readView({ get: (name) => all(name)[0] ?? null, getAll: all });
  return (
    <Suspense fallback={<Loading />}>
      <Problems view={view} />
    </Suspense>
  );
}

async function Problems({ view }: { readonly view: ProblemView }) {
  const scope = await requireScope();
  const session = await readSession();
  const { companyFiles } = await readFrame(scope, {});
  const companyFile = companyShown(companyFiles, view.company, session?.companyFileId);
  if (!companyFile) return <NotConnected title="No QuickBooks company is connected yet" />;
  const { companyFileId } = companyFile;
  const { lane, tab, filter, sort } = view;
  const [page, { drifted }, members, sources, preferences] = await Promise.all([
    listProblems(scope, { companyFileId, lane, tab, filter, sort }),
    countTabs(scope, { companyFileId }),
    listMembers(scope, {}),
    listSources(scope),
    readPreferences(scope, {}),
  ]);
  return (
    <ProblemSync
      drifted={drifted}
      key={companyFileId}
      companyFileId={companyFileId}
      company={companyFiles.length > 1 ? companyFile.name : null}
      first={{ list: listKey(view), page }}
      mayAct={may(scope.actor, "problems:resolve")}
      mayChangeSettings={may(scope.actor, "settings:write")}
      hasLetters={preferences.hasLetters}
      choices={{
        people: members.map(({ userId, name, role }) => ({ id: userId, name, role })),
        sources: sources
          .filter((source) => source.companyFileId === companyFileId)
          .map(({ sourceId, name }) => ({ id: sourceId, name })),
      }}
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
