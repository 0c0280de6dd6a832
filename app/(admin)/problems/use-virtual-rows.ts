// Which rows of a long list are drawn? Those in the window, some around them, and the one that has the focus.
"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";

const OVERSCAN_ROWS = 16;
const ROW_PX = 34;
const TOUCH_ROW_PX = 44;
const PHONE_ROW_PX = 88;
/** What the server draws: about a screen of rows, before it knows the screen. */
const FIRST_SCREEN = { width: 1440, height: 1000 };

export type DrawnRow = {
  readonly index: number;
  /** Room left free above it for rows that are not drawn. */
  readonly gapPx: number;
};

type VirtualRows = {
  readonly drawn: readonly DrawnRow[];
  readonly gapBelowPx: number;
  /** Goes on each drawn row, which also says its `data-index`. */
  readonly measure: (row: HTMLElement | null) => void;
  readonly scrollTo: (index: number) => void;
};

/** `keyAt` must not change for a row that keeps its place. */
export function useVirtualRows(
  body: RefObject<HTMLElement | null>,
  count: number,
  keyAt: (index: number) => string,
  activeIndex: number,
): VirtualRows {
  const top = useTopOf(body);
  const estimate = useRef(ROW_PX);
  // oxlint-disable-next-line react/incompatible-library -- what it returns is called here and never kept by a memo
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimate.current,
    overscan: OVERSCAN_ROWS,
    scrollMargin: top,
    getItemKey: keyAt,
    initialRect: FIRST_SCREEN,
    initialOffset: 0,
    useFlushSync: false,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      if (activeIndex < 0 || activeIndex >= count || indexes.includes(activeIndex)) return indexes;
      return [...indexes, activeIndex].sort((left, right) => left - right);
    },
  });
  useLayoutEffect(() => {
    estimate.current = rowPxNow();
    virtualizer.measure();
    // Once: the virtualizer itself is one object for the life of the list.
  }, [virtualizer]);

  const items = virtualizer.getVirtualItems();
  const drawn = items.map((item, place) => ({
    index: item.index,
    gapPx: item.start - (items[place - 1]?.end ?? top),
  }));
  const end = items.at(-1)?.end ?? top;
  return {
    drawn,
    gapBelowPx: Math.max(0, virtualizer.getTotalSize() - (end - top)),
    measure: virtualizer.measureElement,
    scrollTo: useCallback((index: number) => virtualizer.scrollToIndex(index, { align: "center" }), [virtualizer]),
  };
}

/** How far below the top of the page the rows begin; cards above them come and go. */
function useTopOf(body: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const look = () => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  return top;
}

function rowPxNow(): number {
  if (window.matchMedia("(width < 48rem)").matches) return PHONE_ROW_PX;
  return window.matchMedia("(pointer: coarse)").matches ? TOUCH_ROW_PX : ROW_PX;
}
