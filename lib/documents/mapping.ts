// How does a charge become an invoice line? Charge code → item, tax and class, with the company's defaults.
import type { Charge } from "#lib/orders/order.ts";
import { bookName, mappingKey } from "./book-names.ts";
import type { CompanySettings } from "./settings.ts";

export type MappedCharge = {
  readonly item: { readonly name: string; readonly ledgerId?: string };
  readonly taxable: boolean;
  readonly class?: string;
};

/** The mapping of one charge. Without one, the item is called what the charge is called. Case does not matter. */
export function mapCharge(charge: Charge, settings: CompanySettings): MappedCharge {
  const own = settings.chargeMappings[mappingKey(charge.code)];
  const mapping = { ...settings.defaultMapping, ...own };
  const itemClass = charge.class ?? mapping.class;
  return {
    item: {
      name: mapping.item ?? charge.code,
      ...(mapping.itemId === undefined ? {} : { ledgerId: mapping.itemId }),
    },
    taxable: mapping.taxable ?? charge.taxable,
    ...(itemClass === undefined ? {} : { class: bookName(itemClass, settings.classes) }),
  };
}
