// Was a document of this order changed in QuickBooks? Said above everything, with the way to decide.
import { nowhere, placeHref } from "#app/(admin)/problems/drift/view.ts";
import { Banner } from "#components/ui/banner.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { OrderShown } from "#lib/sync/orders-shown.ts";

type DriftBannerProps = { readonly order: Pick<OrderShown, "companyFileId" | "documents"> };

export function DriftBanner({ order: { companyFileId, documents } }: DriftBannerProps) {
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
          href={placeHref({
            ...nowhere,
            company: companyFileId,
            open: drifted.length === 1 ? first.documentId : null,
          })}
        >
          Compare and decide
        </ButtonLink>
      }
    >
      {drifted.map(({ title, goneAt }) => `${title} was ${goneAt ? "deleted or voided" : "edited"} there`).join("; ")}.
    </Banner>
  );
}
