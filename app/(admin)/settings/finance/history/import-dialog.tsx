// A file of settings: drop it, see what it would change, and save exactly that.
"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { SettingsFileLooked } from "#lib/documents/settings-file.ts";

import { Touched } from "../touched.tsx";
import { plannedAgain } from "../words.ts";
import { lookAt, takeIn } from "./actions.ts";
import { Changes } from "./changes.tsx";

const ACCEPT = { "application/json": [".json"] };
const BYTES_MAX = 500_000;
const NOT_REACHED = "The server could not be reached. Nothing was saved; please try again.";

type ImportDialogProps = { readonly companyFileId: string; readonly onClose: () => void };
type Looked = { readonly text: string; readonly name: string; readonly look: SettingsFileLooked };

export function ImportDialog({ companyFileId, onClose }: ImportDialogProps) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [trouble, setTrouble] = useState<string>();
  const [isPending, setPending] = useState(false);
  const router = useRouter();

  async function look(file: File) {
    setTrouble(undefined);
    const text = await file.text();
    const outcome = await lookAt({ companyFileId, text }).catch(() => undefined);
    if (outcome?.ok) setLooked({ text, name: file.name, look: outcome.value });
    else setTrouble(outcome?.refusal.sentence ?? NOT_REACHED);
  }

  async function save({ text, look: { version } }: Looked) {
    setPending(true);
    setTrouble(undefined);
    const outcome = await takeIn({ companyFileId, version, text }).catch(() => undefined);
    setPending(false);
    if (!outcome?.ok) {
      setTrouble(outcome?.refusal.sentence ?? NOT_REACHED);
      return;
    }
    toast.done("Settings taken in", { detail: plannedAgain(outcome.value.orders) });
    router.refresh();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      wide
      title="Import finance settings"
      description={
        looked
          ? `What ${looked.name} would change. Nothing is saved yet.`
          : "From a file that was exported here or at another company. What it does not name stays as it is."
      }
      footer={
        looked ? (
          <>
            <Button onClick={() => setLooked(null)}>Choose another file</Button>
            <Button
              variant="primary"
              pending={isPending}
              whyNot={whyNot(looked.look)}
              onClick={() => void save(looked)}
            >
              Save these settings
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      {looked ? (
        <Look look={looked.look} />
      ) : (
        <FileDrop
          label="Drop a JSON file here"
          accept={ACCEPT}
          bytesMax={BYTES_MAX}
          error={trouble}
          onFile={(file) => void look(file)}
        />
      )}
      {looked && trouble ? (
        <p role="alert" className="mt-4 text-bad">
          {trouble}
        </p>
      ) : null}
    </Dialog>
  );
}

function whyNot({ mistakes, changes }: SettingsFileLooked): string | undefined {
  if (mistakes.length > 0) return "The file has mistakes";
  return changes.length === 0 ? "The settings are like that already" : undefined;
}

function Look({ look: { mistakes, changes, missing, touched } }: { readonly look: SettingsFileLooked }) {
  if (mistakes.length > 0) {
    return (
      <div role="alert">
        <h3 className="font-medium text-bad">Nothing of this file can be saved</h3>
        <ul className="mt-1 grid gap-1">
          {mistakes.map(({ place, sentence }) => (
            <li key={place + sentence}>
              <span className="text-soft">{place}:</span> {sentence}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {changes.length > 0 ? <Changes changes={changes} all /> : <p>The settings are like that already.</p>}
      {missing.length > 0 ? (
        <div>
          <h3 className="font-medium text-warn">This company does not have</h3>
          <ul className="mt-1 grid gap-1">
            {missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {changes.length > 0 ? <Touched touched={touched} /> : null}
    </div>
  );
}
