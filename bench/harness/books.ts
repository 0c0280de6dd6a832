// Is the run worth anything? Every load must be in the books exactly once, with its total, and nothing else beside them.
import { decimal, totalOf, type Load } from "./loads.ts";
import { records, type Simulator } from "./simulator.ts";

/** What is wrong with the books; empty when every load is there once with its total and nothing else is. */
export async function faultsInBooks(simulator: Simulator, realmId: string, loads: readonly Load[]): Promise<string[]> {
  const found = new Map<string, string[]>();
  for (const invoice of await records(simulator, realmId, "Invoice")) {
    const number = String(invoice.DocNumber);
    found.set(number, [...(found.get(number) ?? []), Number(invoice.TotalAmt).toFixed(2)]);
  }
  const faults: string[] = [];
  for (const load of loads) {
    const totals = found.get(load.number) ?? [];
    found.delete(load.number);
    if (totals.length !== 1) faults.push(`${load.number} is in the books ${totals.length} times`);
    else if (totals[0] !== decimal(totalOf(load))) {
      faults.push(`${load.number} comes to ${totals[0]} instead of ${decimal(totalOf(load))}`);
    }
  }
  for (const number of found.keys()) faults.push(`${number} is in the books and nobody sent it`);
  return faults;
}
