// What stands around the two pages outside the house: signing in, and making the owner?
import type { ReactNode } from "react";

import { Wordmark } from "#components/wordmark.tsx";

type OutsideProps = { readonly title: string; readonly lead: ReactNode; readonly children: ReactNode };

/** One narrow column: the sign of the house, a title, a form. */
export function Outside({ title, lead, children }: OutsideProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[25rem] flex-col justify-center px-edge py-12">
      <Wordmark className="mb-10 text-md" />
      <h1 className="text-xl tracking-[-0.01em]">{title}</h1>
      <p className="mt-1 mb-7 text-soft">{lead}</p>
      {children}
    </main>
  );
}
