// Which orders came in, and how does each stand in the books?
import { Suspense } from "react";

import { NotConnected } from "#app/(admin)/problems/nothing-here.tsx";
import { readSession, requireScope } from "#app/_session/scope.ts";
import { PageHeader } from "#components/ui/page.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { may } from "#lib/access/scope.ts";
import { listOrders } from "#lib/operations/list-orders.ts";
import { readFrame } from "#lib/operations/read-frame.ts";
import type { ListOrders } from "#lib/sync/orders-shown.ts";

import { OrderList } from "./order-list.tsx";
import { readView, viewHref, type OrderView } from "./view.ts";

export const metadata = { title: "Orders" };

type Query = Readonly<Record<string, string | string[] | undefined>>;
type OrdersPageProps = { readonly searchParams: Promise<Query> };

export default async function OrdersPage({ searchParams }: OrdersPageProps) {
  const query = await searchParams;
  const view = readView({ get: (name) => [query[name]].flat()[0] ?? null });
  return (
    <Suspense fallback={<Loading />}>
      <Orders view={view} />
    </Suspense>
  );
}

async function Orders({ view }: { readonly view: OrderView }) {
  const scope = await requireScope();
  const session = await readSession();
  const companyFileId = session?.companyFileId ?? (await readFrame(scope, {})).companyFiles[0]?.companyFileId;
  if (!companyFileId) return <NotConnected title="No QuickBooks company is connected yet" />;
  const input: ListOrders = {
    companyFileId,
    ...(view.standing ? { standing: view.standing } : {}),
    ...(view.search ? { search: view.search } : {}),
    ...(view.before ? { before: view.before } : {}),
  };
  return (
    <OrderList
      key={companyFileId}
      companyFileId={companyFileId}
      first={{ href: viewHref(view), page: await listOrders(scope, input), readAt: scope.now().toISOString() }}
      mayImport={may(scope.actor, "orders:import")}
      mayPull={may(scope.actor, "problems:resolve")}
    />
  );
}

function Loading() {
  return (
    <>
      <PageHeader title="Orders" lead="Looking…" />
      <div className="border-t border-line">
        <SkeletonRows />
      </div>
    </>
  );
}
