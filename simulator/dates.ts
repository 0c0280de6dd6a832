// May a transaction of this day be written, and when is it due?
import { isDay, plusDays } from "./clock.ts";
import type { Company } from "./company.ts";
import { closedPeriod } from "./faults.ts";
import { asText, refId, type Json, type Row } from "./json.ts";

/** Throws 6210 when a day (old or new) lies in a closed period. */
export function checkOpen(company: Company, ...days: (Json | undefined)[]): void {
  const closed = company.settings.preferences.bookCloseDate;
  if (closed === null) return;
  for (const day of days) {
    const text = asText(day);
    if (text !== undefined && isDay(text) && text <= closed) throw closedPeriod();
  }
}

function dateDriven(day: string, term: Row): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const wanted = Number(term.DayOfMonthDue);
  const grace = Number(term.DueNextMonthDays ?? 0);
  const months = date + grace > wanted ? month : month - 1;
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, months, Math.min(wanted, last))).toISOString().slice(0, 10);
}

/** The due day from the terms; thirty days after the transaction without terms (recorded in a sandbox). */
export function dueDay(company: Company, day: string, terms: Json | undefined): string {
  const term = company.get("Term", refId(terms) ?? "");
  if (term === undefined) return plusDays(day, 30);
  return term.Type === "DATE_DRIVEN" ? dateDriven(day, term) : plusDays(day, Number(term.DueDays ?? 0));
}
