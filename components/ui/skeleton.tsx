// What stands where something will come? The same shape, quieter.
import { cn } from "./cn.ts";

/** One grey bar; give it the width of what comes. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cn("block h-3 rounded-sm bg-line motion-safe:animate-breathe", className)} />;
}

const WIDTHS = ["w-40", "w-56", "w-32", "w-48"];

/** Rows of a list that is on its way. Says "Loading" to a screen reader. */
export function SkeletonRows({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-row items-center gap-6 border-b border-line px-edge">
          <Skeleton className={WIDTHS[row % WIDTHS.length] ?? ""} />
          <Skeleton className="w-24 max-md:hidden" />
          <Skeleton className="ml-auto w-20" />
        </div>
      ))}
    </div>
  );
}
