// What does a query statement say? Grammar of the QuickBooks query language.
import { parserError, queryError } from "./faults.ts";

export type Condition = { field: string; operator: "=" | "<" | ">" | "<=" | ">=" | "in" | "like"; values: string[] };
export type Statement = {
  entity: string;
  count: boolean;
  columns: string[];
  conditions: Condition[];
  order: { field: string; descending: boolean }[];
  start: number;
  max: number;
};

type Token = { kind: "word" | "text" | "sign"; text: string; at: number };

/** Curly quotes break the parser, inside a literal too. */
const TOKEN = /\s*(?:('(?:[^'\\\u2018-\u201f]|\\[\s\S])*')|(<=|>=|[=<>(),*])|([A-Za-z0-9_.+:-]+)|(\S))/gy;

function tokens(statement: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < statement.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(statement);
    if (match === null) {
      if (statement.slice(at).trim() === "") break;
      throw parserError(`Encountered "${statement.slice(at, at + 10)}" at line 1, column ${at + 1}.`);
    }
    const [, quoted, sign, word, other] = match;
    if (quoted !== undefined)
      found.push({ kind: "text", text: quoted.slice(1, -1).replaceAll(/\\([\s\S])/g, "$1"), at });
    else if (sign !== undefined) found.push({ kind: "sign", text: sign, at });
    else if (word !== undefined) found.push({ kind: "word", text: word, at });
    else throw parserError(`Lexical error at line 1, column ${at + 1}. Encountered: "${other ?? ""}"`);
  }
  return found;
}

class Reader {
  private list: Token[];
  private next = 0;

  constructor(statement: string) {
    this.list = tokens(statement);
  }

  get done(): boolean {
    return this.next >= this.list.length;
  }

  peek(): Token | undefined {
    return this.list[this.next];
  }

  take(): Token {
    const token = this.list[this.next];
    if (token === undefined) throw parserError('Encountered "<EOF>" at the end of the statement.');
    this.next += 1;
    return token;
  }

  /** Takes the keyword or sign when it comes next. */
  accept(text: string): boolean {
    const token = this.peek();
    const fits = token !== undefined && token.kind !== "text" && token.text.toLowerCase() === text;
    if (fits) this.next += 1;
    return fits;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected();
  }

  word(): string {
    const token = this.peek();
    if (token?.kind !== "word") throw this.unexpected();
    return this.take().text;
  }

  unexpected() {
    const token = this.peek();
    if (token === undefined) return parserError('Encountered "<EOF>" at the end of the statement.');
    return parserError(`Encountered " "${token.text}" "${token.text} "" at line 1, column ${token.at + 1}.`);
  }
}

function value(reader: Reader): string {
  const token = reader.peek();
  // Only numbers, true, false and CURRENT_DATE may stand without quotes.
  const bare = /^(-?\d+(\.\d+)?|true|false|current_date)$/i;
  if (token === undefined || token.kind === "sign" || (token.kind === "word" && !bare.test(token.text))) {
    throw reader.unexpected();
  }
  return reader.take().text;
}

function condition(reader: Reader): Condition {
  const field = reader.word();
  if (reader.accept("in")) {
    reader.expect("(");
    const values = [value(reader)];
    while (reader.accept(",")) values.push(value(reader));
    reader.expect(")");
    return { field, operator: "in", values };
  }
  if (reader.accept("like")) return { field, operator: "like", values: [value(reader)] };
  for (const operator of ["<=", ">=", "=", "<", ">"] as const) {
    if (reader.accept(operator)) return { field, operator, values: [value(reader)] };
  }
  throw reader.unexpected();
}

function columns(reader: Reader): { count: boolean; columns: string[] } {
  if (reader.accept("*")) return { count: false, columns: [] };
  const names = [reader.word()];
  if (names[0]?.toLowerCase() === "count") {
    reader.expect("(");
    reader.expect("*");
    reader.expect(")");
    return { count: true, columns: [] };
  }
  while (reader.accept(",")) names.push(reader.word());
  return { count: false, columns: names };
}

function order(reader: Reader): Statement["order"] {
  const fields: Statement["order"] = [];
  do {
    const field = reader.word();
    const descending = reader.accept("desc");
    if (!descending) reader.accept("asc");
    fields.push({ field, descending });
  } while (reader.accept(","));
  return fields;
}

function whole(reader: Reader, least: number): number {
  const text = value(reader);
  const found = Number(text);
  if (!Number.isInteger(found)) throw parserError(`Encountered "${text}", a number was expected.`);
  if (found < least) throw queryError(`value ${found} is too small. Min allowed value is ${least}`);
  return found;
}

/** Parses one statement. Throws 4000 for syntax, 4001 for page numbers out of range. */
export function parseStatement(text: string): Statement {
  const reader = new Reader(text);
  reader.expect("select");
  const selected = columns(reader);
  reader.expect("from");
  const statement: Statement = { ...selected, entity: reader.word(), conditions: [], order: [], start: 1, max: 100 };
  if (reader.accept("where")) {
    do statement.conditions.push(condition(reader));
    while (reader.accept("and"));
  }
  while (!reader.done) {
    if (reader.accept("orderby")) statement.order = order(reader);
    else if (reader.accept("order")) {
      reader.expect("by");
      statement.order = order(reader);
    } else if (reader.accept("startposition")) statement.start = whole(reader, 1);
    else if (reader.accept("maxresults")) {
      statement.max = whole(reader, 0);
      if (statement.max > 1000) throw queryError(`value ${statement.max} is too large. Max allowed value is 1000`);
    } else throw reader.unexpected();
  }
  return statement;
}
