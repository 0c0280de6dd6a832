// How is one row of a list opened beside the list, without losing the place in it?
"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import { cn } from "./cn.ts";
import { iconButtonClass } from "./icon-button.tsx";
import { useReturnFocus } from "./return-focus.ts";

export type SheetProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** A line above the title: what kind of thing this is. */
  readonly kicker?: ReactNode;
  /** Beside the close button: previous, next, a menu. */
  readonly tools?: ReactNode;
  /** Stays at the bottom while the content scrolls. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
};

const PHONE = "(width < 48rem)";

function watchPhone(onChange: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

function isPhoneNow(): boolean {
  return window.matchMedia(PHONE).matches;
}

/**
 * A panel at the right edge. The list behind stays usable, so a click on another row can replace the content; on a
 * phone the panel fills the screen and is modal. Escape closes it and focus returns to where it was.
 */
export function Sheet({ open, onOpenChange, title, kicker, tools, footer, children }: SheetProps) {
  const { onOpenAutoFocus, onCloseAutoFocus, onFocus } = useReturnFocus();
  const isPhone = useSyncExternalStore(watchPhone, isPhoneNow, () => false);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={isPhone}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            onOpenAutoFocus();
            // The panel itself, so that its title is read first and no button lights up.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          onCloseAutoFocus={onCloseAutoFocus}
          onFocus={onFocus}
          onInteractOutside={(event) => event.preventDefault()}
          className={cn(
            "fixed inset-0 z-30 flex animate-slide-in flex-col bg-surface outline-none",
            "md:top-(--sticky-top) md:left-auto md:w-[min(34rem,46vw)] md:border-l md:border-line md:shadow-float",
          )}
        >
          <div className="flex items-start gap-1 border-b border-line py-2.5 pr-3 pl-5">
            <div className="min-w-0 flex-1 py-1">
              {kicker ? <div className="mb-0.5 text-xs text-faint">{kicker}</div> : null}
              <Radix.Title className="text-md font-medium">{title}</Radix.Title>
            </div>
            {tools}
            <Radix.Close className={iconButtonClass} aria-label="Close">
              <X />
            </Radix.Close>
          </div>
          {/* Scrolls by keyboard too, also when nothing inside can take focus. */}
          <div
            tabIndex={0}
            role="region"
            aria-label="Details"
            className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
          >
            {children}
          </div>
          {footer ? (
            <div className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A titled part of a panel; parts are separated by hairlines, not boxes. */
export function SheetPart({ title, aside, children }: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-line px-5 py-4 last:border-b-0">
      {title ? (
        <div className="mb-2 flex items-baseline justify-between gap-3">
          <h3 className="text-xs font-normal text-faint">{title}</h3>
          {aside}
        </div>
      ) : null}
      {children}
    </section>
  );
}
