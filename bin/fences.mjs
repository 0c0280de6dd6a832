// Runs dependency-cruiser over the house. It reads TypeScript with the classic compiler API, which TypeScript 7 no longer
// has, so it alone is given TypeScript 6, whether it imports or requires it.
import Module, { register } from "node:module";

const six = (name) => name.replace(/^typescript(?=\/|$)/, "typescript-6");
const asksForTypescript = (name, from) =>
  /^typescript(\/|$)/.test(name) && String(from).includes("/node_modules/dependency-cruiser/");

const hook = `
const six = ${String(six)};
const asksForTypescript = ${String(asksForTypescript)};
export function resolve(specifier, context, next) {
  return next(asksForTypescript(specifier, context.parentURL) ? six(specifier) : specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (name, parent, ...rest) {
  return resolveFilename.call(this, asksForTypescript(name, parent?.filename) ? six(name) : name, parent, ...rest);
};

const rooms = process.argv.slice(2);
const everything = ["app", "components", "db", "lib", "worker", "simulator", "e2e", "bench"];
process.argv.splice(2, rooms.length, ...(rooms.length > 0 ? rooms : everything), "--config", ".dependency-cruiser.cjs");
await import("../node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
