// What does a button look like? Plain text, so that server components can dress a link as one.
import { cn } from "./cn.ts";

export type ButtonVariant = "primary" | "plain" | "quiet" | "danger" | "grave";
export type ButtonSize = "sm" | "md";

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none " +
  "transition-colors duration-100 aria-disabled:cursor-not-allowed disabled:cursor-not-allowed " +
  "[&_svg]:size-3.5 [&_svg]:shrink-0 forced-colors:border forced-colors:aria-disabled:text-[GrayText]";

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    "bg-accent text-on-accent hover:bg-accent-strong aria-disabled:bg-sunken aria-disabled:text-faint " +
    "disabled:bg-sunken disabled:text-faint aria-disabled:hover:bg-sunken",
  plain:
    "border border-line bg-surface text-ink hover:border-line-strong hover:bg-hover aria-disabled:text-faint " +
    "disabled:text-faint aria-disabled:hover:border-line",
  quiet: "text-soft hover:bg-sunken hover:text-ink aria-disabled:text-faint disabled:text-faint",
  danger:
    "border border-line bg-surface text-bad hover:border-bad hover:bg-bad-wash aria-disabled:text-faint disabled:text-faint",
  // Only inside a confirmation: there the destructive act is meant.
  grave: "bg-bad text-on-bad hover:opacity-90 aria-disabled:bg-sunken aria-disabled:text-faint disabled:bg-sunken",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-xs pointer-coarse:h-11 pointer-coarse:px-3.5",
  md: "h-control px-3 text-sm pointer-coarse:px-4",
};

/** The classes of a button, for an element that is not one (a file label, a download link). */
export function buttonClass(variant: ButtonVariant = "plain", size: ButtonSize = "md"): string {
  return cn(BASE, VARIANTS[variant], SIZES[size]);
}
