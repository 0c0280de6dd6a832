// What the finance panels say after they saved.
import { counted, nouns } from "#app/(admin)/_watch/words.ts";

/** "37 orders are planned again." */
export function plannedAgain(orders: number): string {
  if (orders === 0) return "No order had to be planned again.";
  return `${counted(orders, nouns.order)} ${orders === 1 ? "is" : "are"} planned again.`;
}
