// Settings to a file, and from one: dropped, looked at, then taken in.
"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { Button, ButtonLink } from "#components/ui/button.tsx";

const ImportDialog = dynamic(() => import("./import-dialog.tsx").then((loaded) => loaded.ImportDialog));

type FileToolsProps = { readonly companyFileId: string; readonly mayWrite: boolean };

export function FileTools({ companyFileId, mayWrite }: FileToolsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ButtonLink href={`/settings/finance/history/file?companyFileId=${companyFileId}`} download>
        Export
      </ButtonLink>
      <Button
        whyNot={mayWrite ? undefined : "Only an owner or an accountant can change settings"}
        onClick={() => setOpen(true)}
      >
        Import…
      </Button>
      {isOpen ? <ImportDialog companyFileId={companyFileId} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
