// What stands here when Today could not be read? That it is not known how things stand: never "all clear".
"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";

import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type TodayErrorProps = { readonly error: Error & { digest?: string }; readonly reset: () => void };

/** In place of the page, inside the frame. The digest is the line to look for in the server's log. */
export default function TodayError({ error, reset }: TodayErrorProps) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <EmptyState
      icon={<TriangleAlert />}
      tone="bad"
      isPage
      title="How things stand could not be read"
      actions={
        <>
          <Button variant="primary" icon={<RotateCw />} onClick={again}>
            Try again
          </Button>
          <ButtonLink href="/problems">Open Problem Sync</ButtonLink>
        </>
      }
    >
      Something failed on our side, so nothing is known of what needs you. Orders and documents are as they were.
      {error.digest ? (
        <span className="mt-2 block text-xs text-faint">
          When you ask for help, give this number: <code className="text-soft">{error.digest}</code>
        </span>
      ) : null}
    </EmptyState>
  );
}
