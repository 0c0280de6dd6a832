// How does the page say that something just happened? One line at the bottom, with the way back beside it.
"use client";

import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";
import { toast as sonner, Toaster as Sonner } from "sonner";

export type ToastOptions = {
  readonly detail?: string;
  /** The way back; the same one must also stay somewhere that does not vanish. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

const UNDO_MS = 10_000;
const PLAIN_MS = 6_000;

// One message at a time: a fixed id makes the next one replace it.
const ID = "tieout";

function show(icon: ReactNode, text: string, { detail, action }: ToastOptions = {}): void {
  sonner(text, {
    id: ID,
    icon,
    duration: action ? UNDO_MS : PLAIN_MS,
    description: detail,
    ...(action ? { action: { label: action.label, onClick: () => action.onClick() } } : { action: undefined }),
  });
}

/** One toast per action, however many rows it touched. A failure must also be shown where it happened. */
export const toast = {
  done: (text: string, options?: ToastOptions) => show(<CircleCheck className="size-4 text-good" />, text, options),
  failed: (text: string, options?: ToastOptions) => show(<CircleAlert className="size-4 text-bad" />, text, options),
  info: (text: string, options?: ToastOptions) => show(<Info className="size-4 text-soft" />, text, options),
};

/** The place where toasts appear; once, in the providers. They wait while hovered or focused. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      visibleToasts={1}
      offset={{ bottom: "calc(var(--sticky-bottom) + var(--toast-lift) + 16px)" }}
      mobileOffset={{ bottom: "calc(var(--sticky-bottom) + var(--toast-lift) + 10px)", left: 12, right: 12 }}
      containerAriaLabel="Messages"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full md:w-[26rem] items-center gap-2.5 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-sm text-ink shadow-float",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-xs text-soft",
          icon: "grid shrink-0 place-items-center",
          actionButton:
            "shrink-0 rounded-md border border-line px-2.5 h-7 pointer-coarse:h-11 text-xs font-medium text-accent hover:bg-hover",
        },
      }}
    />
  );
}
