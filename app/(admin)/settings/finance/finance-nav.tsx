// Which panels do the finance settings have, and which one is this?
"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";

/** A panel is listed when it exists: no link leads nowhere. */
const panels = [
  { href: "/settings/finance/booking", label: "Booking" },
  { href: "/settings/finance/descriptions", label: "Descriptions" },
  { href: "/settings/finance/ids", label: "QuickBooks IDs" },
  { href: "/settings/finance/history", label: "History" },
] as const;

/** From panel to panel one stays with the company file that was chosen. The strip wraps: there are more panels than a phone is wide. */
export function FinanceNav() {
  const pathname = usePathname();
  const company = useSearchParams().get("company");
  const query = company === null ? "" : `?company=${encodeURIComponent(company)}`;
  return (
    <nav aria-label="Finance settings" className="flex flex-wrap gap-x-1 border-b border-line px-edge py-1">
      {panels.map(({ href, label }) => (
        <Link
          key={href}
          prefetch={false}
          href={href + query}
          aria-current={pathname === href || pathname.startsWith(`${href}/`) ? "page" : undefined}
          className="-mx-0.5 rounded px-2 py-1 text-soft hover:text-ink aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-ink max-md:flex max-md:min-h-11 max-md:items-center forced-colors:aria-[current=page]:underline"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
