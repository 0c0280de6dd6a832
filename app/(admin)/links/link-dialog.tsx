// Which customer or job of QuickBooks is it? Search as people know it, choose a row, link.
"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import type { CustomerShown } from "#lib/sync/links.ts";
import { whyNoSearch } from "#lib/sync/searching.ts";

import { CustomerLine } from "./customer-line.tsx";
import { useLinking, type Target } from "./use-linking.ts";

type LinkDialogProps = {
  readonly target: Target;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export function LinkDialog({ target, open, onOpenChange }: LinkDialogProps) {
  const { linkTo, pending, takeOver, setTakeOver, takeItOver } = useLinking(() => onOpenChange(false));
  return (
    <>
      <Dialog
        open={open && !takeOver}
        onOpenChange={onOpenChange}
        wide
        title={`Link ${target.name}`}
        description="Choose the customer or job in QuickBooks. Nothing is changed there."
      >
        <SearchForm target={target} pending={pending} onChoose={(customer) => linkTo(target, customer)} />
      </Dialog>
      <Confirm
        open={takeOver !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setTakeOver(null))}
        title={`Link ${target.name} to ${takeOver?.chosen.name ?? ""} all the same?`}
        consequence={takeOver?.sentence ?? ""}
        confirmLabel="Link all the same"
        onConfirm={takeItOver}
      />
    </>
  );
}

type SearchFormProps = {
  readonly target: Target;
  readonly pending: string | null;
  readonly onChoose: (customer: CustomerShown) => Promise<string | void>;
};

type Found = { readonly found: readonly CustomerShown[]; readonly more: number };

function SearchForm({ target, pending, onChoose }: SearchFormProps) {
  const [text, setText] = useState(target.name);
  const [sought, setSought] = useState(target.name);
  const [includeHidden, setIncludeHidden] = useState(false);
  const [relatedTo, setRelatedTo] = useState<CustomerShown | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const whyNot = relatedTo ? null : whyNoSearch(sought);
  const query = useQuery({
    queryKey: ["customers", target.documentId, sought, includeHidden, relatedTo?.ledgerId],
    queryFn: async ({ signal }) => {
      const asked = { documentId: target.documentId, includeHidden: String(includeHidden) };
      const what = relatedTo ? { relatedTo: relatedTo.ledgerId } : {};
      const address = `/links/search?text=${encodeURIComponent(relatedTo ? "" : sought)}&${queryText({ ...asked, ...what })}`;
      return await fetchJson<Found>(address, signal);
    },
    enabled: whyNot === null,
    placeholderData: keepPreviousData,
  });
  async function choose(customer: CustomerShown) {
    setRefusal(undefined);
    const sentence = await onChoose(customer);
    if (sentence) setRefusal(sentence);
  }
  return (
    <div className="grid gap-3">
      <form
        role="search"
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setRelatedTo(null);
          setSought(text.trim());
        }}
      >
        <Field
          label="Name in QuickBooks"
          hint="At least two letters. With a space: first name and last name, each by its beginning."
          error={whyNot ?? undefined}
          className="min-w-0 flex-1 basis-56"
        >
          <Input type="search" value={text} maxLength={100} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Button type="submit" className="mb-5">
          Search
        </Button>
      </form>
      <Checkbox
        label="Include hidden (inactive in QuickBooks)"
        checked={includeHidden}
        onChange={(event) => setIncludeHidden(event.target.checked)}
      />
      {refusal || query.error ? (
        <p role="alert" className="text-bad">
          {refusal ?? query.error?.message}
        </p>
      ) : null}
      {whyNot === null ? (
        <Results
          found={query.data}
          sought={relatedTo ? `related to ${relatedTo.name}` : `“${sought}”`}
          pending={pending}
          onChoose={(customer) => void choose(customer)}
          onRelated={setRelatedTo}
        />
      ) : null}
    </div>
  );
}

type ResultsProps = {
  readonly found: Found | undefined;
  readonly sought: string;
  readonly pending: string | null;
  readonly onChoose: (customer: CustomerShown) => void;
  readonly onRelated: (customer: CustomerShown) => void;
};

function Results({ found, sought, pending, onChoose, onRelated }: ResultsProps) {
  if (!found) return <p className="text-soft">Looking…</p>;
  return (
    <>
      <p role="status" className="text-xs text-soft">
        {found.found.length === 0 ? `Nobody in QuickBooks fits ${sought}.` : `${found.found.length} for ${sought}`}
        {found.more > 0 ? `, and ${found.more.toLocaleString("en-US")} more: type more of the name` : ""}
      </p>
      <ul aria-label="Customers in QuickBooks" className="grid">
        {found.found.map((customer) => (
          <li
            key={customer.ledgerId}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line py-2 first:border-t-0"
          >
            <span className="min-w-0 flex-1 basis-52">
              <CustomerLine customer={customer} />
            </span>
            <Button size="sm" variant="quiet" onClick={() => onRelated(customer)}>
              Related<span className="sr-only"> to {customer.name}</span>
            </Button>
            <Button
              size="sm"
              pending={pending === customer.ledgerId}
              whyNot={customer.isActive ? undefined : "It is inactive in QuickBooks. Make it active there first."}
              onClick={() => onChoose(customer)}
            >
              Link<span className="sr-only"> to {customer.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
