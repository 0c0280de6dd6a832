// Nobody in QuickBooks is it: one, or several together, are created there after one question.
"use client";

import { useState } from "react";

import { counted, nouns } from "#app/(admin)/_watch/words.ts";
import { Confirm } from "#components/confirm.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.tsx";
import { nameWithOwner, type UnlinkedRow } from "#lib/sync/links.ts";

import { create } from "./actions.ts";
import { useLinking } from "./use-linking.ts";
import { MAY_NOT } from "./words.ts";

const NAMED = 5;

type CreateButtonProps = { readonly row: UnlinkedRow; readonly name: string; readonly mayLink: boolean };

export function CreateButton({ row, name, mayLink }: CreateButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const { settle } = useLinking(() => {});
  const what = row.jobOf ? "job" : "customer";
  const whyNot = mayLink ? undefined : MAY_NOT;
  async function confirm(): Promise<string | void> {
    const outcome = await create({ documentIds: [row.documentId] });
    if (!outcome.ok) return outcome.refusal.sentence;
    const [decided] = outcome.value;
    if (decided?.whyNot) return decided.whyNot;
    toast.done(`${name} is created in QuickBooks`, { detail: "It goes in a moment, and its orders after it." });
    await settle();
  }
  return (
    <>
      <Button
        size="sm"
        whyNot={row.decision === "create" ? "It is to be created already." : whyNot}
        onClick={() => setOpen(true)}
      >
        Create new<span className="sr-only"> for {name}</span>
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Create ${name} in QuickBooks?`}
        consequence={`QuickBooks gets a new ${what}, unless it has one of exactly this name. ${counted(row.orders, nouns.order)} for it may go then. The decision is remembered.`}
        confirmLabel={`Create ${what}`}
        onConfirm={confirm}
      />
    </>
  );
}

type CreateManyButtonProps = {
  readonly rows: readonly UnlinkedRow[];
  readonly mayLink: boolean;
  readonly onDone: () => void;
};

/** For those that are chosen and not to be created already. */
export function CreateManyButton({ rows, mayLink, onDone }: CreateManyButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const { settle } = useLinking(() => {});
  const open = rows.filter(({ decision }) => decision !== "create");
  const names = open.slice(0, NAMED).map(nameWithOwner);
  const others = open.length > NAMED ? ` and ${open.length - NAMED} more` : "";
  const whyNot = open.length === 0 ? "They are to be created already." : mayLink ? undefined : MAY_NOT;
  async function confirm(): Promise<string | void> {
    const outcome = await create({ documentIds: open.map(({ documentId }) => documentId) });
    if (!outcome.ok) return outcome.refusal.sentence;
    const [failed, ...more] = outcome.value.filter((decided) => decided.whyNot !== null);
    const done = outcome.value.length - (failed ? 1 + more.length : 0);
    await settle();
    if (failed) {
      const rest = more.length > 0 ? ` And ${more.length} more were not decided.` : "";
      return `${done} are created. ${failed.name}: ${failed.whyNot ?? ""}${rest}`;
    }
    toast.done(`${done} are created in QuickBooks`, { detail: "They go in a moment, and their orders after them." });
    onDone();
  }
  return (
    <>
      <Button variant="primary" size="sm" whyNot={whyNot} onClick={() => setOpen(true)}>
        Create new for {open.length}
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Create ${open.length} in QuickBooks?`}
        consequence={`${names.join("; ")}${others}. QuickBooks gets each anew, unless it has one of exactly this name. Their orders may go then. The decisions are remembered.`}
        confirmLabel={`Create ${open.length}`}
        onConfirm={confirm}
      />
    </>
  );
}
