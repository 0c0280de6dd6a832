// What can a person do with the history of settings?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { ImportSettings, LookAtSettingsFile } from "#lib/documents/settings-file.ts";
import { RollBackSettings } from "#lib/documents/settings-history.ts";
import { importSettings, lookAtSettingsFile } from "#lib/operations/import-settings.ts";
import { rollBackSettings } from "#lib/operations/roll-back-settings.ts";

export const rollBack = tenantAction(RollBackSettings, rollBackSettings);
export const lookAt = tenantAction(LookAtSettingsFile, lookAtSettingsFile);
export const takeIn = tenantAction(ImportSettings, importSettings);
