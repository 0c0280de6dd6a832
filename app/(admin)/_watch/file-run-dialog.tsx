// A file is dropped, looked at, and then exactly that is done: the steps of it as a dialog.
"use client";

import type { ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { RefusedLine } from "#lib/sync/deciding.ts";

import { RefusedList } from "./refused-list.tsx";
import type { FileRun } from "./use-file-run.ts";
import { counted, type Noun } from "./words.ts";

type Words = {
  readonly title: string;
  /** Under the title as long as there is no file. */
  readonly from: string;
  /** While a file is looked at. */
  readonly looking: (fileName: string) => string;
  /** The verb of the last button, and what it does it to: "Link 37 records". */
  readonly verb: string;
  readonly noun: Noun;
  readonly whyNothing: string;
  readonly whyBusy: string;
};

type FileRunDialogProps<Look, Done> = {
  readonly file: FileRun<Look, Done>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly words: Words;
  readonly choose: (error: string | undefined) => ReactNode;
  readonly looked: (look: Look, fileName: string) => ReactNode;
};

type Left = { readonly left: readonly RefusedLine[] };

export function FileRunDialog<Look extends { readonly total: number }, Done extends Left>({
  file,
  isOpen,
  onClose,
  words,
  choose,
  looked,
}: FileRunDialogProps<Look, Done>) {
  const { state } = file;
  const close = () => {
    file.drop();
    onClose();
  };
  return (
    <Dialog
      open={isOpen}
      // While it runs, nothing says how it ended: the dialog stays.
      onOpenChange={(next) => (next || state.is === "running" ? null : close())}
      wide
      title={words.title}
      description={state.is === "none" ? words.from : undefined}
      footer={<Buttons file={file} words={words} onClose={close} />}
    >
      {state.is === "none" ? choose(state.error) : null}
      {state.is === "looking" ? (
        <div role="status" className="py-6">
          <Progress label={words.looking(state.file.name)} detail="nothing is changed yet" />
        </div>
      ) : null}
      {state.is === "looked" || state.is === "running" ? (
        <>
          {looked(state.look, state.file.name)}
          {state.error ? (
            <p role="alert" className="mt-4 text-bad">
              {state.error}
            </p>
          ) : null}
        </>
      ) : null}
      {state.is === "left" ? (
        <RefusedList title="Not linked after all" tone="warn" lines={state.done.left} total={state.done.left.length} />
      ) : null}
    </Dialog>
  );
}

type ButtonsProps<Look, Done> = Pick<FileRunDialogProps<Look, Done>, "file" | "words" | "onClose">;

function Buttons<Look extends { readonly total: number }, Done>({ file, words, onClose }: ButtonsProps<Look, Done>) {
  const { state } = file;
  if (state.is !== "looked" && state.is !== "running") return <Button onClick={onClose}>Close</Button>;
  const isRunning = state.is === "running";
  const { total } = state.look;
  return (
    <>
      <Button onClick={file.drop} whyNot={isRunning ? words.whyBusy : undefined}>
        Choose another file
      </Button>
      <Button
        variant="primary"
        pending={isRunning}
        whyNot={total === 0 ? words.whyNothing : undefined}
        onClick={() => void file.run()}
      >
        {words.verb} {total === 0 ? words.noun.many : counted(total, words.noun)}
      </Button>
    </>
  );
}
