// QuickBooks does not take a customer's name: is it called otherwise there, or is it somebody QuickBooks has?
"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { FormEvent } from "react";

import { fetchJson } from "#app/(admin)/_watch/fetch-json.ts";
import { counted, figure, nouns } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { toast } from "#components/ui/toast.tsx";
import { offeredName, whyNoName } from "#lib/sync/customer-names.ts";
import type { ProblemShown } from "#lib/sync/problems.ts";

import { rename } from "./actions.ts";
import { firstRowOf, NOT_LOADED } from "./first-row.ts";
import type { FixProps } from "./fix-props.ts";

const LinkDialog = dynamic(async () => (await import("#app/(admin)/links/link-dialog.tsx")).LinkDialog, { ssr: false });

/** Of several customers of one name each is another one: the card leads to their rows. */
export function RenameCustomer(props: FixProps) {
  const { cause, onShowRows } = props;
  if (cause.rows === 1) return <RenameForm {...props} />;
  return (
    <Button className="max-md:flex-1" onClick={onShowRows}>
      Show {figure(cause.rows)} customers
    </Button>
  );
}

function RenameForm(props: FixProps) {
  const { cause, onDone } = props;
  const [name, setName] = useState(() => offeredName(cause.about, cause.code === "customer-name-taken"));
  const [pending, setPending] = useState<"rename" | "link" | null>(null);
  const [refusal, setRefusal] = useState<string>();
  const [documentId, setDocumentId] = useState<string | null>(null);
  const [isLinking, setLinking] = useState(false);
  const whyNot = whyNoName(name, cause.about);

  async function renameIt(event: FormEvent) {
    event.preventDefault();
    if (whyNot !== null || pending !== null) return;
    setPending("rename");
    setRefusal(undefined);
    const row = await firstRowOf(props);
    const because = `QuickBooks does not take the name ${cause.about}`;
    const outcome = row ? await rename({ rowId: row.rowId, name: name.trim(), because }).catch(() => null) : null;
    setPending(null);
    if (!outcome?.ok) {
      setRefusal(outcome ? outcome.refusal.sentence : NOT_LOADED);
      return;
    }
    toast.done(`${cause.about} is called ${name.trim()} in QuickBooks`, {
      detail: `${counted(outcome.value.orders, nouns.order)} planned again; what was held up goes by itself.`,
    });
    onDone();
  }

  async function linkIt() {
    setPending("link");
    setRefusal(undefined);
    const row = await firstRowOf(props);
    const shown = row ? await fetchJson<ProblemShown>(`/problems/rows/${row.rowId}`).catch(() => null) : null;
    setPending(null);
    if (!shown?.tie.documentId) {
      setRefusal(NOT_LOADED);
      return;
    }
    setDocumentId(shown.tie.documentId);
    setLinking(true);
  }

  return (
    <>
      <form className="contents" onSubmit={(event) => void renameIt(event)}>
        <Field
          label={`Name of ${cause.about} in QuickBooks`}
          isLabelHidden
          error={refusal ?? (name === "" ? undefined : (whyNot ?? undefined))}
          className="w-full"
        >
          <Input value={name} maxLength={500} autoComplete="off" onChange={({ target }) => setName(target.value)} />
        </Field>
        <Button type="submit" className="max-md:flex-1" pending={pending === "rename"} whyNot={whyNot ?? undefined}>
          {cause.waiting > 0 ? `Rename and release ${figure(cause.waiting)}` : "Rename"}
        </Button>
      </form>
      <Button className="max-md:flex-1" pending={pending === "link"} onClick={() => void linkIt()}>
        Link to existing
      </Button>
      {documentId ? (
        <LinkDialog
          target={{ documentId, name: cause.about }}
          open={isLinking}
          onOpenChange={(isOpen) => {
            setLinking(isOpen);
            if (!isOpen) onDone();
          }}
        />
      ) : null}
    </>
  );
}
