// What does a button look like, and how does it say that it is busy or may not be used?
"use client";

import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, MouseEvent, ReactNode } from "react";

import { buttonClass, type ButtonSize, type ButtonVariant } from "./button-class.ts";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

type Look = { readonly variant?: ButtonVariant; readonly size?: ButtonSize; readonly icon?: ReactNode };

export type ButtonProps = Look &
  ComponentProps<"button"> & {
    /** Working: shows a spinner, ignores clicks, keeps focus and width. */
    readonly pending?: boolean;
    /** Why it cannot be used now, as a sentence. The button stays focusable so that the reason can be read. */
    readonly whyNot?: string | undefined;
  };

/** A button says what it will do and to how many: "Resync 37 invoices". One `primary` in a view. */
export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    icon,
    pending = false,
    whyNot,
    className,
    children,
    onClick,
    type = "button",
    ...rest
  } = props;
  const isOff = pending || whyNot !== undefined;
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (isOff) event.preventDefault();
    else onClick?.(event);
  }
  const button = (
    <button
      {...rest}
      type={type}
      className={cn(buttonClass(variant, size), className)}
      aria-disabled={isOff || undefined}
      aria-busy={pending || undefined}
      onClick={handleClick}
    >
      {pending ? <LoaderCircle aria-hidden className="motion-safe:animate-spin" /> : icon}
      {children}
    </button>
  );
  return whyNot === undefined ? button : <Tooltip text={whyNot}>{button}</Tooltip>;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant, size, icon, className, children, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link prefetch={false} {...rest} className={cn(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </Link>
  );
}
