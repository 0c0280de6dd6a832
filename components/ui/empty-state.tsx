// What stands where there is nothing? Why there is nothing, and the one thing to do about it.
import type { ReactNode } from "react";

import { toneText } from "./badge.tsx";
import type { Tone } from "./badge.tsx";
import { cn } from "./cn.ts";

type EmptyStateProps = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly tone?: Tone;
  /** It is the whole page, so its title is the page's heading. */
  readonly isPage?: boolean;
  /** Tell apart: first use, nothing found, all done (with proof), failed, not allowed. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

export function EmptyState({ icon, title, tone = "neutral", isPage = false, children, actions }: EmptyStateProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-2 px-edge py-16 text-center">
      <span aria-hidden className={cn("mb-1 [&_svg]:size-6 [&_svg]:stroke-[1.5]", toneText[tone])}>
        {icon}
      </span>
      <Heading className="text-md font-medium">{title}</Heading>
      {children ? <div className="text-soft">{children}</div> : null}
      {actions ? <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
