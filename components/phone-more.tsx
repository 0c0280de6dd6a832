// Where are the pages for which the bar of a phone has no room? Behind its last button.
"use client";

import { Ellipsis } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { Menu, MenuLink } from "./ui/menu.tsx";
import { cn } from "./ui/cn.ts";

type PhoneMoreProps = {
  readonly entries: readonly { readonly href: string; readonly label: string; readonly icon: ReactNode }[];
};

export function PhoneMore({ entries }: PhoneMoreProps) {
  const pathname = usePathname();
  const current = entries.find(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button
          type="button"
          className={cn(
            "flex h-14 flex-col items-center justify-center gap-1 text-xs -outline-offset-2",
            current ? "font-medium text-accent" : "text-soft",
          )}
        >
          <Ellipsis aria-hidden className="size-5 stroke-[1.75]" />
          More
          {current ? <span className="sr-only">, {current.label} is shown</span> : null}
        </button>
      }
    >
      {entries.map(({ href, label, icon }) => (
        <MenuLink key={href} href={href} icon={icon}>
          {label}
        </MenuLink>
      ))}
    </Menu>
  );
}
