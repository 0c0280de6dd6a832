// What can a person do about descriptions?
"use server";

import { tenantAction } from "#app/_session/action.ts";
import { CountDescriptions, PreviewDescriptions, SaveDescriptions } from "#lib/documents/descriptions/saving.ts";
import { countDescriptions } from "#lib/operations/count-descriptions.ts";
import { previewDescriptions } from "#lib/operations/preview-descriptions.ts";
import { saveDescriptions } from "#lib/operations/save-descriptions.ts";

export const preview = tenantAction(PreviewDescriptions, previewDescriptions);
export const count = tenantAction(CountDescriptions, countDescriptions);
export const save = tenantAction(SaveDescriptions, saveDescriptions);
