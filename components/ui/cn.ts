// How are class names put together? Later ones win over earlier ones of the same kind.
import { clsx } from "clsx";
import type { ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names, drops falsy ones, and lets a later utility override an earlier one. */
export function cn(...classes: ClassValue[]): string {
  return twMerge(clsx(classes));
}
