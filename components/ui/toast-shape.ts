// What can a toast say?
import type { ReactNode } from "react";

export type ToastOptions = {
  readonly detail?: string | undefined;
  /** The way back; the same one must also stay somewhere that does not vanish. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

export type Toast = ToastOptions & { readonly icon: ReactNode; readonly text: string };
