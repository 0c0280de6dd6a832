// What stands around every page of a signed-in person? The rail, the header, and on a phone the bar at the bottom.
import { Activity, CircleAlert, FileUp, House, Link2, ReceiptText, Scale, Settings } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { PhoneMore } from "#components/phone-more.tsx";
import { PersonMenu } from "#components/person-menu.tsx";
import type { Person } from "#components/person-menu.tsx";
import { SimulatedBadge } from "#components/simulated-badge.tsx";
import { TenantMenu } from "#components/tenant-menu.tsx";
import type { TenantChoice } from "#components/tenant-menu.tsx";
import { NavLink } from "#components/ui/nav-link.tsx";
import { ThemeSwitch } from "#components/ui/theme-switch.tsx";
import { Wordmark } from "#components/wordmark.tsx";

/** The pages of the rail; on a phone the bar has room for a few, the rest stands behind More. An entry is added when its page exists: no link leads nowhere. */
export const railEntries = [
  { id: "today", href: "/", label: "Today", short: "Today", icon: House, isOnPhone: true },
  { id: "problems", href: "/problems", label: "Problem Sync", short: "Problems", icon: CircleAlert, isOnPhone: true },
  { id: "orders", href: "/orders", label: "Orders", short: "Orders", icon: ReceiptText, isOnPhone: true },
  { id: "links", href: "/links", label: "Links", short: "Links", icon: Link2, isOnPhone: true },
  { id: "import", href: "/orders/import", label: "Import", short: "Import", icon: FileUp, isOnPhone: true },
  { id: "tie-out", href: "/reports/tie-out", label: "Tie-out", short: "Tie-out", icon: Scale, isOnPhone: false },
  {
    id: "settings",
    href: "/settings",
    label: "Settings",
    short: "Settings",
    icon: Settings,
    isOnPhone: false,
  },
  { id: "activity", href: "/activity", label: "Activity", short: "Activity", icon: Activity, isOnPhone: false },
] as const;

export type RailEntryId = (typeof railEntries)[number]["id"];

const HREFS = railEntries.map((entry) => entry.href);

/** A number, or a client component that keeps it up to date. */
export type RailCounts = Partial<Record<RailEntryId, ReactNode>>;

export type ShellProps = {
  readonly tenant: TenantChoice;
  readonly tenants: readonly TenantChoice[];
  /** The books this tenant connects; the first is the one named in the header. */
  readonly companyFiles: readonly { readonly id: string; readonly name: string }[];
  readonly person: Person;
  readonly counts?: RailCounts;
  /** True when the QuickBooks company is the simulator's. */
  readonly simulated: boolean;
  /** A short proof that the connection lives: "Agreed 09:42". */
  readonly proofOfLife?: ReactNode;
  /** Banners that concern every page: connection lost, and the like. */
  readonly notice?: ReactNode;
  /** Server actions. `switchTenant` gets the form field `tenantId`. */
  readonly switchTenant: (form: FormData) => Promise<void>;
  readonly signOut: (form: FormData) => Promise<void>;
  readonly children: ReactNode;
};

/** The frame. It knows no data of its own: the layout passes everything in. */
export function Shell(props: ShellProps) {
  return (
    <div className="frame min-h-dvh md:grid md:grid-cols-[3.5rem_minmax(0,1fr)] lg:grid-cols-[12.5rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <Rail counts={props.counts ?? {}} />
      <div className="min-w-0 pb-(--sticky-bottom)">
        <Header {...props} />
        {props.notice}
        <main id="main" tabIndex={-1} className="outline-none">
          {props.children}
        </main>
      </div>
      <PhoneBar counts={props.counts ?? {}} />
    </div>
  );
}

function Rail({ counts }: { readonly counts: RailCounts }) {
  return (
    <nav aria-label="Main" className="border-r border-line bg-page max-md:hidden">
      <div className="group rail sticky top-0 grid max-h-dvh gap-px overflow-y-auto px-2 pb-2">
        <Link
          prefetch={false}
          href="/"
          aria-label="Tieout, to Today"
          className="mb-2 flex h-12 items-center overflow-hidden rounded-md px-2.5 -outline-offset-2 lg:px-3"
        >
          <Wordmark />
        </Link>
        {railEntries.map(({ id, href, label, icon: Icon }) => (
          <NavLink
            key={id}
            href={href}
            siblings={HREFS}
            title={label}
            className="group/nav flex h-8 items-center gap-2.5 rounded-md px-3 text-soft -outline-offset-1 hover:bg-line/60 hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:inset-ring aria-[current=page]:inset-ring-line pointer-coarse:h-11"
          >
            <Icon aria-hidden className="size-4 shrink-0 stroke-[1.75] group-aria-[current=page]/nav:text-accent" />
            <span className="flex-1 whitespace-nowrap max-lg:sr-only">{label}</span>
            <span className="max-lg:hidden">
              <Count value={counts[id]} />
            </span>
          </NavLink>
        ))}
      </div>
    </nav>
  );
}

function Count({ value, numberMax = Infinity }: { readonly value: ReactNode; readonly numberMax?: number }) {
  if (value === undefined || value === null || value === 0) return null;
  const isTooLong = typeof value === "number" && value > numberMax;
  const text = typeof value === "number" ? Math.min(value, numberMax).toLocaleString("en-US") : value;
  return (
    <span className="text-xs font-normal text-faint">
      {text}
      {isTooLong ? "+" : null}
    </span>
  );
}

function Header({ tenant, tenants, switchTenant, companyFiles, simulated, proofOfLife, person, signOut }: ShellProps) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="flex h-12 items-center gap-3 px-edge">
        <TenantMenu tenant={tenant} tenants={tenants} switchTenant={switchTenant} />
        <span aria-hidden className="h-4 w-px shrink-0 bg-line max-md:hidden" />
        <div className="flex min-w-0 items-center gap-2.5 text-soft max-md:hidden">
          <CompanyName companyFiles={companyFiles} />
          {simulated ? <SimulatedBadge className="shrink-0" /> : null}
        </div>
        <div className="ml-auto flex shrink-0 items-center gap-1">
          <span className="mr-2 text-xs text-faint max-lg:hidden">{proofOfLife}</span>
          <ThemeSwitch />
          <PersonMenu person={person} signOut={signOut} />
        </div>
      </div>
      <div className="flex h-8 items-center gap-2 border-t border-line px-edge text-xs text-soft md:hidden">
        <CompanyName companyFiles={companyFiles} />
        {simulated ? <SimulatedBadge className="ml-auto shrink-0" /> : null}
      </div>
    </header>
  );
}

function CompanyName({ companyFiles }: Pick<ShellProps, "companyFiles">) {
  const [first, ...others] = companyFiles;
  if (!first) {
    return (
      <Link prefetch={false} href="/settings/companies" className="text-link truncate">
        Connect a company file
      </Link>
    );
  }
  return (
    <span className="truncate">
      {first.name}
      {others.length > 0 ? (
        <Link
          prefetch={false}
          href="/settings/companies"
          className="text-link ml-1.5"
          aria-label={`${others.length} more company files`}
        >
          +{others.length}
        </Link>
      ) : null}
    </span>
  );
}

function PhoneBar({ counts }: { readonly counts: RailCounts }) {
  return (
    <nav
      aria-label="Main, at the bottom"
      className="fixed inset-x-0 bottom-0 z-20 grid grid-flow-col auto-cols-fr border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {railEntries
        .filter((entry) => entry.isOnPhone)
        .map(({ id, href, short, icon: Icon }) => (
          <NavLink
            key={id}
            href={href}
            siblings={HREFS}
            className="relative flex h-14 flex-col items-center justify-center gap-1 text-xs text-soft -outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-accent"
          >
            <Icon aria-hidden className="size-5 stroke-[1.75]" />
            <span className="truncate">{short}</span>
            <span className="absolute top-1 left-1/2 ml-2.5 rounded-full bg-surface px-1">
              <Count value={counts[id]} numberMax={999} />
            </span>
          </NavLink>
        ))}
      <PhoneMore
        entries={railEntries
          .filter((entry) => !entry.isOnPhone)
          .map(({ href, label, icon: Icon }) => ({ href, label, icon: <Icon aria-hidden /> }))}
      />
    </nav>
  );
}
