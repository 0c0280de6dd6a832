// Plants the bug named by TIEOUT_PLANTED: the files it is about are read with their places changed.
import { register } from "node:module";

const name = process.env.TIEOUT_PLANTED;
if (!name) throw new Error("TIEOUT_PLANTED names no bug");
const { mutants } = await import("./mutants.ts");
const mutant = mutants.find((each) => each.name === name);
if (!mutant) throw new Error(`There is no planted bug "${name}"`);
register("./plant-hook.mjs", import.meta.url, { data: { name, edits: mutant.edits } });
