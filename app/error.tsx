// What does a person see when a page broke? That it broke, that nothing was sent twice, and what to do.
"use client";

import { RotateCw, TriangleAlert } from "lucide-react";

import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type ErrorPageProps = { readonly error: Error & { digest?: string }; readonly reset: () => void };

/** Shown in place of a page that threw. The digest is the line to look for in the server's log. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="grid min-h-[60dvh] place-items-center px-edge">
      <EmptyState
        icon={<TriangleAlert />}
        tone="bad"
        isPage
        title="This page could not be shown"
        actions={
          <>
            <Button variant="primary" icon={<RotateCw />} onClick={reset}>
              Try again
            </Button>
            <ButtonLink href="/">Back to Today</ButtonLink>
          </>
        }
      >
        Something failed on our side. Nothing you had not confirmed was sent to QuickBooks.
        {error.digest ? (
          <span className="mt-2 block text-xs text-faint">
            When you ask for help, give this number: <code className="text-soft">{error.digest}</code>
          </span>
        ) : null}
      </EmptyState>
    </main>
  );
}
