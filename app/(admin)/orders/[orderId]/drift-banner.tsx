// Was a document of this order changed in QuickBooks? Said above everything, with the way to decide.
import { Banner } from "#components/ui/banner.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { DocumentShown } from "#lib/sync/orders-shown.ts";

type DriftBannerProps = { readonly documents: readonly DocumentShown[] };

export function DriftBanner({ documents }: DriftBannerProps) {
  const drifted = documents.filter((document) => document.editedAt !== null || document.goneAt !== null);
  const [first] = drifted;
  if (!first) return null;
  const isGone = drifted.some((document) => document.goneAt !== null);
  return (
    <Banner
      tone="warn"
      title={isGone ? "Not in QuickBooks as it was sent." : "Changed in QuickBooks."}
      actions={
        <ButtonLink
          size="sm"
          href={drifted.length === 1 ? `/problems/drift?open=${first.documentId}` : "/problems/drift"}
        >
          Compare and decide
        </ButtonLink>
      }
    >
      {drifted.map(({ title, goneAt }) => `${title} was ${goneAt ? "deleted or voided" : "edited"} there`).join("; ")}.
    </Banner>
  );
}
