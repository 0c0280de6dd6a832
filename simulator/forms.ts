// How are the fields, buttons and questions of the bookkeeper's pages made?
import type { Company } from "./company.ts";
import { escaped, html } from "./html.ts";
import type { Json } from "./json.ts";

/** A form that asks the bookkeeper for one action; `again` is where a refusal is shown, `back` where success is. */
export function form(company: Company, fields: Record<string, string>, inside: string, kind = ""): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const look = kind === "" ? "" : ` class="${kind}"`;
  return `<form method="post" action="/app/company/${escaped(company.realm)}/act"${look}>${hidden.join("")}${inside}</form>`;
}

/** A submit button whose spoken name says about what; the main one of a form is "main". */
export function button(text: string, about = "", look: "main" | "quiet" | "danger" = "quiet"): string {
  const label = about === "" ? "" : html` aria-label="${text}: ${about}"`;
  return `<button type="submit"${look === "main" ? "" : ` class="${look}"`}${label}>${escaped(text)}</button>`;
}

export function link(href: string, text: string, quiet = true): string {
  return html`<a class="button${quiet ? " quiet" : ""}" href="${href}">${text}</a>`;
}

/** A labelled input; `attributes` are written as they are. */
export function input(label: string, name: string, value: Json | undefined, attributes = ""): string {
  return `<label>${escaped(label)}<input name="${escaped(name)}" value="${escaped(value)}" ${attributes}></label>`;
}

export function area(label: string, name: string, value: Json | undefined): string {
  return `<label>${escaped(label)}<textarea name="${escaped(name)}" maxlength="4000">${escaped(value)}</textarea></label>`;
}

export function select(label: string, name: string, options: [value: string, text: string][], chosen = ""): string {
  const entries = options.map(([value, text]) => {
    const mark = value === chosen ? " selected" : "";
    return `<option value="${escaped(value)}"${mark}>${escaped(text)}</option>`;
  });
  return `<label>${escaped(label)}<select name="${escaped(name)}">${entries.join("")}</select></label>`;
}

/** Something that is asked about before it is done, folded away until then. */
export function ask(summary: string, text: string, inside: string): string {
  return `<details class="ask"><summary>${escaped(summary)}</summary><div><p>${escaped(text)}</p>${inside}</div></details>`;
}

export type Column<T> = { title: string; money?: boolean; minor?: boolean; cell: (row: T) => string };

/** A table; cells are HTML already. The first cell names its row. */
export function table<T>(caption: string, columns: Column<T>[], rows: readonly T[]): string {
  const look = ({ money, minor }: Column<T>) => {
    const names = [money === true ? "money" : "", minor === true ? "minor" : ""].filter((name) => name !== "");
    return names.length === 0 ? "" : ` class="${names.join(" ")}"`;
  };
  const head = columns.map((column) =>
    column.title === "" ? `<td${look(column)}></td>` : `<th scope="col"${look(column)}>${escaped(column.title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map((column, index) =>
      index === 0
        ? `<th scope="row"${look(column)}>${column.cell(row)}</th>`
        : `<td${look(column)}>${column.cell(row)}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  const title = `<caption class="hidden">${escaped(caption)}</caption>`;
  return `<div class="wide"><table>${title}<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

/** Named facts; empty ones are left out. Values are HTML already. */
export function facts(entries: [name: string, value: string | undefined][], kind = "facts"): string {
  const shown = entries.filter(([, value]) => value !== undefined && value !== "");
  if (shown.length === 0) return "";
  return `<dl class="${kind}">${shown.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${value ?? ""}</dd></div>`).join("")}</dl>`;
}
