// Which views are kept under a name? Some that everybody has, one's own, and those of the whole tenant.
"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Dot, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SavedView } from "#lib/sync/saved-views.ts";

import { removeNamed } from "./actions.ts";
import { builtInViews, currentViewOf } from "./named-views.ts";
import { readView, viewHref, type ProblemView } from "./view.ts";

const SaveViewDialog = dynamic(async () => (await import("./save-view-dialog.tsx")).SaveViewDialog, { ssr: false });

type SavedViewsProps = {
  readonly view: ProblemView;
  readonly mayShare: boolean;
  readonly onGo: (href: string) => void;
};

const KEY = ["problem-views"];

export function SavedViews({ view, mayShare, onGo }: SavedViewsProps) {
  const queries = useQueryClient();
  const [isNaming, setNaming] = useState(false);
  const [hasNamed, setNamed] = useState(false);
  const saved = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => await fetchJson<readonly SavedView[]>("/problems/views", signal),
    staleTime: 60_000,
  });
  const views = saved.data ?? [];
  const current = currentViewOf(view, views);
  const go = (query: string) => onGo(viewHref({ ...readView(new URLSearchParams(query)), company: view.company }));
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
          <Button icon={<Bookmark aria-hidden className="max-md:hidden" />} className="max-md:max-w-28">
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
        <MenuItem
          onSelect={() => {
            setNamed(true);
            setNaming(true);
          }}
        >
          Save this view…
        </MenuItem>
        {current?.saved?.isMine ? (
          <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={() => current.saved && void drop(current.saved)}>
            Drop “{current.name}”
          </MenuItem>
        ) : null}
      </Menu>
      {hasNamed ? (
        <SaveViewDialog
          isOpen={isNaming}
          view={view}
          grown={current?.saved?.isMine ? current.saved : null}
          mayShare={mayShare}
          onClose={() => setNaming(false)}
          onSaved={() => void queries.invalidateQueries({ queryKey: KEY })}
        />
      ) : null}
    </>
  );
}
