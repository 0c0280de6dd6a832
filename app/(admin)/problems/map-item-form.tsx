// Which QuickBooks item does this charge mean? Chosen once, and everything that waited for it goes.
"use client";

import { map } from "./actions.ts";
import { whyNotFix, type FixProps } from "./fix-props.ts";
import { ReleaseForm } from "./release-form.tsx";

export function MapItemForm({ companyFileId, cause: { about }, held, rights, onReleased }: FixProps) {
  return (
    <ReleaseForm
      companyFileId={companyFileId}
      list="item"
      verb="Map"
      words={{
        label: `QuickBooks item for ${about}`,
        title: (name) => `Book “${about}” as “${name}”?`,
        fromNowOn: (name) => `charges that meant “${about}” are booked with the item “${name}”`,
        done: (name) => `“${about}” is now “${name}”`,
      }}
      held={held}
      whyNot={whyNotFix(rights, false)}
      onChoose={async ({ ledgerId }) => await map({ companyFileId, about, itemId: ledgerId })}
      onReleased={onReleased}
    />
  );
}
