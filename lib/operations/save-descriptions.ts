// A company decides what is written on its documents. Templates that cannot be read are not saved.
import { inTransaction } from "#db/client.ts";
import { allow, type Scope } from "#lib/access/scope.ts";
import { audit } from "#lib/access/store.ts";
import { descriptionFaults } from "#lib/documents/descriptions/broken.ts";
import type { DescriptionsSaved, SaveDescriptions } from "#lib/documents/descriptions/saving.ts";
import type { Descriptions } from "#lib/documents/descriptions/templates.ts";
import { templatesByName } from "#lib/documents/descriptions/words.ts";
import { saveSettings } from "#lib/ledgers/store.ts";
import { markToPlan } from "#lib/orders/planning/store.ts";
import { lockSettings } from "./lock-settings.ts";

/**
 * Saves the templates and answers how many orders are planned again; with faults nothing is saved. Refused when somebody
 * saved settings meanwhile.
 */
export async function saveDescriptions(scope: Scope, input: SaveDescriptions): Promise<DescriptionsSaved> {
  allow(scope, "settings:write");
  const { companyFileId, descriptions, reach } = input;
  return await inTransaction(scope, async (tx) => {
    const settings = await lockSettings(tx, scope, input);
    const faults = descriptionFaults(descriptions);
    if (faults.length > 0) return { faults, orders: 0 };
    const changed = changedTemplates(settings.descriptions, descriptions);
    if (Object.keys(changed).length === 0) return { faults, orders: 0 };
    await saveSettings(tx, scope, companyFileId, { ...settings, descriptions }, "settings.descriptions");
    const event = { action: "settings.descriptions", subjectKind: "company-file", subjectId: companyFileId };
    await audit(tx, scope, { ...event, detail: { ...changed, reach } });
    return { faults, orders: await markToPlan(tx, scope, companyFileId, scope.now(), reach) };
  });
}

/** What the trail says: each template that is another one now, as "before → after". */
function changedTemplates(before: Descriptions, after: Descriptions): Record<string, string> {
  const [old, now] = [templatesByName(before), templatesByName(after)];
  const names = Object.keys({ ...old, ...now }).filter((name) => old[name] !== now[name]);
  return Object.fromEntries(names.map((name) => [name, `${said(old[name])} → ${said(now[name])}`]));
}

const SAID_MAX = 300;

function said(template: string | undefined): string {
  if (template === undefined) return "as everywhere";
  return template.length > SAID_MAX ? `${template.slice(0, SAID_MAX)}…` : template;
}
