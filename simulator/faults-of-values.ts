// How are values refused that are no date, number, amount, address or word of a list?
import { Fault } from "./faults.ts";

const invalid = (code: string, what: string) => (field: string, value: string) =>
  new Fault(code, `Invalid ${what}`, `Invalid ${what}. Supplied value:${value}`, field);

export const badDecimal = invalid("2100", "Decimal");
export const badAmount = invalid("2140", "Amount");
export const badPercent = invalid("2150", "Percent");
export const badQuantity = invalid("2160", "Quantity");
export const badUrl = invalid("2200", "URL format");
export const badCurrency = invalid("2220", "Currency");
export const badCustomField = (id: string) =>
  new Fault("3000", "Custom field error", `There is no custom field with DefinitionId ${id}.`, "CustomField");
