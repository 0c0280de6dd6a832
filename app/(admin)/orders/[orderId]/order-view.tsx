// What became of this order? Watched while it is on its way.
"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleSlash } from "lucide-react";
import Link from "next/link";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { NotFresh } from "#app/(admin)/_watch/freshness.tsx";
import { useWayBack } from "#app/(admin)/orders/use-kept-place.ts";
import { OrderBody } from "#app/(admin)/orders/order-body.tsx";
import { plainView, viewHref } from "#app/(admin)/problems/view.ts";
import { Money } from "#components/money.tsx";
import { OrderStandingMark } from "#components/order-standing.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { PageHeader, Section } from "#components/ui/page.tsx";
import { DateText, RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { problemCatalogue, problemTitle, type Problem } from "#lib/problem.ts";
import type { TraceEntry } from "#lib/rules/rule.ts";
import type { OrderShown } from "#lib/sync/orders-shown.ts";

import { Amendments } from "./amendments.tsx";
import { Decided, decidedText } from "./decided.tsx";
import { CreditsPanel } from "./credits-panel.tsx";
import { DriftBanner } from "./drift-banner.tsx";
import { ExportOrder } from "./export-order.tsx";
import { MoreInfo } from "./more-info.tsx";
import { PaymentsPanel } from "./payments-panel.tsx";
import { PlannedDocuments } from "./planned-documents.tsx";

const GOING_MS = 2_000;
const CALM_MS = 20_000;

/** What the person who looks may do here. */
export type OrderRights = {
  readonly act: boolean;
  readonly export: boolean;
  readonly makeCredits: boolean;
  readonly approveCredits: boolean;
};
type OrderViewProps = { readonly first: OrderShown; readonly now: string; readonly rights: OrderRights };

export function OrderView({ first, now: firstNow, rights }: OrderViewProps) {
  const feed = useQuery({
    queryKey: ["order", first.orderId],
    queryFn: async ({ signal }) => ({
      order: await fetchJson<OrderShown>(`/orders/${first.orderId}/feed`, signal),
      now: new Date().toISOString(),
    }),
    initialData: { order: first, now: firstNow },
    refetchInterval: ({ state }) => (state.data?.order.standing.isUnderWay ? GOING_MS : CALM_MS),
  });
  const { order, now } = feed.data;
  const wayBack = useWayBack();
  return (
    <>
      <PageHeader
        back={
          <Link prefetch={false} href={wayBack} className="text-link">
            Orders
          </Link>
        }
        title={`Order ${order.number}`}
        lead={<Lead order={order} now={now} />}
        actions={
          <div className="text-right max-md:text-left">
            <Money value={order.total} className="text-xl" />
            <div role="status">
              <OrderStandingMark standing={order.standing} />
            </div>
            <p className="text-soft">{order.note}</p>
            <ExportOrder order={order} mayExport={rights.export} />
          </div>
        }
      />
      {feed.error ? (
        <NotFresh error={feed.error} checkedAt={now} isTrying={feed.isFetching} onRetry={() => void feed.refetch()} />
      ) : null}
      {order.problem ? <OrderProblem problem={order.problem} order={order} now={now} /> : null}
      <DriftBanner order={order} />
      <Section title="Documents" isFlush>
        <PlannedDocuments order={order} now={now} mayAct={rights.act} />
      </Section>
      <MoreInfo order={order} mayAct={rights.act} now={now} />
      <PaymentsPanel orderId={order.orderId} standing={order.standing} />
      <CreditsPanel
        orderId={order.orderId}
        today={now.slice(0, 10)}
        mayMake={rights.makeCredits}
        mayApprove={rights.approveCredits}
      />
      {order.amendments.length > 0 ? (
        <Section title="Amended here" isFlush>
          <Amendments orderId={order.orderId} amendments={order.amendments} now={now} mayAct={rights.act} />
        </Section>
      ) : null}
      <Section title="Rules that changed it" isFlush={order.trace.length > 0}>
        <Trace entries={order.trace} />
      </Section>
      <Section title="The order as it came">
        <OrderBody body={order.body} />
      </Section>
    </>
  );
}

function Lead({ order, now }: { readonly order: OrderShown; readonly now: string }) {
  return (
    <>
      {order.customerName} · <DateText date={order.orderDate} /> · {order.source}, came in{" "}
      <RelativeTime at={order.receivedAt} now={now} />
      {order.exportedAt ? (
        <>
          {" "}
          · pushed to QuickBooks <RelativeTime at={order.exportedAt} now={now} />
        </>
      ) : null}
      {order.externalId === order.number ? null : <span className="text-faint"> · there: {order.externalId}</span>}
    </>
  );
}

type OrderProblemProps = { readonly problem: Problem; readonly order: OrderShown; readonly now: string };

/** Nothing of the order can be planned: said above everything else. */
function OrderProblem({ problem, order, now }: OrderProblemProps) {
  const { orderId, companyFileId, decided } = order;
  const { fix } = problemCatalogue[problem.code];
  const title = problemTitle(problem.code, problem.about ?? "");
  return (
    <div
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-line px-edge py-3",
        decided ? "bg-page" : "bg-bad-wash",
      )}
    >
      {decided ? (
        <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      ) : (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      )}
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{title}</p>
        {problem.detail === title ? null : <p>{problem.detail}</p>}
        {decided ? (
          <p>
            {decidedText(decided)} <Decided decided={decided} now={now} />
          </p>
        ) : (
          <p className="text-soft">{fix}</p>
        )}
      </div>
      <ButtonLink href={viewHref({ ...plainView, company: companyFileId, open: orderId })} size="sm">
        Show on Problem Sync
      </ButtonLink>
    </div>
  );
}

function Trace({ entries }: { readonly entries: readonly TraceEntry[] }) {
  if (entries.length === 0) return <p className="text-soft">No rule changed anything: it was planned as it came.</p>;
  return (
    <Table label="Rules that changed it">
      <TableHead>
        <Row>
          <HeadCell>Rule</HeadCell>
          <HeadCell>Field</HeadCell>
          <HeadCell>Before</HeadCell>
          <HeadCell>After</HeadCell>
        </Row>
      </TableHead>
      <TableBody>
        {entries.map((entry, index) => (
          <Row key={index}>
            <Cell phone="title">
              {entry.rule} <span className="text-xs text-faint">version {entry.version}</span>
            </Cell>
            <Cell phone="end">{entry.field}</Cell>
            <Cell className="text-soft">{entry.before || "empty"}</Cell>
            <Cell>
              <span className="text-faint md:hidden">→ </span>
              {entry.after || "empty"}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
