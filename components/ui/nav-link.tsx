// Which entry of a navigation is the current one? The longest address that the page's own begins with.
"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

type NavLinkProps = {
  readonly href: string;
  /** Addresses of the sibling entries: the one that fits best wins ("/orders/import" over "/orders"). */
  readonly siblings: readonly string[];
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
};

function fits(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}

/** A link that carries `aria-current` while its part of the app is shown; style it with `aria-[current=page]:`. */
export function NavLink({ href, siblings, className, title, children }: NavLinkProps) {
  const pathname = usePathname();
  const best = siblings.filter((each) => fits(pathname, each)).toSorted((a, b) => b.length - a.length)[0];
  return (
    // Every page is rendered per request: fetching it ahead would only cost the server work.
    <Link
      prefetch={false}
      href={href}
      aria-current={best === href ? "page" : undefined}
      className={className}
      title={title}
    >
      {children}
    </Link>
  );
}
