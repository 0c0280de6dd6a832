// Reads files with places changed. Runs in the loader's own thread, before a file is translated.
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

import ts from "typescript-6";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const edits = new Map();
let name;

export function initialize(data) {
  name = data.name;
  for (const edit of data.edits) {
    const url = pathToFileURL(`${ROOT}${edit.file}`).href;
    edits.set(url, [...(edits.get(url) ?? []), edit]);
  }
}

export async function load(address, context, next) {
  const here = edits.get(address.split("?")[0]);
  if (!here) return await next(address, context);
  let text = await readFile(fileURLToPath(address.split("?")[0]), "utf8");
  for (const { file, find, put } of here) {
    const parts = text.split(find);
    if (parts.length !== 2) {
      throw new Error(`"${name}" cannot be planted: its place is ${parts.length - 1} times in ${file}`);
    }
    text = parts.join(put);
  }
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: here[0].file });
  return { format: "module", source: outputText, shortCircuit: true };
}
