// GET the refused rows of an import as a file to correct and import again.
import { tenantRoute } from "#app/_session/action.ts";
import { showRefusedFile } from "#lib/operations/show-import.ts";
import { ShowImport } from "#lib/orders/imports/import.ts";

export const GET = tenantRoute(ShowImport, showRefusedFile, ({ name, isCsv, parts }) => {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = await iterator.next();
      if (part.done) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
  });
  const plainName = name.replace(/[^\w .()-]/g, "_");
  return new Response(body, {
    headers: {
      "Content-Type": isCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
});
