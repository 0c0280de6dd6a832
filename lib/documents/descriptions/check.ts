// What is wrong with a template? Said before it is saved, with the place and the word that was probably meant.
import {
  ForTag,
  LiquidError,
  Output,
  TypeGuards,
  Value,
  type PropertyAccessToken,
  type Template,
  type Token,
  type ValueToken,
} from "liquidjs";

import { parsed } from "./engine.ts";
import {
  fieldGroups,
  fieldLists,
  namedFields,
  places,
  safeFilters,
  safeTags,
  type FieldRoot,
  type Place,
} from "./fields.ts";
import { nearest } from "./nearest.ts";

/** Line and character are counted from 1. */
export type TemplateFault = { readonly sentence: string; readonly line: number; readonly character: number };

/** What a word stands for at one place of a template: the thing it is one of, or nothing but a word. */
type Meant = ReadonlyMap<string, FieldRoot | "loop">;

const fieldPaths: ReadonlySet<string> = new Set(fieldGroups.flatMap(({ fields }) => fields.map(({ path }) => path)));
const lists: ReadonlyMap<string, FieldRoot> = new Map(Object.entries(fieldLists));
const loopWords = ["index", "first", "last", "length"];

/** Everything wrong with the template, in the order in which it is read; empty when it may be saved. */
export function templateFaults(template: string, place: Place): readonly TemplateFault[] {
  try {
    const faults: TemplateFault[] = [];
    const meant = new Map<string, FieldRoot | "loop">(places[place].map((root) => [root, root]));
    walk(parsed(template), meant, place, faults);
    return faults;
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    return [unreadable(error as LiquidError & { readonly token?: Token })];
  }
}

function walk(templates: readonly Template[], meant: Meant, place: Place, faults: TemplateFault[]): void {
  for (const template of templates) {
    if (template instanceof ForTag) {
      const root = listRoot(template.collection, meant, place, faults);
      const [limit] = Object.keys(template.hash.hash);
      if (limit !== undefined)
        faults.push(faultAt(template.token, `A loop goes over its whole list, without ${limit}.`));
      const inside = new Map(meant).set("forloop", "loop");
      walk(template.templates, root ? inside.set(template.variable, root) : inside, place, faults);
      walk(template.elseTemplates, meant, place, faults);
      continue;
    }
    const isShown = template instanceof Output;
    for (const argument of template.arguments?.() ?? []) checkArgument(argument, isShown, meant, place, faults);
    const children = template.children?.(false, true).next().value;
    walk((children as readonly Template[] | undefined) ?? [], meant, place, faults);
  }
}

/** What each round of a loop is about; undefined when it is no list. */
function listRoot(token: unknown, meant: Meant, place: Place, faults: TemplateFault[]): FieldRoot | undefined {
  if (!TypeGuards.isPropertyAccessToken(token)) {
    faults.push(faultAt(token as Token, "A loop goes over a list of the order, such as order.charge_sets."));
    return undefined;
  }
  const path = pathOf(token);
  const known = path === undefined ? undefined : listsNow(meant, place).get(path);
  if (known) return known;
  const said = path ?? token.getText();
  const meantList = nearest(said, [...listsNow(meant, place).keys()]);
  faults.push(faultAt(token, `${said} is no list here.${didYouMean(meantList)}`));
  return undefined;
}

function checkArgument(
  argument: Value | ValueToken,
  isShown: boolean,
  meant: Meant,
  place: Place,
  faults: TemplateFault[],
): void {
  if (argument instanceof Value) {
    for (const token of argument.initial.postfix) checkToken(token, isShown, meant, place, faults);
    const others = argument.filters.flatMap(({ args }) => args.map((arg) => (Array.isArray(arg) ? arg[1] : arg)));
    for (const token of others) checkToken(token, true, meant, place, faults);
  } else checkToken(argument, isShown, meant, place, faults);
}

function checkToken(token: unknown, isShown: boolean, meant: Meant, place: Place, faults: TemplateFault[]): void {
  if (TypeGuards.isRangeToken(token) || TypeGuards.isFilteredValueToken(token)) {
    faults.push(faultAt(token, `${token.getText()} cannot be used in a description.`));
  } else if (TypeGuards.isPropertyAccessToken(token)) {
    const path = pathOf(token);
    const known = path !== undefined && (isField(path, meant) || (!isShown && listsNow(meant, place).has(path)));
    if (!known) faults.push(faultAt(token, unknownField(path ?? token.getText(), meant, place)));
  }
}

/** `order.reference["PO"]` is `order.reference.*`; undefined when a name is not written out. */
function pathOf(token: PropertyAccessToken): string | undefined {
  if (token.variable !== undefined) return undefined;
  const names = token.props.map((prop) =>
    TypeGuards.isWordToken(prop) || TypeGuards.isQuotedToken(prop) ? prop.content : undefined,
  );
  if (names.includes(undefined)) return undefined;
  const isNamed = names.length === 3 && (namedFields as readonly string[]).includes(names.slice(0, 2).join("."));
  return isNamed ? `${names[0]}.${names[1]}.*` : names.join(".");
}

function isField(path: string, meant: Meant): boolean {
  const [word = "", ...rest] = path.split(".");
  const root = meant.get(word);
  if (root === undefined) return false;
  if (root === "loop") return rest.length === 1 && loopWords.includes(rest[0]!);
  const own = [root, ...rest].join(".");
  return fieldPaths.has(own) || namedFields.some((named) => own === `${named}.*`);
}

/** The lists there are, called as this place of the template calls them. */
function listsNow(meant: Meant, place: Place): ReadonlyMap<string, FieldRoot> {
  const found = new Map<string, FieldRoot>(place === "combined" ? [["orders", "order"]] : []);
  for (const [word, root] of meant) {
    for (const [path, of] of lists) if (path.startsWith(`${root}.`)) found.set(path.replace(root, word), of);
  }
  return found;
}

function unknownField(path: string, meant: Meant, place: Place): string {
  if (listsNow(meant, place).has(path)) return `${path} is a list: it needs a loop.`;
  const [root] = path.split(".");
  const isElsewhere = fieldPaths.has(path) || namedFields.some((named) => path === `${named}.*`);
  if (isElsewhere && !meant.has(root!)) {
    const list = [...lists].find(([, of]) => of === root)?.[0];
    return `There is no single ${root} here: ${path} needs a loop${list === undefined ? "" : ` over ${list}`}.`;
  }
  const known = [...fieldPaths].filter((each) => meant.has(each.split(".")[0]!));
  const names = namedFields.filter((each) => meant.has(each.split(".")[0]!)).map((each) => `${each}["…"]`);
  return `There is no field ${path}.${didYouMean(nearestField(path, [...known, ...names]))}`;
}

/** Also by the last word alone: who writes "number" means "order.number". */
function nearestField(path: string, paths: readonly string[]): string | undefined {
  const last = path.split(".").at(-1)!;
  const exact = paths.filter((each) => lastWord(each) === last);
  const own = paths.filter((each) => each.startsWith(`${path.split(".")[0]}.`));
  return exact.find((each) => each.startsWith("order.")) ?? exact[0] ?? nearest(path, own) ?? nearest(path, paths);
}

function lastWord(path: string): string {
  return /([^.[]+)(?:\[.*)?$/.exec(path)![1]!;
}

function unreadable(error: LiquidError & { readonly token?: Token }): TemplateFault {
  const [said = ""] = error.message.split(/, (?:file|line):/);
  const filter = /^undefined filter: (\S+)/.exec(said)?.[1];
  const tag = /^tag "(\w+)" not found/.exec(said)?.[1];
  const close = /^tag (.+) not closed/.exec(said)?.[1];
  const sentence =
    filter !== undefined
      ? `There is no filter ${filter}.${didYouMean(nearest(filter, safeFilters))}`
      : tag !== undefined
        ? `There is no ${tag} in a description.${didYouMean(nearest(tag, safeTags))}`
        : close !== undefined
          ? `${close} is not closed.`
          : `This cannot be read: ${said}.`;
  return faultAt(error.token, sentence);
}

function didYouMean(word: string | undefined): string {
  return word === undefined ? "" : ` Did you mean ${word}?`;
}

function faultAt(token: Token | undefined, sentence: string): TemplateFault {
  const [line, character] = token?.getPosition?.() ?? [1, 1];
  return { sentence, line: line!, character: character! };
}
