// How is a short fact marked? Colour means state only, and then an icon stands beside the word.
import type { ReactNode } from "react";

import { cn } from "./cn.ts";

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad";

/** Text colour of each tone. */
export const toneText: Record<Tone, string> = {
  neutral: "text-soft",
  accent: "text-accent",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
};

const TONES: Record<Tone, string> = {
  neutral: "border-line text-soft",
  accent: "border-accent/30 bg-selected text-accent",
  good: "border-good/25 bg-good-wash text-good",
  warn: "border-warn/30 bg-warn-wash text-warn",
  bad: "border-bad/25 bg-bad-wash text-bad",
};

type BadgeProps = { readonly tone?: Tone; readonly icon?: ReactNode; readonly className?: string; children: ReactNode };

/** A small outlined word. */
export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 max-w-full items-center gap-1 rounded-full border px-2 text-xs whitespace-nowrap",
        "[&_svg]:size-3 [&_svg]:shrink-0",
        TONES[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
