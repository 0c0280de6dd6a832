// How are a few seldom used choices put behind one button?
"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

import { cn } from "./cn.ts";

type MenuProps = {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly align?: "start" | "end";
  readonly side?: "bottom" | "top";
  readonly children: ReactNode;
};

const ITEM =
  "flex min-h-8 items-center gap-2 rounded-sm px-2 py-1 outline-none select-none pointer-coarse:min-h-11 " +
  "data-highlighted:bg-sunken forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:outline-solid forced-colors:-outline-offset-2 data-disabled:text-faint [&_svg]:size-3.5 [&_svg]:shrink-0 cursor-default";

/** A menu under its button; arrow keys move, typing jumps, Escape closes. */
export function Menu({ trigger, align = "start", side = "bottom", children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      {/* No portal: the choices stay inside the landmark of their button. */}
      <Radix.Content
        align={align}
        side={side}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 text-left font-normal whitespace-normal text-ink max-h-[min(28rem,80dvh)] min-w-48 max-w-80 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 text-sm shadow-float"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

type MenuItemProps = {
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  /** Why it cannot be used now; also disables it. */
  readonly whyNot?: string | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
};

export function MenuItem({ icon, isDanger = false, whyNot, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item disabled={whyNot !== undefined} onSelect={onSelect} className={cn(ITEM, isDanger && "text-bad")}>
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {whyNot ? <span className="block text-xs text-faint">{whyNot}</span> : null}
      </span>
    </Radix.Item>
  );
}

export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Item asChild className={ITEM}>
      <Link prefetch={false} href={href}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{children}</span>
      </Link>
    </Radix.Item>
  );
}

export type MenuChoice<Value extends string> = { readonly value: Value; readonly label: string; icon?: ReactNode };

type MenuChoicesProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly MenuChoice<Value>[];
  readonly onChoose: (value: Value) => void;
};

/** One of several; the current one is checked. */
export function MenuChoices<Value extends string>({ label, value, choices, onChoose }: MenuChoicesProps<Value>) {
  return (
    <Radix.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const choice = choices.find((each) => each.value === next);
        if (choice && choice.value !== value) onChoose(choice.value);
      }}
    >
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={ITEM}>
          {choice.icon}
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="text-accent" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-xs text-faint">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line forced-colors:bg-[CanvasText]" />;
}
