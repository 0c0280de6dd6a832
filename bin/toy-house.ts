// A small house in a temporary folder, in which tests break rules on purpose to see them reported.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export type ToyHouse = { readonly folder: string; remove(): void };

/** Builds the files (path → text) beside copies of our own settings, `copied` by name. */
export function buildToyHouse(files: Readonly<Record<string, string>>, copied: readonly string[]): ToyHouse {
  const folder = mkdtempSync(join(tmpdir(), "tieout-toy-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const name of copied) copyFileSync(join(root, name), join(folder, name));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
