// What is different between two versions of a company's settings? Said as a person reads it: which setting, from what, to what.
import { bookingNames, bookingWords, modeWords } from "./booking.ts";
import type { CompanySettings } from "./settings.ts";

/** What each setting is called on screen. */
export const settingNames: Readonly<Record<keyof CompanySettings, string>> = {
  ...bookingNames,
  paymentMethods: "Payment method",
  terms: "Terms",
  classes: "Class",
  createItems: "Missing items are created",
  incomeAccount: "Income account of new items",
  newItems: "Income account of the new item",
  chargeMappings: "Charge code",
  defaultMapping: "Charges without a mapping",
  shippingItem: "Item for shipping",
  taxCode: "Tax code",
  lineTemplate: "Description of a line",
  memoTemplate: "Message on the invoice",
  numberPrefix: "Prefix of numbers",
  depositAccount: "Deposit account",
  combineInvoices: "Charge sets with the same number and payer become one invoice",
};

const modeNames = Object.fromEntries(Object.entries(modeWords).map(([mode, { name }]) => [mode, name]));
/** What the answers to a setting are called, where it has only a few. */
const words: Readonly<Partial<Record<keyof CompanySettings, Readonly<Record<string, string>>>>> = {
  ...bookingWords,
  mode: modeNames,
  sourceModes: modeNames,
};

export type SettingDifference = {
  /** What the setting is called. */
  readonly name: string;
  /** Which entry of it, such as a charge code in lower case; null for a setting of one value. */
  readonly entry: string | null;
  /** Null: it was not set, or there was no such entry. */
  readonly before: string | null;
  readonly after: string | null;
};

/** Every setting, or entry of one, that is another in `after`; in the order of the settings, entries by name. */
export function compareSettings(before: CompanySettings, after: CompanySettings): readonly SettingDifference[] {
  return (Object.keys(settingNames) as (keyof CompanySettings)[]).flatMap((key) => {
    const [was, is] = [before[key], after[key]];
    if (!isEntries(key, was) || !isEntries(key, is)) return differenceOf(key, null, was, is);
    const entries = [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted((a, b) =>
      a.localeCompare(b, "en"),
    );
    return entries.flatMap((entry) => differenceOf(key, entry, ownOf(was, entry), ownOf(is, entry)));
  });
}

/** Settings with an entry for each name; a mapping is one value with parts. */
function isEntries(key: keyof CompanySettings, value: unknown): value is Readonly<Record<string, unknown>> {
  return key !== "defaultMapping" && typeof value === "object" && value !== null && !Array.isArray(value);
}

function ownOf(entries: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function differenceOf(
  key: keyof CompanySettings,
  entry: string | null,
  was: unknown,
  is: unknown,
): SettingDifference[] {
  const [before, after] = [said(was, words[key]), said(is, words[key])];
  return before === after ? [] : [{ name: settingNames[key], entry, before, after }];
}

/** A value in words; the parts of a mapping one after the other. */
function said(value: unknown, names: Readonly<Record<string, string>> = {}): string | null {
  if (typeof value === "string") return value === "" ? null : (names[value] ?? value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object" || value === null) return value === undefined ? null : JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== "")
    .toSorted(([left], [right]) => left.localeCompare(right, "en"))
    .map(([part, held]) => `${partNames[part] ?? part} ${said(held)}`);
  return parts.length === 0 ? null : parts.join(", ");
}

const partNames: Readonly<Record<string, string>> = {
  item: "item",
  itemId: "QuickBooks ID",
  taxable: "taxable",
  class: "class",
};
