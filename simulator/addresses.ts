// Which id does an address bear? Addresses have ids of their own; a form may carry its customer's.
import type { Company } from "./company.ts";
import { asRow, asText, sameJson, type Row } from "./json.ts";

function bare(address: Row): Row {
  const { Id: _id, Lat: _lat, Long: _long, ...rest } = address;
  return rest;
}

/** Gives each address an id; one that says the same as before keeps it. */
export function identifyAddresses(company: Company, row: Row, before: Row | undefined, fields: string[]): void {
  for (const field of fields) {
    const address = asRow(row[field]);
    if (address === undefined) continue;
    const old = asRow(before?.[field]);
    const same = old !== undefined && sameJson(bare(address), bare(old));
    const id = same ? asText(old.Id) : asText(address.Id);
    row[field] = { Id: id ?? company.nextId("addresses"), ...bare(address) };
  }
}
