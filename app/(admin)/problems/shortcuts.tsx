// Which keys work in the list? Shown when asked for, and single letters can be switched off for oneself.
"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

import { keyMap, type KeyRights } from "./keys.ts";

type ShortcutsProps = {
  readonly open: boolean;
  readonly rights: KeyRights;
  readonly onOpenChange: (open: boolean) => void;
  readonly onLetters: (hasLetters: boolean) => void;
};

export function Shortcuts({ open, rights, onOpenChange, onLetters }: ShortcutsProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description="They work while a row of the list has the focus."
    >
      <Checkbox
        checked={rights.hasLetters}
        label="Single letters, digits and signs work as keys (kept for you, on every device)"
        onChange={({ target }) => onLetters(target.checked)}
      />
      <dl className="mt-3 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keyMap
          .filter(({ isActing }) => rights.mayAct || !isActing)
          .map(({ command, keys, shown, does }) => (
            <div key={command} className="col-span-2 grid grid-cols-subgrid items-center">
              <dt className="flex gap-1">
                {(shown ?? keys).map((key) => (
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
