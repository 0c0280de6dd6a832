// How does the page say that something just happened? One line at the bottom, with the way back beside it.
"use client";

import { CircleAlert, CircleCheck, Info } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import type { Toast, ToastOptions } from "./toast-shape.ts";

/** What shows a toast; null until the first one is wanted, because no page needs its weight before. */
let draw: ((toast: Toast) => void) | null = null;
let wake: () => void = () => {};
let latest: Toast | null = null;

function show(icon: ReactNode, text: string, options: ToastOptions = {}): void {
  const wanted = { ...options, icon, text };
  if (draw) draw(wanted);
  else {
    latest = wanted;
    wake();
  }
}

/** One toast per action, however many rows it touched. A failure must also be shown where it happened. */
export const toast = {
  done: (text: string, options?: ToastOptions) => show(<CircleCheck className="size-4 text-good" />, text, options),
  failed: (text: string, options?: ToastOptions) => show(<CircleAlert className="size-4 text-bad" />, text, options),
  info: (text: string, options?: ToastOptions) => show(<Info className="size-4 text-soft" />, text, options),
};

const ToastPlace = dynamic(async () => (await import("./toast-place.tsx")).ToastPlace, { ssr: false });

/** The place where toasts appear; once, in the providers. It comes with the first toast. */
export function Toaster() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    wake = () => setWanted(true);
    if (latest) wake();
    return () => {
      wake = () => {};
      draw = null;
    };
  }, []);
  return isWanted ? <ToastPlace onReady={startDrawing} /> : null;
}

function startDrawing(next: (toast: Toast) => void): void {
  draw = next;
  if (latest) next(latest);
  latest = null;
}
