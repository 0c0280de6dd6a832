// Reads one file with one place changed. Runs in the loader's own thread, before the file is translated.
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

import ts from "typescript-6";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let mutant;
let url;

export function initialize(data) {
  mutant = data;
  url = pathToFileURL(`${ROOT}${data.file}`).href;
}

export async function load(address, context, next) {
  if (address.split("?")[0] !== url) return await next(address, context);
  const text = await readFile(fileURLToPath(url), "utf8");
  const parts = text.split(mutant.find);
  if (parts.length !== 2) {
    throw new Error(`"${mutant.name}" cannot be planted: its place is ${parts.length - 1} times in ${mutant.file}`);
  }
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  const { outputText } = ts.transpileModule(parts.join(mutant.put), { compilerOptions, fileName: mutant.file });
  return { format: "module", source: outputText, shortCircuit: true };
}
