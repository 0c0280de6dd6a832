// Where does the focus go when a dialog or panel closes? Back to where the person was in the list.
"use client";

import { useRef } from "react";
import type { FocusEvent } from "react";

/** Handlers for a dialog's content. Needed because our dialogs are opened by state, not by a trigger they know. */
export function useReturnFocus() {
  const cameFrom = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      cameFrom.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const isFocusLost = document.activeElement === null || document.activeElement === document.body;
      if (isFocusLost && cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected)
        cameFrom.current.focus();
    },
    /** For a panel beside a list that stays usable: the row a person last came from is where they return. */
    onFocus: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget))
        cameFrom.current = relatedTarget;
    },
  };
}
