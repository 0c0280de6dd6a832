// Why does a link to a cause show nothing of it? It was solved, or the link is old.
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { problemTitle } from "#lib/problem.ts";

import type { CauseKey } from "./view.ts";

type CauseIsGoneProps = { readonly cause: CauseKey; readonly onShowAll: () => void };

/** Above the other causes: the chosen one was solved, or a link to it is old. */
export function CauseIsGone({ cause, onShowAll }: CauseIsGoneProps) {
  return (
    <Banner
      title="Nothing is left of this cause."
      actions={
        <Button size="sm" onClick={onShowAll}>
          Show all rows
        </Button>
      }
    >
      {problemTitle(cause.code, cause.about)}: no row of it stands here any more.
    </Banner>
  );
}
