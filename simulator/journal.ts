// How do companies and connections survive the end of the process, even a kill?
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { parseJson, type Json } from "./json.ts";

/** An append-only file of JSON lines. Lines are collected and written by `flush`, before the answer leaves. */
export class Journal {
  private file: string;
  private handle: number;
  private waiting: string[] = [];

  constructor(file: string) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.file = file;
    this.handle = openSync(file, "a");
  }

  add(line: Json): void {
    this.waiting.push(JSON.stringify(line));
  }

  flush(): void {
    if (this.waiting.length === 0) return;
    writeSync(this.handle, `${this.waiting.join("\n")}\n`);
    this.waiting = [];
  }

  /** Replaces the whole file by these lines (a snapshot), atomically. */
  rewrite(lines: Json[]): void {
    const temporary = `${this.file}.new`;
    writeFileSync(temporary, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    closeSync(this.handle);
    renameSync(temporary, this.file);
    this.handle = openSync(this.file, "a");
    this.waiting = [];
  }

  close(): void {
    this.flush();
    closeSync(this.handle);
  }

  /** Closes and deletes the file. */
  discard(): void {
    closeSync(this.handle);
    rmSync(this.file, { force: true });
  }
}

/** The lines of a journal; a last line cut short by a kill is left out. */
export function readJournal(file: string): Json[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => (line === "" ? undefined : parseJson(line)))
    .filter((line) => line !== undefined);
}
