// How is a question put in the way of everything else?
"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { cn } from "./cn.ts";
import { iconButtonClass } from "./icon-button.tsx";
import { useReturnFocus } from "./return-focus.ts";

export type DialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** One or two sentences under the title; read out when the dialog opens. */
  readonly description?: ReactNode;
  /** Buttons; the main one comes last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  readonly children?: ReactNode;
};

/** A modal dialog; on a phone it sits at the bottom edge, where the thumb is. */
export function Dialog({ open, onOpenChange, title, description, footer, wide = false, children }: DialogProps) {
  const { onOpenAutoFocus, onCloseAutoFocus } = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={onCloseAutoFocus}
          className={cn(
            "fixed z-40 flex max-h-[85dvh] animate-appear flex-col bg-raised shadow-float outline-none",
            "inset-x-0 bottom-0 rounded-t-lg pb-[env(safe-area-inset-bottom)]",
            "md:inset-x-auto md:top-[18dvh] md:bottom-auto md:left-1/2 md:w-full md:-translate-x-1/2 md:rounded-lg",
            "md:max-h-[70dvh] md:border md:border-line",
            wide ? "md:max-w-2xl" : "md:max-w-md",
          )}
        >
          <Radix.Title className="pt-4 pr-14 pl-5 text-md font-medium">{title}</Radix.Title>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5 [--sticky-top:0px]">
            {description ? (
              <Radix.Description asChild>
                <div className="text-soft">{description}</div>
              </Radix.Description>
            ) : null}
            {children ? <div className={description ? "mt-4" : "mt-2"}>{children}</div> : null}
          </div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>
          ) : null}
          {/* Last, so that the first field or Cancel gets the focus. */}
          <Radix.Close className={cn(iconButtonClass, "absolute top-2.5 right-3")} aria-label="Close">
            <X />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
