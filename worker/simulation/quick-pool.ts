// Connections of a simulation: each statement is planned once, and what needs no answer travels with what is said next.
import { createHash } from "node:crypto";

import type pg from "pg";

type Text = string | pg.QueryConfig;
type Query = (text: Text, values?: unknown[], callback?: unknown) => unknown;
type Corked = { readonly connection: { readonly stream: { cork(): void; uncork(): void } } };

const names = new Map<string, string>();
/** What connections say before whatever they say next. */
const held = new WeakMap<pg.PoolClient, { readonly text: Text; readonly values: unknown[] | undefined }[]>();

/** Makes every connection this pool opens from now on such a one. Postgres runs the same statements in the same order. */
export function hurry(pool: pg.Pool): void {
  Object.assign(pool.options, { pipeline: true });
  pool.on("connect", (client) => {
    const { stream } = (client as unknown as Corked).connection;
    const run = client.query.bind(client) as unknown as Query;
    const query: Query = (text, values, callback) => {
      const before = held.get(client);
      if (before === undefined) return run(named(text, values), values, callback);
      held.delete(client);
      stream.cork();
      for (const one of before) void run(named(one.text, one.values), one.values);
      const answer = run(named(text, values), values, callback);
      stream.uncork();
      return answer;
    };
    Object.assign(client, { query });
  });
}

/** Lets a connection say something that cannot fail by itself, together with whatever it says next. */
export function sayLater(client: pg.PoolClient, text: Text, values: unknown[] | undefined): void {
  const before = held.get(client) ?? [];
  const last = before.at(-1);
  const isOne = typeof text === "string" && last !== undefined && typeof last.text === "string";
  held.set(
    client,
    isOne ? [...before.slice(0, -1), { ...last, text: `${last.text}; ${text}` }] : [...before, { text, values }],
  );
}

function named(given: Text, values: unknown[] | undefined): Text {
  const config = typeof given === "string" ? { text: given } : given;
  // Without values it may be several statements, which cannot be prepared.
  if (config.name !== undefined || (values ?? config.values) === undefined) return given;
  return { ...config, name: nameOf(config.text) };
}

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `sim_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}
