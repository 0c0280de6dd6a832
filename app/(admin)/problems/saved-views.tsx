// Which views are kept under a name? Some that everybody has, one's own, and those of the whole tenant.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Dot, Trash2 } from "lucide-react";
import { useState } from "react";
import type { FormEvent } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { Menu, MenuItem, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SavedView } from "#lib/sync/saved-views.ts";

import { removeNamed, saveNamed } from "./actions.ts";
import { builtInViews, currentViewOf } from "./named-views.ts";
import { keptQuery, type ProblemView } from "./view.ts";

type SavedViewsProps = {
  readonly view: ProblemView;
  readonly mayShare: boolean;
  readonly onGo: (href: string) => void;
};

const KEY = ["problem-views"];

export function SavedViews({ view, mayShare, onGo }: SavedViewsProps) {
  const queries = useQueryClient();
  const [isNaming, setNaming] = useState(false);
  const saved = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => await fetchJson<readonly SavedView[]>("/problems/views", signal),
    staleTime: 60_000,
  });
  const views = saved.data ?? [];
  const current = currentViewOf(view, views);
  const go = (query: string) => onGo(query ? `/problems?${query}` : "/problems");
  async function drop({ viewId, name }: SavedView) {
    const outcome = await removeNamed({ viewId });
    if (outcome.ok) toast.info(`The view “${name}” is not kept any more`);
    else toast.failed("This view could not be dropped", { detail: outcome.refusal.sentence });
    await queries.invalidateQueries({ queryKey: KEY });
  }
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button icon={<Bookmark aria-hidden />}>
            {current?.name ?? "Views"}
            {current?.isChanged ? <Dot role="img" aria-label="changed" className="-mx-1 text-accent" /> : null}
          </Button>
        }
      >
        <MenuLabel>For everybody</MenuLabel>
        {builtInViews.map(({ name, query }) => (
          <MenuItem key={name} onSelect={() => go(query)}>
            {name}
          </MenuItem>
        ))}
        {views.length > 0 ? <MenuLine /> : null}
        {views.map((each) => (
          <MenuItem key={each.viewId} onSelect={() => go(each.query)}>
            {each.name}
            {each.isShared ? <span className="block text-xs text-faint">Shared by {each.madeBy}</span> : null}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => setNaming(true)}>Save this view…</MenuItem>
        {current?.saved?.isMine ? (
          <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={() => current.saved && void drop(current.saved)}>
            Drop “{current.name}”
          </MenuItem>
        ) : null}
      </Menu>
      <Dialog
        open={isNaming}
        onOpenChange={setNaming}
        title="Save this view"
        description="Lane, tab, filters, search and order of rows. The same name again keeps the newer one."
      >
        <NameForm
          view={view}
          grown={current?.saved?.isMine ? current.saved : null}
          mayShare={mayShare}
          onClose={() => setNaming(false)}
          onSaved={() => void queries.invalidateQueries({ queryKey: KEY })}
        />
      </Dialog>
    </>
  );
}

type NameFormProps = {
  readonly view: ProblemView;
  /** The person's own view that this one grew from: under its name it takes its place. */
  readonly grown: SavedView | null;
  readonly mayShare: boolean;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

function NameForm({ view, grown, mayShare, onClose, onSaved }: NameFormProps) {
  const [name, setName] = useState(grown?.name ?? "");
  const [isShared, setShared] = useState(grown?.isShared ?? false);
  const [refusal, setRefusal] = useState<string>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    const known = grown?.name === name.trim() ? { viewId: grown.viewId } : {};
    const outcome = await saveNamed({ ...known, name, query: keptQuery(view), isShared });
    if (!outcome.ok) {
      setRefusal(outcome.refusal.sentence);
      return;
    }
    toast.done(`The view “${name.trim()}” is kept`);
    onSaved();
    onClose();
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label="Name" error={refusal}>
        <Input value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
      </Field>
      {mayShare ? (
        <Checkbox
          checked={isShared}
          label="For everybody of this tenant"
          onChange={({ target }) => setShared(target.checked)}
        />
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" whyNot={name.trim() ? undefined : "Write a name first"}>
          Save view
        </Button>
      </div>
    </form>
  );
}
