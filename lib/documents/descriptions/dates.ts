// How is a day written? "2026-11-18" by a pattern such as "%m/%d/%Y", whatever the clock and the place of the machine.

const MONTHS = ["January", "February", "March", "April", "May", "June"].concat([
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
]);

/** The day by the pattern: %Y %y %m %-m %d %-d %B %b. What is no day stays as it is. */
export function writeDay(day: string, pattern: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return day;
  const [, year = "", month = "", date = ""] = parts;
  const name = MONTHS[Number(month) - 1] ?? month;
  const words: Readonly<Record<string, string>> = {
    "%Y": year,
    "%y": year.slice(2),
    "%m": month,
    "%-m": String(Number(month)),
    "%d": date,
    "%-d": String(Number(date)),
    "%B": name,
    "%b": name.slice(0, 3),
  };
  return pattern.replaceAll(/%-?[A-Za-z]/g, (word) => words[word] ?? word);
}
