// What follows a fix? One toast: what was set going, and once all of it is planned again, what of it came back.
"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { toast } from "#components/ui/toast.tsx";
import type { Released, Returned } from "#lib/sync/fixes.ts";

import { releasedText, returnedText } from "./fix-words.ts";

const LOOK_MS = 1_500;
/** Very many orders are planned for a while; the list shows them anyway. */
const LOOKS_MAX = 60;

type Followed = { readonly text: string; readonly released: Released };

/** `text`: what was done, as the toast's first line. */
export function useReleased(companyFileId: string): (text: string, released: Released) => void {
  const [followed, setFollowed] = useState<Followed | null>(null);
  const since = followed?.released.at ?? "";
  const { data } = useQuery({
    queryKey: ["returned", companyFileId, since],
    queryFn: async ({ signal }) =>
      await fetchJson<Returned>(`/problems/returned?${queryText({ companyFileId, since })}`, signal),
    enabled: followed !== null,
    refetchInterval: ({ state }) =>
      state.data?.isPlanned || state.error || state.dataUpdateCount >= LOOKS_MAX ? false : LOOK_MS,
    // What was said once is not said again when somebody comes back to the window.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  useEffect(() => {
    if (!followed || !data?.isPlanned) return;
    toast.done(followed.text, { detail: returnedText(followed.released, data) });
  }, [followed, data]);
  return (text, released) => {
    toast.done(text, { detail: releasedText(released) });
    if (released.orders > 0) setFollowed({ text, released });
  };
}
