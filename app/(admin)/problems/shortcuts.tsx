// Which keys work in the list? Shown when asked for; each has a button or a box that does the same.
"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

const KEYS = [
  { keys: ["j", "↓"], does: "Next row" },
  { keys: ["k", "↑"], does: "Row before" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["x"], does: "Select the row", isResolving: true },
  { keys: ["Shift x"], does: "Select all rows up to this one", isResolving: true },
  { keys: ["r"], does: "Resync what is selected, else this row; asks first", isResolving: true },
  { keys: ["Esc"], does: "Close the panel, then drop the selection" },
  { keys: ["?"], does: "This list" },
] as const;

type ShortcutsProps = { open: boolean; onOpenChange: (open: boolean) => void; mayResolve: boolean };

export function Shortcuts({ open, onOpenChange, mayResolve }: ShortcutsProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description="They work while a row of the list has the focus."
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {KEYS.filter((entry) => mayResolve || !("isResolving" in entry)).map(({ keys, does }) => (
          <div key={does} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
