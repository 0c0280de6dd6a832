// How do the bytes of a file become rows and text? As a stream, so that no file is ever in memory as a whole.
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import Papa from "papaparse";

import type { CsvRow } from "./csv.ts";
import { delimiters, lineCounter } from "./preview.ts";

export type FileBytes = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** A file that breaks off what it began, or is none of ours; the sentence is for people. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

/** More text than this without a finished row means a quote that is never closed. */
const ROW_CHARACTERS_MAX = 8_000_000;
const PIECE_CHARACTERS = 65_536;

/** The rows of a CSV file, the header first. Reads on only as fast as the rows are taken. */
export async function* csvRows(bytes: FileBytes): AsyncGenerator<CsvRow> {
  let pending = 0;
  async function* counted(): AsyncGenerator<string> {
    for await (const text of fileText(bytes)) {
      // In small pieces: what is counted must be what the parser has had a chance to turn into rows.
      for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
        const piece = text.slice(from, from + PIECE_CHARACTERS);
        pending += piece.length;
        if (pending > ROW_CHARACTERS_MAX) throw new UnreadableFile("A quote is opened and never closed.");
        yield piece;
      }
    }
  }
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { delimitersToGuess: delimiters });
  // Errors of the source reach the loop below through the parser, which pipeline destroys with them.
  const fed = pipeline(Readable.from(counted(), { objectMode: false, encoding: "utf8" }), parser).catch(() => {});
  const numbered = lineCounter();
  for await (const cells of parser as AsyncIterable<string[]>) {
    pending = 0;
    const row = numbered(cells);
    if (row) yield row;
  }
  await fed;
}

/** A whole file as text; throws UnreadableFile when it is longer than `bytesMax`. */
export async function wholeText(bytes: FileBytes, bytesMax: number): Promise<string> {
  let length = 0;
  const parts: string[] = [];
  async function* limited(): AsyncGenerator<Uint8Array> {
    for await (const part of bytes as AsyncIterable<Uint8Array>) {
      length += part.byteLength;
      if (length > bytesMax) throw new UnreadableFile(`The file is larger than ${bytesMax / 1_048_576} MB.`);
      yield part;
    }
  }
  for await (const text of fileText(limited())) parts.push(text);
  return parts.join("");
}

/**
 * Text of bytes: UTF-8, or Windows-1252, which is how Excel saves "CSV". The first part with a letter beyond ASCII tells
 * which; before it both read the same.
 */
export async function* fileText(bytes: FileBytes): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const part of bytes as AsyncIterable<Uint8Array>) {
    if (!decoder && !isAscii(part)) decoder = new TextDecoder(isUtf8(part) ? "utf-8" : "windows-1252");
    yield (decoder ?? new TextDecoder()).decode(part, { stream: true });
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

function isAscii(part: Uint8Array): boolean {
  return part.every((byte) => byte < 0x80);
}

function isUtf8(part: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(part, { stream: true });
    return true;
  } catch {
    return false;
  }
}
