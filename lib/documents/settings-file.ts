// Settings of a company as a file: to keep, or to bring to another company. Names instead of ids, which are others there.
import { z } from "zod";

import { compareSettings, type SettingDifference } from "./settings-compare.ts";
import type { BookingCounted } from "./booking.ts";
import { bookingModes, CompanySettings } from "./settings.ts";

const KIND = "Tieout finance settings";
const FORMAT = 1;
/** So many mistakes are said at once. */
const MISTAKES_MAX = 20;

export const ShowSettingsFile = z.object({ companyFileId: z.uuid() });
export type ShowSettingsFile = z.infer<typeof ShowSettingsFile>;

export const LookAtSettingsFile = z.object({ companyFileId: z.uuid(), text: z.string().max(500_000) });
export type LookAtSettingsFile = z.infer<typeof LookAtSettingsFile>;

export const ImportSettings = LookAtSettingsFile.extend({
  /** The version that counted when the file was looked at. */
  version: z.number().int().min(0),
});
export type ImportSettings = z.infer<typeof ImportSettings>;

/** Where in the file something is wrong, and what. */
export type FileMistake = { readonly place: string; readonly sentence: string };

/** What a file would change, before anything is saved. */
export type SettingsFileLooked = {
  readonly version: number;
  /** With one of them nothing can be saved. */
  readonly mistakes: readonly FileMistake[];
  readonly changes: readonly SettingDifference[];
  /** What of it this company does not have: sources, items, accounts. Saved nevertheless, but for the sources. */
  readonly missing: readonly string[];
  readonly touched: BookingCounted;
};

export type NamedSource = { readonly sourceId: string; readonly name: string };

const FileSettings = z.strictObject({
  ...CompanySettings.shape,
  /** By the source's name. */
  sourceModes: z.record(z.string(), z.enum(bookingModes)).default({}),
});
const SettingsFile = z.strictObject({
  kind: z.literal(KIND, `This is no file of finance settings: "kind" must be "${KIND}".`),
  format: z.literal(FORMAT, `Only format ${FORMAT} can be read here.`),
  company: z.string().max(200).default(""),
  settings: FileSettings,
});

/** The file of a company's settings. Ids are left out: an item goes by its name, a source by what it is called. */
export function writeSettingsFile(
  settings: CompanySettings,
  { company, sources }: { readonly company: string; readonly sources: readonly NamedSource[] },
): string {
  const names = new Map(sources.map(({ sourceId, name }) => [sourceId, name]));
  const sourceModes = Object.entries(settings.sourceModes).flatMap(([sourceId, mode]) => {
    const name = names.get(sourceId);
    return name === undefined ? [] : [[name, mode] as const];
  });
  const written = {
    kind: KIND,
    format: FORMAT,
    company,
    settings: {
      ...settings,
      sourceModes: Object.fromEntries(sourceModes),
      chargeMappings: mapped(settings.chargeMappings, withoutId),
      defaultMapping: withoutId(settings.defaultMapping),
    },
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

export type SettingsRead =
  | { readonly is: "settings"; readonly settings: CompanySettings; readonly missing: readonly string[] }
  | { readonly is: "mistakes"; readonly mistakes: readonly FileMistake[] };

/** What a company's settings become by a file: each setting that it names is as it says, the others stay. */
export function readSettingsFile(text: string, now: CompanySettings, sources: readonly NamedSource[]): SettingsRead {
  const raw = parsed(text);
  if (!raw.ok) return { is: "mistakes", mistakes: [raw.mistake] };
  const file = SettingsFile.safeParse(raw.value);
  if (!file.success) return { is: "mistakes", mistakes: mistakesOf(file.error) };
  const named = Object.keys((raw.value as { settings: object }).settings);
  const given = Object.fromEntries(Object.entries(file.data.settings).filter(([name]) => named.includes(name)));
  const byName = new Map(sources.map(({ sourceId, name }) => [name.trim().toLowerCase(), sourceId]));
  const missing: string[] = [];
  const sourceModes = Object.entries(file.data.settings.sourceModes).flatMap(([name, mode]) => {
    const sourceId = byName.get(name.trim().toLowerCase());
    if (sourceId === undefined)
      missing.push(`This company has no source called ${name}: how it is booked is left out.`);
    return sourceId === undefined ? [] : [[sourceId, mode] as const];
  });
  const settings = CompanySettings.parse({
    ...now,
    ...given,
    ...(named.includes("sourceModes") ? { sourceModes: Object.fromEntries(sourceModes) } : {}),
  });
  return { is: "settings", settings: withKnownIds(settings, now), missing };
}

/** An item of the same name as now is the same item: its id here stays. */
function withKnownIds(settings: CompanySettings, now: CompanySettings): CompanySettings {
  const known = (mapping: Mapping, before: Mapping | undefined): Mapping =>
    mapping.itemId === undefined && before?.itemId !== undefined && before.item === mapping.item
      ? { ...mapping, itemId: before.itemId }
      : mapping;
  return {
    ...settings,
    chargeMappings: mapped(settings.chargeMappings, (mapping, code) => known(mapping, now.chargeMappings[code])),
    defaultMapping: known(settings.defaultMapping, now.defaultMapping),
  };
}

type Mapping = CompanySettings["defaultMapping"];

function mapped(mappings: Readonly<Record<string, Mapping>>, change: (mapping: Mapping, code: string) => Mapping) {
  return Object.fromEntries(Object.entries(mappings).map(([code, mapping]) => [code, change(mapping, code)]));
}

/** An item that is known by its id alone keeps it: there is no other way to say which. */
function withoutId({ itemId, ...mapping }: Mapping): Mapping {
  return mapping.item === undefined && itemId !== undefined ? { ...mapping, itemId } : mapping;
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly mistake: FileMistake };

function parsed(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, "")) as unknown };
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : "");
    const line = at ? text.slice(0, Number(at[1])).split("\n").length : null;
    const place = line === null ? "the file" : `line ${line}`;
    return { ok: false, mistake: { place, sentence: "This is not JSON from here on." } };
  }
}

function mistakesOf(error: z.ZodError): FileMistake[] {
  return error.issues.slice(0, MISTAKES_MAX).map((issue) => ({
    place: issue.path.length === 0 ? "the file" : issue.path.join(" → "),
    sentence:
      issue.code === "unrecognized_keys" ? `There is no setting called ${issue.keys.join(", ")}.` : issue.message,
  }));
}

/** What a read file changes, for the dry run. */
export function changesOf(read: SettingsRead, now: CompanySettings): readonly SettingDifference[] {
  return read.is === "settings" ? compareSettings(now, read.settings) : [];
}
