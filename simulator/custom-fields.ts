// Which custom fields may a form have, and how are they shown?
import type { Company } from "./company.ts";
import { badCustomField } from "./faults-of-values.ts";
import { asRows, asText, type Json, type Row } from "./json.ts";

const IDS = ["1", "2", "3"];

/** The three text fields, with their names where the company defined some. Throws 3000. */
export function customFields(company: Company, given: Json | undefined): Row[] {
  const names = company.settings.preferences.customFields;
  if (given === undefined && names.length === 0) return [];
  const values = new Map<string, Row>();
  for (const field of asRows(given)) {
    const id = asText(field.DefinitionId) ?? "";
    if (!IDS.includes(id)) throw badCustomField(id);
    values.set(id, field);
  }
  return IDS.flatMap((id, index): Row[] => {
    const field = values.get(id);
    const name = names[index] ?? asText(field?.Name);
    if (field === undefined && names[index] === undefined) return [];
    const value = asText(field?.StringValue);
    return [
      {
        DefinitionId: id,
        ...(name === undefined ? {} : { Name: name }),
        Type: "StringType",
        ...(value === undefined ? {} : { StringValue: value }),
      },
    ];
  });
}
