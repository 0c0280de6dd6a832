// Which filters are on? A chip for each part, to be taken off or turned round.
"use client";

import { Ban, X } from "lucide-react";

import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { ProblemFilter } from "#lib/sync/problem-filter.ts";

import { filterParts, type FilterChoices } from "./filter-words.ts";
import { causeOf, hasCards, type ProblemView } from "./view.ts";

type FilterChipsProps = {
  readonly view: ProblemView;
  readonly choices: FilterChoices;
  readonly onFilter: (filter: ProblemFilter) => void;
};

export function FilterChips({ view, choices, onFilter }: FilterChipsProps) {
  const { filter } = view;
  // The card of a chosen cause stands open below and says the same.
  const isCard = hasCards(view) && causeOf(view) !== null;
  const parts = filterParts(filter, choices).filter(({ key }) => !(isCard && key === "code"));
  if (parts.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex basis-full flex-wrap items-center gap-1.5">
      {parts.map((part) => (
        <li key={part.key} className="flex max-w-full items-center rounded-md border border-line bg-sunken pl-2.5">
          <span className="truncate py-1 text-xs">{part.text}</span>
          {part.turned ? (
            <IconButton
              label={part.isExclusion ? `Show only this: ${part.text}` : `Leave out: ${part.text}`}
              icon={<Ban className={part.isExclusion ? "text-accent" : undefined} />}
              aria-pressed={part.isExclusion}
              className="ml-1 size-7"
              onClick={() => onFilter(part.turned ?? filter)}
            />
          ) : null}
          <IconButton
            label={`Take off: ${part.text}`}
            icon={<X />}
            className="size-7"
            onClick={() => onFilter(part.without)}
          />
        </li>
      ))}
      <li>
        <Button variant="quiet" size="sm" onClick={() => onFilter({})}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
}
