// Does a file's text arrive letter by letter, whoever saved it and wherever it was cut on the way?
import { expect, test } from "vitest";

import { fileText } from "./carrier.ts";

async function textOf(bytes: Buffer, partBytes: number): Promise<string> {
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.byteLength; from += partBytes) yield bytes.subarray(from, from + partBytes);
  }
  let text = "";
  for await (const part of fileText(parts())) text += part;
  return text;
}

const rows = "Load,Customer\nHL-1,Acme Imports\nHL-2,Café Zürich\n";

test.each([1, 7, 30, 1_000])("read in parts of %i bytes, UTF-8 stays what it was", async (partBytes) => {
  expect(await textOf(Buffer.from(`\uFEFF${rows}`, "utf8"), partBytes)).toBe(rows);
});

test.each([7, 30, 1_000])(
  "read in parts of %i bytes, so does what Excel saves, after plain rows too",
  async (partBytes) => {
    expect(await textOf(Buffer.from(rows, "latin1"), partBytes)).toBe(rows);
  },
);
