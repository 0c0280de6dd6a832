// Which of them are shown? A state and a search, both in the address.
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Toolbar } from "#components/ui/page.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { idFilters, type IdFilter } from "#lib/sync/ledger-ids.ts";

import { viewHref, type IdView } from "./view.ts";
import { filterLabels } from "./words.ts";

export function IdFilters({ view }: { readonly view: IdView }) {
  const router = useRouter();
  const [text, setText] = useState(view.search);
  const go = (more: Partial<IdView>) => router.push(viewHref({ ...view, after: null, open: null, ...more }));
  const isNamed = view.kind === "customer" || view.kind === "item";
  function submit() {
    if (text.trim() !== view.search) go({ search: text.trim() });
  }
  return (
    <Toolbar>
      <Field label="Show" isLabelHidden className="w-52 max-md:w-full">
        <Select value={view.show} onChange={({ target }) => go({ show: target.value as IdFilter })}>
          {idFilters.map((show) => (
            <option key={show} value={show}>
              {filterLabels[show]}
            </option>
          ))}
        </Select>
      </Field>
      <form
        role="search"
        className="w-80 max-md:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Search" isLabelHidden>
          <Input
            type="search"
            placeholder={isNamed ? "Name, or QuickBooks ID" : "Order number, customer or QuickBooks ID"}
            value={text}
            maxLength={100}
            onChange={({ target }) => setText(target.value)}
            onBlur={submit}
          />
        </Field>
      </form>
    </Toolbar>
  );
}
