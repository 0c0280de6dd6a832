// How is a day written for people? By hand: server and browser may know different locale data.

const MONTHS = [
  ["January", "February", "March", "April", "May", "June"],
  ["July", "August", "September", "October", "November", "December"],
].flat();

/** "14 Nov 2026" from an ISO date or time, by UTC. */
export function dateText(date: string): string {
  const { day, month, year } = partsOf(date);
  return `${day} ${month.slice(0, 3)} ${year}`;
}

/** "14 November 2026", where it stands alone. */
export function longDateText(date: string): string {
  const { day, month, year } = partsOf(date);
  return `${day} ${month} ${year}`;
}

/** "November 2026"; the text itself when it is no date. */
export function monthText(date: string): string {
  const { month, year } = partsOf(date);
  return month === "" ? date : `${month} ${year}`;
}

function partsOf(date: string) {
  const [year = "", month, day] = date.slice(0, 10).split("-");
  return { day: Number(day), month: MONTHS[Number(month) - 1] ?? "", year };
}
