// How is the list narrowed? A search that waits for the end of the word, chips for each part, and the order of rows.
"use client";

import { Ellipsis, ListFilter } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import type { ReactNode, RefObject } from "react";

import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { Toolbar } from "#components/ui/page.tsx";
import type { ProblemFilter, ProblemSort } from "#lib/sync/problem-filter.ts";
import type { Cause } from "#lib/sync/problems.ts";

import type { FilterChoices } from "./filter-words.ts";
import { isNarrowed, viewSorts, type ProblemView } from "./view.ts";

const FilterChips = dynamic(async () => (await import("./filter-chips.tsx")).FilterChips);
const FilterDialog = dynamic(async () => (await import("./filter-dialog.tsx")).FilterDialog, { ssr: false });

const SEARCH_WAIT_MS = 300;

const sortLabels: Readonly<Record<ProblemSort, string>> = {
  oldest: "Oldest first",
  newest: "Newest first",
  amount: "Largest amount first",
};

type FilterBarProps = {
  readonly view: ProblemView;
  readonly causes: readonly Cause[];
  readonly choices: FilterChoices;
  readonly searchBox: RefObject<HTMLInputElement | null>;
  readonly onFilter: (filter: ProblemFilter) => void;
  readonly onSort: (sort: ProblemSort) => void;
  readonly views: ReactNode;
  /** Export, recent actions. On a phone behind a button: two lines are enough above the list. */
  readonly tools: ReactNode;
};

export function FilterBar({ view, causes, choices, searchBox, onFilter, onSort, views, tools }: FilterBarProps) {
  const [hasTools, setTools] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [hasOpened, setOpened] = useState(false);
  const { filter } = view;
  return (
    <>
      <Toolbar>
        <SearchBox
          search={filter.search ?? ""}
          box={searchBox}
          onSearch={(search) => onFilter({ ...filter, search })}
        />
        <Button
          icon={<ListFilter aria-hidden />}
          onClick={() => {
            setOpened(true);
            setOpen(true);
          }}
        >
          Filter
        </Button>
        <Field label="Order of rows" isLabelHidden className="w-44 max-md:grow max-md:basis-40">
          <Select
            value={view.sort}
            onChange={({ target }) => onSort(viewSorts.find((each) => each === target.value) ?? view.sort)}
          >
            {viewSorts.map((sort) => (
              <option key={sort} value={sort}>
                {sortLabels[sort]}
              </option>
            ))}
          </Select>
        </Field>
        <div className="md:ml-auto">{views}</div>
        <Button
          icon={<Ellipsis aria-hidden />}
          aria-label="More tools"
          aria-expanded={hasTools}
          onClick={() => setTools(!hasTools)}
          className="md:hidden"
        />
        <div className={cn("flex flex-wrap gap-2", hasTools || "max-md:hidden")}>{tools}</div>
        {isNarrowed(view) ? <FilterChips view={view} choices={choices} onFilter={onFilter} /> : null}
      </Toolbar>
      {hasOpened ? (
        <FilterDialog
          isOpen={isOpen}
          filter={filter}
          causes={causes}
          choices={choices}
          onClose={() => setOpen(false)}
          onFilter={(next) => {
            setOpen(false);
            onFilter(next);
          }}
        />
      ) : null}
    </>
  );
}

type SearchBoxProps = {
  readonly search: string;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly onSearch: (search: string | undefined) => void;
};

/** Asks once the typing rests, or at Enter; Escape empties it. */
function SearchBox({ search, box, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(search);
  const [asked, setAsked] = useState(search);
  // The address changed by another hand, such as Back: the box says what it says.
  if (asked !== search && asked === text.trim()) setText(search);
  if (asked !== search) setAsked(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = (next: string) => {
    clearTimeout(timer.current);
    if (next.trim() !== search) onSearch(next.trim() || undefined);
  };
  return (
    <Field label="Search title or customer" isLabelHidden className="w-64 max-md:grow max-md:basis-52">
      <Input
        ref={box}
        type="search"
        placeholder="Invoice 1042, or a customer"
        maxLength={100}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => ask(target.value), SEARCH_WAIT_MS);
        }}
        onKeyDown={({ key }) => {
          if (key === "Enter") ask(text);
          if (key === "Escape") {
            setText("");
            ask("");
          }
        }}
      />
    </Field>
  );
}
