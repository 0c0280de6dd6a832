// What is the sign of the house? A tick over a double line: an account that ties out.
import { cn } from "./ui/cn.ts";

export function Wordmark({ className }: { readonly className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2 font-medium text-ink", className)}>
      <svg viewBox="0 0 20 20" aria-hidden className="size-5 text-accent" fill="none" stroke="currentColor">
        <path d="M5 6.6 8.6 10 15.4 2.8" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
        <path d="M3 14h14M3 17.4h14" strokeWidth="1.4" strokeLinecap="round" />
      </svg>
      <span className="max-lg:group-[.rail]:hidden">Tieout</span>
    </span>
  );
}
