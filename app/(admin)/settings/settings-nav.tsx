// Which settings pages are there, and which one is this?
"use client";

import { usePathname } from "next/navigation";

import { LinkTabs } from "#components/ui/tabs.tsx";

/** A page is listed when it exists: no link leads nowhere. */
const pages = [
  { href: "/settings/companies", label: "Companies" },
  { href: "/settings/finance", label: "Finance" },
  { href: "/settings/sources", label: "Sources" },
  { href: "/settings/people", label: "People" },
  { href: "/settings/notifications", label: "Notifications" },
] as const;

export function SettingsNav() {
  const pathname = usePathname();
  return (
    <LinkTabs
      label="Settings"
      className="pt-2"
      tabs={pages.map((page) => ({
        ...page,
        isCurrent: pathname === page.href || pathname.startsWith(`${page.href}/`),
      }))}
    />
  );
}
