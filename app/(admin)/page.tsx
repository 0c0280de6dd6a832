// What needs a person today? Problems first, then whether the books can be reached, then what came in.
import { CircleCheck, FileUp, Plug } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { requireScope } from "#app/_session/scope.ts";
import { Money, MoneyList } from "#components/money.tsx";
import { SimulatedBadge } from "#components/simulated-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader, Section } from "#components/ui/page.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/ui/table.tsx";
import { readToday, type Today } from "#lib/operations/read-today.ts";
import { problemCatalogue } from "#lib/problem.ts";
import type { CompanyFileStanding, GoneMappingShown } from "#lib/today/today.ts";

import { figure, tabLabels } from "./_watch/words.ts";

export const metadata = { title: "Today" };

export default async function TodayPage() {
  const scope = await requireScope();
  const today = await readToday(scope, {});
  const now = scope.now().toISOString();
  return (
    <>
      <PageHeader title="Today" lead={leadOf(today)} />
      {today.companyFiles.length === 0 ? (
        <NotConnected />
      ) : (
        <>
          <NeedsYou today={today} />
          <Companies companyFiles={today.companyFiles} now={now} />
          <GoneMappings mappings={today.goneMappings} />
        </>
      )}
      <LastOrders today={today} now={now} />
    </>
  );
}

function leadOf({ problems, drifted, onTheWay, waiting }: Today): string {
  const all = problems + drifted;
  const needs = all === 0 ? "Nothing needs you" : `${figure(all)} ${all === 1 ? "needs" : "need"} you`;
  const rest = [
    onTheWay > 0 ? `${figure(onTheWay)} on the way to QuickBooks` : "",
    waiting > 0 ? `${figure(waiting)} waiting for another document` : "",
  ];
  return [needs, ...rest].filter(Boolean).join(" · ");
}

function NotConnected() {
  return (
    <div className="border-t border-line">
      <EmptyState
        icon={<Plug />}
        title="No QuickBooks company is connected yet"
        actions={
          <ButtonLink href="/settings/companies" variant="primary">
            Connect a company file
          </ButtonLink>
        }
      >
        Tieout needs the books it shall post to. Nothing is sent before you have connected one.
      </EmptyState>
    </div>
  );
}

function NeedsYou({ today }: { readonly today: Today }) {
  if (today.problems + today.drifted === 0) return <AllClear today={today} />;
  const cells = [
    ...today.tabs.map(({ tab, problems, amounts }) => ({
      href: `/problems?tab=${tab}`,
      label: tabLabels[tab],
      count: problems,
      below: <MoneyList values={amounts} />,
    })),
    { href: "/problems/drift", label: "Drift", count: today.drifted, below: "changed in QuickBooks" },
  ];
  return (
    <Section
      title="Problem Sync"
      aside={
        <Link href="/problems" className="text-link">
          Open Problem Sync
        </Link>
      }
      isFlush
    >
      <ul className="grid border-t border-line sm:grid-cols-2 lg:grid-cols-5">
        {cells.map(({ href, label, count, below }) => (
          <li key={href} className="border-b border-line sm:border-r lg:last:border-r-0">
            <Link href={href} className="block px-edge py-4 -outline-offset-2 hover:bg-hover">
              <span className="block text-xs text-soft">{label}</span>
              <span className={count === 0 ? "text-xl text-faint" : "text-xl font-medium"}>{figure(count)}</span>
              <span className="block min-h-4 text-xs text-faint">{count === 0 ? null : below}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Proof, not just a tick: how much is in the books. */
function AllClear({ today }: { readonly today: Today }) {
  return (
    <div className="flex items-center gap-2.5 border-t border-line px-edge py-5">
      <CircleCheck aria-hidden className="size-5 shrink-0 stroke-[1.5] text-good" />
      <p>
        <strong>No problem waits.</strong>{" "}
        <span className="text-soft">
          {today.posted === 0
            ? "Nothing has been posted yet either: orders come by import or from a source."
            : `${figure(today.posted)} posted to QuickBooks so far.`}
        </span>
      </p>
    </div>
  );
}

function Companies({
  companyFiles,
  now,
}: {
  readonly companyFiles: readonly CompanyFileStanding[];
  readonly now: string;
}) {
  return (
    <Section
      title="Company files"
      aside={
        <Link href="/settings/companies" className="text-link">
          Settings
        </Link>
      }
      isFlush
    >
      <ul className="border-t border-line">
        {companyFiles.map((file) => (
          <li
            key={file.companyFileId}
            className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-edge py-2"
          >
            <span className="font-medium">{file.name}</span>
            <Connection file={file} />
            {file.isSimulated ? <SimulatedBadge /> : null}
            <span className="ml-auto text-xs text-faint">
              {file.listsReadAt ? (
                <>
                  Lists read <RelativeTime at={file.listsReadAt} now={now} />
                </>
              ) : (
                "Lists not read yet"
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Said before an order runs into it. */
function GoneMappings({ mappings }: { readonly mappings: readonly GoneMappingShown[] }) {
  if (mappings.length === 0) return null;
  return (
    <Section title="Mappings that point at nothing" isFlush>
      <ul className="border-t border-line">
        {mappings.map(({ companyFileId, company, setting, detail }) => (
          <li key={`${companyFileId}/${setting}/${detail}`} className="border-b border-line px-edge py-2">
            <span className="font-medium">{setting}</span> <span className="text-soft">in {company}:</span> {detail}.
          </li>
        ))}
      </ul>
      <p className="px-edge py-2 text-soft">
        {problemCatalogue["mapping-gone"].fix} Documents that need one of these wait on Problem Sync.
      </p>
    </Section>
  );
}

const CONNECTIONS: Readonly<Record<CompanyFileStanding["connection"], ReactNode>> = {
  connected: <Badge tone="good">Connected</Badge>,
  lost: <Badge tone="bad">Connect again</Badge>,
  disconnected: <Badge>Disconnected</Badge>,
};

function Connection({ file }: { readonly file: CompanyFileStanding }) {
  return file.isPaused ? <Badge tone="warn">Paused</Badge> : CONNECTIONS[file.connection];
}

function LastOrders({ today, now }: { readonly today: Today; readonly now: string }) {
  if (today.orders.length === 0) {
    return (
      <Section title="Last orders">
        <p className="text-soft">No order has come in yet.</p>
        <ButtonLink href="/orders/import" icon={<FileUp />} className="mt-3">
          Import orders
        </ButtonLink>
      </Section>
    );
  }
  return (
    <Section
      title="Last orders"
      aside={
        <Link href="/orders" className="text-link">
          All orders
        </Link>
      }
      isFlush
    >
      <Table label="Last orders">
        <TableHead>
          <Row>
            <HeadCell>Order</HeadCell>
            <HeadCell>Customer</HeadCell>
            <HeadCell>Came in</HeadCell>
            <HeadCell align="end">Total</HeadCell>
          </Row>
        </TableHead>
        <TableBody>
          {today.orders.map((order) => (
            <Row key={order.orderId}>
              <Cell phone="title">
                <Link href={`/orders/${order.orderId}`} className="text-link">
                  {order.number}
                </Link>
                {order.hasProblem ? <span className="ml-2 text-xs text-bad">Not planned</span> : null}
              </Cell>
              <Cell>{order.customerName}</Cell>
              <Cell phone="sub-end">
                <RelativeTime at={order.receivedAt} now={now} className="text-soft" />
              </Cell>
              <Cell phone="end" align="end">
                <Money value={{ minor: order.totalMinor, currency: order.currency }} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
