// How does a person reach the rows that do not fit? Newer and older: keyset pages have no numbers.
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

import { ButtonLink } from "./button.tsx";

type PaginationProps = {
  readonly newerHref?: string | undefined;
  readonly olderHref?: string | undefined;
  /** What is shown: "100 of 12,041". */
  readonly children?: ReactNode;
};

/** Draws nothing when there is only one page and nothing to say. */
export function Pagination({ newerHref, olderHref, children }: PaginationProps) {
  if (!newerHref && !olderHref && !children) return null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2 px-edge py-3">
      <span className="mr-auto text-xs text-faint">{children}</span>
      {newerHref ? (
        <ButtonLink href={newerHref} size="sm" icon={<ChevronLeft aria-hidden />}>
          Newer
        </ButtonLink>
      ) : null}
      {olderHref ? (
        <ButtonLink href={olderHref} size="sm">
          Older
          <ChevronRight aria-hidden />
        </ButtonLink>
      ) : null}
    </nav>
  );
}
