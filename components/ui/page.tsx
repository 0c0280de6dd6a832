// How does a page begin, and how are its parts laid out? Edge to edge, parts separated by hairlines.
import type { ReactNode } from "react";

import { cn } from "./cn.ts";

type PageHeaderProps = {
  readonly title: ReactNode;
  /** One line under the title: what is here, in numbers if there are any. */
  readonly lead?: ReactNode;
  /** At most one primary button. */
  readonly actions?: ReactNode;
  /** A way back, above the title. */
  readonly back?: ReactNode;
};

/** The first line of a page; holds its only h1. */
export function PageHeader({ title, lead, actions, back }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-3 px-edge pt-6 pb-3 max-md:pt-4">
      <div className="min-w-0 flex-1 basis-64">
        {back ? <div className="mb-1 text-xs text-soft">{back}</div> : null}
        <h1 className="text-xl tracking-[-0.01em]">{title}</h1>
        {lead ? <p className="mt-0.5 text-soft">{lead}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}

/** A strip of filters or controls between the header and a list. */
export function Toolbar({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={cn("flex flex-wrap items-center gap-2 border-b border-line px-edge py-2", className)}>
      {children}
    </div>
  );
}

type SectionProps = { readonly title: string; aside?: ReactNode; isFlush?: boolean; children: ReactNode };

/** A titled part of a page. `isFlush` lets a table run from edge to edge. */
export function Section({ title, aside, isFlush = false, children }: SectionProps) {
  return (
    <section className="border-t border-line">
      <div className="flex flex-wrap items-baseline justify-between gap-3 px-edge pt-5 pb-2">
        <h2 className="text-md">{title}</h2>
        {aside}
      </div>
      <div className={isFlush ? undefined : "px-edge pb-6"}>{children}</div>
    </section>
  );
}

export type Fact = { readonly label: string; readonly value: ReactNode };

/** Name and value pairs, as in the head of a document. */
export function Facts({ facts, className }: { readonly facts: readonly Fact[]; readonly className?: string }) {
  return (
    <dl className={cn("grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-5 gap-y-1.5", className)}>
      {facts.map((fact) => (
        <div key={fact.label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-faint">{fact.label}</dt>
          <dd className="min-w-0">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
