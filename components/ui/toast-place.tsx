// Where and how is a toast drawn? One at a time at the bottom; it waits while hovered or focused.
"use client";

import { useEffect } from "react";
import { toast as sonner, Toaster as Sonner } from "sonner";

import type { Toast } from "./toast-shape.ts";

const UNDO_MS = 10_000;
const PLAIN_MS = 6_000;

// One message at a time: the next one sends the last away. Under the same id it would be lost while the last fades out,
// as it does once its Undo is pressed.
let shown: string | number | undefined;

function draw({ icon, text, detail, action }: Toast): void {
  if (shown !== undefined) sonner.dismiss(shown);
  shown = sonner(text, {
    icon,
    duration: action ? UNDO_MS : PLAIN_MS,
    description: detail,
    ...(action ? { action: { label: action.label, onClick: () => action.onClick() } } : {}),
  });
}

/** `onReady` gets what draws a toast, once the place is there: what comes before would be lost. */
export function ToastPlace({ onReady }: { readonly onReady: (draw: (toast: Toast) => void) => void }) {
  useEffect(() => onReady(draw), [onReady]);
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
          // What is behind or on its way out offers nothing any more: its Undo is that of an earlier act.
          actionButton:
            "in-data-[front=false]:invisible in-data-[removed=true]:invisible shrink-0 rounded-md border border-line px-2.5 h-7 pointer-coarse:h-11 text-xs font-medium text-accent hover:bg-hover",
        },
      }}
    />
  );
}
