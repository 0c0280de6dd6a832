// What do the lines of a sales form come to?
import type { Row } from "./json.ts";

export type Lines = {
  /** Lines as they are stored, with ids, numbers and the subtotal line. */
  stored: Row[];
  itemCents: number;
  /** Cents by tax code: "TAX" in the US, ids of codes elsewhere. */
  taxedCents: Map<string, number>;
  discountCents: number;
  inclusive: boolean;
  /** The same with the tax inside; equal to itemCents and discountCents where tax is added. */
  grossCents: number;
  discountGrossCents: number;
};
