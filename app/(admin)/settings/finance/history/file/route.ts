// The settings of a company as a file.
import { tenantRoute } from "#app/_session/action.ts";
import { fileStream } from "#app/_session/stream.ts";
import { ShowSettingsFile } from "#lib/documents/settings-file.ts";
import { showSettingsFile } from "#lib/operations/import-settings.ts";

export const GET = tenantRoute(ShowSettingsFile, showSettingsFile, ({ name, text }) =>
  fileStream(name, "application/json; charset=utf-8", whole(text)),
);

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}
