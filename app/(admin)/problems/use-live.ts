// How does the page hear that something has changed? The server says so while the line holds; asking is the net below.
"use client";

import { useEffect, useRef, useState } from "react";

/** True while news come by themselves. `onNews` is told of each; nothing is told of what was missed meanwhile. */
export function useLive(companyFileId: string, onNews: () => void): boolean {
  const [isLive, setLive] = useState(false);
  const tell = useRef(onNews);
  useEffect(() => {
    tell.current = onNews;
  });
  useEffect(() => {
    const query = new URLSearchParams({ companyFileId });
    const source = new EventSource(`/problems/live?${query.toString()}`);
    const news = () => {
      setLive(true);
      tell.current();
    };
    source.addEventListener("counts", news);
    // The session has ended: asking says so in words, and coming again would be in vain.
    source.addEventListener("ended", () => {
      setLive(false);
      source.close();
    });
    source.addEventListener("open", () => setLive(true));
    // The browser tries again by itself; until then the list is asked for.
    source.addEventListener("error", () => setLive(false));
    return () => source.close();
  }, [companyFileId]);
  return isLive;
}
