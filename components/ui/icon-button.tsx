// What does a button without words look like? It still has a name, for a tooltip and for a screen reader.
"use client";

import type { ComponentProps, ReactNode } from "react";

import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  readonly label: string;
  readonly icon: ReactNode;
  /** Off where the button opens a menu whose own content says enough. */
  readonly hasTooltip?: boolean;
};

export const iconButtonClass =
  "inline-grid size-8 shrink-0 place-items-center rounded-md text-soft transition-colors duration-100 " +
  "hover:bg-sunken hover:text-ink aria-disabled:text-faint data-[state=open]:bg-sunken data-[state=open]:text-ink " +
  "pointer-coarse:size-11 [&_svg]:size-4";

/** A square button with an icon; `label` names it. */
export function IconButton({ label, icon, hasTooltip = true, className, type = "button", ...rest }: IconButtonProps) {
  const button = (
    <button {...rest} type={type} aria-label={label} className={cn(iconButtonClass, className)}>
      {icon}
    </button>
  );
  return hasTooltip ? <Tooltip text={label}>{button}</Tooltip> : button;
}
