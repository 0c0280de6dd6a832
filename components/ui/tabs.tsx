// How does a person change between a few views? By links when the view has an address, else in place.
"use client";

import Link from "next/link";
import { Tabs as Radix } from "radix-ui";
import { useId, useState } from "react";
import type { MouseEvent, ReactNode } from "react";

import { cn } from "./cn.ts";

const STRIP = "flex gap-x-5 border-b border-line px-edge max-md:gap-x-0 max-md:px-2";

const TAB =
  "relative flex items-baseline gap-1.5 py-2 text-soft hover:text-ink -outline-offset-2 " +
  "max-md:min-h-12 max-md:min-w-0 max-md:flex-1 max-md:flex-col-reverse max-md:items-center max-md:justify-center " +
  "max-md:gap-0 max-md:px-0.5 max-md:text-center max-md:text-xs " +
  "after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent after:opacity-0 forced-colors:after:bg-[Highlight]";

const TAB_CURRENT = "font-medium text-ink after:opacity-100";

function Count({ count, isCurrent }: { readonly count: number; readonly isCurrent: boolean }) {
  return (
    <span className={cn("text-xs max-md:text-sm", isCurrent ? "text-ink" : "text-faint", count === 0 && "text-faint")}>
      {count.toLocaleString("en-US")}
    </span>
  );
}

export type LinkTab = {
  readonly href: string;
  readonly label: string;
  readonly count?: number;
  /** After the count, where there is room: how much money. */
  readonly detail?: string | undefined;
  readonly isCurrent: boolean;
};

type LinkTabsProps = {
  readonly label: string;
  readonly tabs: readonly LinkTab[];
  readonly className?: string;
  /** Goes there without a new page; a click that asks for a new window stays the browser's. */
  readonly onGo?: (href: string) => void;
};

/** Tabs that are addresses: the back button works and each can be shared. `label` names the group. */
export function LinkTabs({ label, tabs, className, onGo }: LinkTabsProps) {
  function go(event: MouseEvent, href: string) {
    if (!onGo || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onGo(href);
  }
  return (
    <nav aria-label={label} className={cn(STRIP, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          prefetch={false}
          href={tab.href}
          aria-current={tab.isCurrent ? "page" : undefined}
          className={cn(TAB, tab.isCurrent && TAB_CURRENT)}
          onClick={(event) => go(event, tab.href)}
        >
          {tab.label}
          {tab.count === undefined ? null : <Count count={tab.count} isCurrent={tab.isCurrent} />}
          {tab.detail ? <span className="text-xs font-normal text-faint max-xl:hidden">{tab.detail}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

export type Tab = {
  readonly value: string;
  readonly label: string;
  readonly count?: number;
  readonly content: ReactNode;
};

/** Tabs in place, for small things such as the parts of a side panel. Starts with the first. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const panelId = useId();
  const [value, setValue] = useState(tabs[0]?.value ?? "");
  const current = tabs.find((tab) => tab.value === value);
  // The panel is our own: the primitive's writes an inline style, which the content policy would refuse.
  return (
    <Radix.Root value={value} onValueChange={setValue}>
      <Radix.List aria-label={label} className={cn(STRIP, "px-5")}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            aria-controls={tab.value === value ? panelId : undefined}
            className={cn(TAB, tab.value === value && TAB_CURRENT)}
          >
            {tab.label}
            {tab.count === undefined ? null : <Count count={tab.count} isCurrent={tab.value === value} />}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <div id={panelId} role="tabpanel" aria-label={current?.label} tabIndex={0}>
        {current?.content}
      </div>
    </Radix.Root>
  );
}
