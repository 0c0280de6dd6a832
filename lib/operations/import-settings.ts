// Settings of a company to a file, and from one: looked at first, then saved as a new version.
import { inTransaction, type Transaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import {
  changesOf,
  readSettingsFile,
  writeSettingsFile,
  type ImportSettings,
  type LookAtSettingsFile,
  type NamedSource,
  type SettingsFileLooked,
  type ShowSettingsFile,
} from "#lib/documents/settings-file.ts";
import { goneMappings } from "#lib/ledgers/gone-mappings.ts";
import { readBooks, readCompanyFile, readSettings, readSettingsVersion, saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { findSources } from "#lib/orders/store.ts";
import { notFound, Refusal } from "#lib/refusal.ts";
import { countByBooked } from "#lib/sync/orders/store.ts";
import { lockSettings } from "./lock-settings.ts";

/** The file of a company's settings, with a name for it. */
export async function showSettingsFile(
  scope: Scope,
  { companyFileId }: ShowSettingsFile,
): Promise<{ readonly name: string; readonly text: string }> {
  allow(scope, "settings:read");
  return await inTransaction(scope, async (tx) => {
    const company = await readCompanyFile(tx, scope, companyFileId);
    if (!company) throw notFound("This company file");
    const settings = await readSettings(tx, scope, companyFileId);
    const sources = await sourcesOf(tx, scope, companyFileId);
    const day = scope.now().toISOString().slice(0, 10);
    return {
      name: `finance settings ${company.name} ${day}.json`,
      text: writeSettingsFile(settings, { company: company.name, sources }),
    };
  });
}

/** What a file would change. Nothing is saved, and QuickBooks is not asked. */
export async function lookAtSettingsFile(scope: Scope, input: LookAtSettingsFile): Promise<SettingsFileLooked> {
  allow(scope, "settings:write");
  const { companyFileId, text } = input;
  return await inTransaction(scope, async (tx) => {
    if (!(await readCompanyFile(tx, scope, companyFileId))) throw notFound("This company file");
    const books = await readBooks(tx, scope, companyFileId);
    const read = readSettingsFile(text, books.settings, await sourcesOf(tx, scope, companyFileId));
    const gone = read.is === "settings" ? goneMappings({ ...books, settings: read.settings }) : [];
    return {
      version: await readSettingsVersion(tx, scope, companyFileId),
      mistakes: read.is === "mistakes" ? read.mistakes : [],
      changes: changesOf(read, books.settings),
      missing: [
        ...(read.is === "settings" ? read.missing : []),
        ...gone.map(({ setting, detail }) => `${setting}: ${detail}.`),
      ],
      touched: await countByBooked(tx, scope, companyFileId),
    };
  });
}

/**
 * Saves what a file says. Answers how many orders are planned again: what is in the books stays as it is until its order
 * changes. Refused when somebody saved meanwhile.
 */
export async function importSettings(scope: Scope, input: ImportSettings): Promise<{ readonly orders: number }> {
  allow(scope, "settings:write");
  const { companyFileId, text } = input;
  return await inTransaction(scope, async (tx) => {
    const now = await lockSettings(tx, scope, input);
    const read = readSettingsFile(text, now, await sourcesOf(tx, scope, companyFileId));
    if (read.is === "mistakes")
      throw new Refusal("invalid", read.mistakes[0]?.sentence ?? "The file cannot be read.", "text");
    const changes = changesOf(read, now);
    if (changes.length === 0) throw new Refusal("invalid", "The settings are as this file says already.", "text");
    await saveSettings(tx, scope, companyFileId, read.settings, "settings.imported");
    const event = { action: "settings.imported", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: { changes: changes.length } });
    return { orders: await markToPlan(tx, scope, companyFileId, scope.now(), "waiting") };
  });
}

async function sourcesOf(tx: Transaction, scope: Scope, companyFileId: string): Promise<readonly NamedSource[]> {
  return (await findSources(tx, scope)).filter((source) => source.companyFileId === companyFileId);
}
