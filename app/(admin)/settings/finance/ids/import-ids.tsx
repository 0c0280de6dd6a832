// QuickBooks IDs that come in a file: every one is looked up first, then the right ones are linked.
"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { fetchJson, queryText } from "#app/(admin)/_watch/fetch-json.ts";
import { FileRunDialog } from "#app/(admin)/_watch/file-run-dialog.tsx";
import { postFile } from "#app/(admin)/_watch/post-file.ts";
import { RefusedList } from "#app/(admin)/_watch/refused-list.tsx";
import { useFileRun, type FileRun } from "#app/(admin)/_watch/use-file-run.ts";
import { counted, figure, kindNoun } from "#app/(admin)/_watch/words.ts";
import { Button } from "#components/ui/button.tsx";
import { FileDrop } from "#components/ui/file-drop.tsx";
import { toast } from "#components/ui/toast.tsx";
import type { DocumentKind } from "#lib/documents/document.ts";
import type { FoundMatches, IdsLinked, IdsLook } from "#lib/sync/ledger-ids-file.ts";

import { MAY_NOT } from "./words.ts";

const ACCEPT = { "text/csv": [".csv", ".txt", ".tsv"] };
const RECORD = { one: "record", many: "records" };
const LINE = { one: "line", many: "lines" };

type ImportIdsProps = { readonly companyFileId: string; readonly kind: DocumentKind; readonly mayChange: boolean };

export function ImportIds({ companyFileId, kind, mayChange }: ImportIdsProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const file = useIdsFile(companyFileId, kind, {
    onDone: ({ linked }) => {
      toast.done(`${counted(linked, RECORD)} linked`, { detail: "Nothing was sent to QuickBooks." });
      router.refresh();
    },
    onClose: () => setOpen(false),
  });
  return (
    <>
      <Button icon={<FileUp />} whyNot={mayChange ? undefined : MAY_NOT} onClick={() => setOpen(true)}>
        Import IDs
      </Button>
      <FileRunDialog
        file={file}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        words={WORDS}
        choose={(error) => (
          <Choose companyFileId={companyFileId} kind={kind} error={error} onFile={(chosen) => void file.look(chosen)} />
        )}
        looked={(look, name) => <Looked look={look} fileName={name} onAll={() => void file.downloadRefused()} />}
      />
    </>
  );
}

const WORDS = {
  title: "Import QuickBooks IDs",
  from: "From the exported list, or from another tool.",
  looking: (name: string) => `Looking the IDs of ${name} up in QuickBooks`,
  verb: "Link",
  noun: RECORD,
  whyNothing: "Nothing in this file can be linked",
  whyBusy: "The records are being linked",
};

type IdsFile = FileRun<IdsLook, IdsLinked>;
type IdsFileEnds = { readonly onDone: (done: IdsLinked) => void; readonly onClose: () => void };

function useIdsFile(companyFileId: string, kind: DocumentKind, ends: IdsFileEnds): IdsFile {
  const query = { companyFileId, kind };
  return useFileRun<IdsLook, IdsLinked>({
    look: async (file) => await postFile(`/settings/finance/ids/look?${queryText(query)}`, file),
    run: async (file, { fingerprint }) => {
      const told = { ...query, fingerprint, fileName: file.name.slice(0, 200) };
      return await postFile(`/settings/finance/ids/link?${queryText(told)}`, file);
    },
    refused: async (file) => await postFile(`/settings/finance/ids/refused?${queryText(query)}`, file),
    hasLeft: (done) => done.left.length > 0,
    ...ends,
  });
}

type ChooseProps = {
  readonly companyFileId: string;
  readonly kind: DocumentKind;
  readonly error: string | undefined;
  readonly onFile: (file: File) => void;
};

function Choose({ companyFileId, kind, error, onFile }: ChooseProps) {
  const rows: readonly (readonly [string, string])[] = [
    ["QuickBooks ID", "which record it is; a line without one stays as it is"],
    ["Number", "the document's number here, or a customer's or item's name"],
    ["Type", `what it is, such as Invoice; without this column, all are ${kindNoun(kind).many}`],
    ["Record", "of the exported list, instead of the number"],
  ];
  return (
    <div className="grid gap-4">
      <FileDrop
        label="Drop the file of IDs here"
        hint="Saved as CSV. Every ID is looked up in QuickBooks, and you see what is wrong before anything is linked."
        accept={ACCEPT}
        error={error}
        onFile={onFile}
      />
      <dl className="grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-4 gap-y-1 border-t border-line pt-3">
        <dt className="text-xs text-faint">Column</dt>
        <dd className="text-xs text-faint">What it says</dd>
        {rows.map(([column, says]) => (
          <div key={column} className="contents">
            <dt className="font-medium">{column}</dt>
            <dd className="text-soft">{says}</dd>
          </div>
        ))}
      </dl>
      <FindMatches companyFileId={companyFileId} kind={kind} onFile={onFile} />
    </div>
  );
}

/** Without a file: QuickBooks is asked for the numbers of what is not linked, and what it has is judged like a file. */
function FindMatches({ companyFileId, kind, onFile }: Omit<ChooseProps, "error">) {
  const [isPending, setPending] = useState(false);
  const [said, setSaid] = useState("");
  async function find() {
    setPending(true);
    setSaid("");
    try {
      const query = queryText({ companyFileId, kind });
      const { csv, looked, found } = await fetchJson<FoundMatches>(`/settings/finance/ids/matches?${query}`);
      if (found > 0) onFile(new File([csv], `Matches in QuickBooks for ${counted(looked, kindNoun(kind))}`));
      else setSaid(`QuickBooks has none that fits ${counted(looked, kindNoun(kind))} not linked.`);
    } catch (thrown) {
      setSaid(thrown instanceof Error ? thrown.message : "QuickBooks could not be asked.");
    }
    setPending(false);
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-3">
      <Button size="sm" pending={isPending} onClick={() => void find()}>
        Find matches for {kindNoun(kind).many} not linked
      </Button>
      <p role="status" className="text-soft">
        {said}
      </p>
    </div>
  );
}

type LookedProps = { readonly look: IdsLook; readonly fileName: string; readonly onAll: () => void };

function Looked({ look, fileName, onAll }: LookedProps) {
  const { total, near, nearTotal, refused, refusedTotal, alreadyTotal, blank } = look;
  const others = [
    ...(alreadyTotal > 0 ? [`${counted(alreadyTotal, LINE)} linked so already`] : []),
    ...(blank > 0 ? [`${counted(blank, LINE)} without an ID`] : []),
  ];
  return (
    <div className="grid gap-5">
      <p role="status">
        <strong className="break-words">{fileName}</strong>{" "}
        <span className="text-soft">
          {total === 0 ? "links nothing" : `links ${counted(total, RECORD)}, each looked up in QuickBooks`}
          {others.length > 0 ? `; ${others.join(", ")}` : ""}. Nothing is changed yet, and nothing is sent.
        </span>
      </p>
      <RefusedList title="Linked, and not the same in everything" tone="neutral" lines={near} total={nearTotal} />
      <RefusedList title="Wrong" tone="warn" lines={refused} total={refusedTotal} />
      {refusedTotal > 0 ? (
        <p>
          <Button size="sm" onClick={onAll}>
            Download the {figure(refusedTotal)} wrong {refusedTotal === 1 ? "line" : "lines"}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
