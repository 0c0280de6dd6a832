// What does a person see at an address that holds nothing, or nothing of theirs?
import { FileQuestion } from "lucide-react";

import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export const metadata = { title: "Not found" };

/** The same sentence for "does not exist" and "belongs to someone else", so that an address tells nothing. */
export default function NotFound() {
  return (
    <main className="grid min-h-[60dvh] place-items-center px-edge">
      <EmptyState
        icon={<FileQuestion />}
        isPage
        title="There is nothing here"
        actions={
          <ButtonLink href="/" variant="primary">
            Back to Today
          </ButtonLink>
        }
      >
        The page does not exist, or it belongs to a company you are not signed in to. Switch the company at the top, or
        go back.
      </EmptyState>
    </main>
  );
}
