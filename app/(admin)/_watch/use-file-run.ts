// A file that is looked at first and run afterwards: which of the two is going on, and what came of it.
"use client";

import { useState } from "react";

type FileState<Look, Done> =
  | { readonly is: "none"; readonly error?: string | undefined }
  | { readonly is: "looking"; readonly file: File }
  | { readonly is: "looked" | "running"; readonly file: File; readonly look: Look; readonly error?: string }
  | { readonly is: "left"; readonly done: Done };

export type FileRun<Look, Done> = {
  readonly state: FileState<Look, Done>;
  readonly look: (file: File) => Promise<void>;
  readonly run: () => Promise<void>;
  /** Saves the lines that are not done, as a file. */
  readonly downloadRefused: () => Promise<void>;
  readonly drop: () => void;
};

type FileRunDoes<Look, Done> = {
  readonly look: (file: File) => Promise<Look>;
  readonly run: (file: File, look: Look) => Promise<Done>;
  readonly refused: (file: File) => Promise<{ readonly csv: string }>;
  /** Something of it was not done after all, and is shown. */
  readonly hasLeft: (done: Done) => boolean;
  readonly onDone: (done: Done) => void;
  readonly onClose: () => void;
};

export function useFileRun<Look, Done>(does: FileRunDoes<Look, Done>): FileRun<Look, Done> {
  const [state, setState] = useState<FileState<Look, Done>>({ is: "none" });

  async function look(file: File) {
    setState({ is: "looking", file });
    try {
      setState({ is: "looked", file, look: await does.look(file) });
    } catch (thrown) {
      setState({ is: "none", error: sentenceOf(thrown) });
    }
  }

  async function run() {
    if (state.is !== "looked") return;
    const { file, look: looked } = state;
    setState({ is: "running", file, look: looked });
    try {
      const done = await does.run(file, looked);
      does.onDone(done);
      const hasLeft = does.hasLeft(done);
      setState(hasLeft ? { is: "left", done } : { is: "none" });
      if (!hasLeft) does.onClose();
    } catch (thrown) {
      setState({ is: "looked", file, look: looked, error: sentenceOf(thrown) });
    }
  }

  async function downloadRefused() {
    if (state.is !== "looked") return;
    const { file, look: looked } = state;
    try {
      const { csv } = await does.refused(file);
      save(`${file.name.replace(/\.[^.]*$/, "")} - not done.csv`, csv);
    } catch (thrown) {
      setState({ is: "looked", file, look: looked, error: sentenceOf(thrown) });
    }
  }

  return { state, look, run, downloadRefused, drop: () => setState({ is: "none" }) };
}

function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "The file could not be read.";
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
  anchor.click();
  URL.revokeObjectURL(address);
}
