// The template language: Liquid with what is harmless of it. Parsed once; what a template may cost is bounded by counts.
import {
  CaseTag,
  CommentTag,
  Context,
  evalToken,
  ForTag,
  IfTag,
  Liquid,
  RawTag,
  toValueSync,
  UnlessTag,
  type Emitter,
  type Template,
} from "liquidjs";

import { writeDay } from "./dates.ts";
import { safeFilters, safeTags } from "./fields.ts";

/** Rounds of all loops of one text together; what comes after them is left out, and said to be. */
const ROUNDS_MAX = 1_000;
/** What one text may grow to before it is cut; far above what any ledger holds. */
const GROWN_MAX = 65_536;
/** Templates that are kept parsed. */
const KEPT_MAX = 500;

/** The text as it grows, and how often its loops went round. */
class Growing implements Emitter {
  buffer = "";
  isOver = false;
  #rounds = 0;

  write(value: unknown): void {
    if (this.buffer.length > GROWN_MAX) this.isOver = true;
    else if (typeof value === "string" || typeof value === "number") this.buffer += value;
  }

  mayGoRound(): boolean {
    this.#rounds += 1;
    if (this.#rounds > ROUNDS_MAX) this.isOver = true;
    return !this.isOver;
  }
}

/** A loop over a list; without a limit, an offset or a range of its own. */
class EachTag extends ForTag {
  override *render(ctx: Context, emitter: Emitter): Generator<unknown, void | string, Template[]> {
    const { renderer } = this.liquid;
    const list = ((yield evalToken(this.collection, ctx)) ?? []) as unknown as readonly unknown[];
    if (list.length === 0) yield renderer.renderTemplates(this.elseTemplates, ctx, emitter);
    const round: Record<string, unknown> = {};
    ctx.push(round);
    for (const [at, each] of list.entries()) {
      if (!(emitter as Growing).mayGoRound()) break;
      round[this.variable] = each;
      round.forloop = { index: at + 1, first: at === 0, last: at === list.length - 1, length: list.length };
      yield renderer.renderTemplates(this.templates, ctx, emitter);
    }
    ctx.pop();
  }
}

/** Values under names that only the order knows; one that is not there is empty, whatever it is called. */
export function named(values: Readonly<Record<string, string>>): object {
  const valueOf = (name: string | symbol) =>
    (typeof name === "string" && Object.hasOwn(values, name) ? values[name] : undefined) || null;
  return new Proxy(Object.create(null) as object, {
    get: (_, name) => valueOf(name),
    getOwnPropertyDescriptor: (_, name) => ({ value: valueOf(name), configurable: true, enumerable: true }),
  });
}

const tags = { if: IfTag, unless: UnlessTag, case: CaseTag, for: EachTag, comment: CommentTag, raw: RawTag };

function harmless(): Liquid {
  const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true });
  for (const name of Object.keys(engine.tags)) delete engine.tags[name];
  for (const name of safeTags) engine.registerTag(name, tags[name]);
  const isSafe = (name: string) => (safeFilters as readonly string[]).includes(name);
  for (const name of Object.keys(engine.filters)) if (!isSafe(name)) engine.unregisterFilter(name);
  // The language's own knows the clock and the machine's place.
  engine.registerFilter("date", (day: unknown, pattern: unknown) =>
    typeof day === "string" && typeof pattern === "string" ? writeDay(day, pattern) : day,
  );
  // The language's own throw when they are not given exactly one text, and only when an order is written.
  const text = (value: unknown) => (value === undefined || value === null ? "" : String(value as string));
  engine.registerFilter("append", (value: unknown, ...more: unknown[]) => text(value) + more.map(text).join(""));
  engine.registerFilter("prepend", (value: unknown, ...more: unknown[]) => more.map(text).join("") + text(value));
  return engine;
}

const engine = harmless();
const kept = new Map<string, readonly Template[]>();

/** The template, parsed; throws liquidjs' ParseError where it cannot be. */
export function parsed(template: string): readonly Template[] {
  const known = kept.get(template);
  if (known) return known;
  const templates = engine.parse(template);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.set(template, templates);
  return templates;
}

/** What the template says of these values. `isOver`: it would have been longer than anything a ledger holds. */
export function rendered(template: string, values: object): { readonly text: string; readonly isOver: boolean } {
  const growing = new Growing();
  const context = new Context(values, engine.options, { sync: true });
  toValueSync(engine.renderer.renderTemplates([...parsed(template)], context, growing));
  return { text: growing.buffer, isOver: growing.isOver };
}
