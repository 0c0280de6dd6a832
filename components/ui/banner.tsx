// How is something said that concerns the whole page?
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { toneText } from "./badge.tsx";
import type { Tone } from "./badge.tsx";
import { cn } from "./cn.ts";

const ICONS: Record<Tone, typeof Info> = {
  neutral: Info,
  accent: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
};

const WASHES: Record<Tone, string> = {
  neutral: "bg-sunken",
  accent: "bg-selected",
  good: "bg-good-wash",
  warn: "bg-warn-wash",
  bad: "bg-bad-wash",
};

type BannerProps = {
  readonly tone?: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
};

/** A strip from edge to edge: a mark, a sentence, what to do. Bad news is announced. */
export function Banner({ tone = "neutral", title, children, actions, className }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className={cn(
        "flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-edge py-2.5",
        WASHES[tone],
        className,
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0 max-md:mt-0.5 max-md:self-start", toneText[tone])} />
      <p className="min-w-0 flex-1 basis-60">
        <strong className={tone === "neutral" ? undefined : toneText[tone]}>{title}</strong>
        {children ? <span className="text-soft"> {children}</span> : null}
      </p>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
