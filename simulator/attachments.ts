// How are files uploaded and tied to records?
import { Change } from "./change.ts";
import type { Company } from "./company.ts";
import { envelopeTime } from "./clock.ts";
import { entityOf } from "./entities.ts";
import { business, Fault, faultMember, malformed, required, systemFailure } from "./faults.ts";
import type { Request } from "./http.ts";
import { asRow, asRows, asText, parseJson, refId, type Row } from "./json.ts";
import { checkShape } from "./shape.ts";

/** Attachables have 19 digits at Intuit; the counter supplies the last ones. */
const FIRST_ID = "50000000000";

type Part = { name: string; fileName: string | undefined; type: string; content: Buffer };

/** The parts of a multipart body. Throws 2010. */
export function partsOf(request: Request): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers["content-type"] ?? "")?.[1];
  if (boundary === undefined) throw malformed("multipart boundary");
  const text = request.bytes.toString("latin1");
  const pieces = text.split(`--${boundary}`).slice(1, -1);
  return pieces.map((piece) => {
    const cut = piece.indexOf("\r\n\r\n");
    const head = piece.slice(0, cut);
    return {
      name: /[; ]name="([^"]*)"/i.exec(head)?.[1] ?? "",
      fileName: /filename="([^"]*)"/i.exec(head)?.[1],
      type: /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1] ?? "application/octet-stream",
      content: Buffer.from(piece.slice(cut + 4, -2), "latin1"),
    };
  });
}

function checkLinks(company: Company, row: Row): void {
  for (const link of asRows(row.AttachableRef)) {
    const target = asRow(link.EntityRef);
    const entity = entityOf(asText(target?.type) ?? "");
    const found = entity === undefined ? undefined : company.get(entity, refId(target) ?? "");
    if (found === undefined) throw business("The entity to link does not exist.");
  }
}

/** Puts the record of a file or a note into the change. Throws 2020, 6000. */
export function writeAttachable(change: Change, fields: Row, before: Row | undefined): Row {
  const row: Row = { ...fields };
  if (asText(row.FileName) === undefined && asText(row.Note) === undefined) throw required("Note");
  checkLinks(change.company, row);
  const stored = change.stamped("Attachable", row, before);
  if (before === undefined) stored.Id = `${FIRST_ID}${(asText(stored.Id) ?? "").padStart(8, "0")}`;
  change.put("Attachable", stored);
  return stored;
}

function uploaded(company: Company, nowMs: number, file: Part, metadata: Part | undefined): Row {
  const given = metadata === undefined ? {} : asRow(parseJson(metadata.content.toString("utf8")));
  if (given === undefined) throw malformed("file_metadata");
  checkShape("Attachable", given);
  const change = new Change(company, nowMs);
  const name = asText(given.FileName) ?? file.fileName ?? "file";
  const fields: Row = { ...given, FileName: name, Size: file.content.length, ContentType: file.type };
  const stored = writeAttachable(change, fields, undefined);
  const address = `/v3/company/${company.realm}/download/${asText(stored.Id) ?? ""}`;
  const row = { ...stored, FileAccessUri: address, TempDownloadUri: `${address}?until=${nowMs + 15 * 60_000}` };
  change.put("Attachable", row);
  change.commit();
  return row;
}

/** POST /upload: one answer per file, refusals inside an answer of status 200. Throws 2010. */
export function upload(company: Company, nowMs: number, parts: Part[]): Row {
  const files = parts.filter((part) => part.name.startsWith("file_content"));
  if (files.length === 0) throw malformed("file_content");
  const answers = files.map((file): Row => {
    const suffix = file.name.slice("file_content".length);
    const metadata = parts.find((part) => part.name === `file_metadata${suffix}`);
    try {
      return { Attachable: uploaded(company, nowMs, file, metadata) };
    } catch (error) {
      return { Fault: faultMember(error instanceof Fault ? error : systemFailure()) };
    }
  });
  return { AttachableResponse: answers, time: envelopeTime(nowMs) };
}
