// How does an answer look to a client that did not ask for JSON?
import type { Answer, Request } from "./http.ts";
import { asRow, asRows, asText, parseJson, type Json, type Row } from "./json.ts";
import type { Readings } from "./preferences.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const NAMESPACE = 'xmlns="http://schema.intuit.com/finance/v3"';
/** Members that are attributes in XML. */
const ATTRIBUTES = ["domain", "sparse", "status", "bId", "startPosition", "maxResults", "totalCount", "time"];

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function attribute(name: string, value: Json | undefined): string {
  const text = asText(value);
  return text === undefined ? "" : ` ${name}="${escaped(text)}"`;
}

function element(name: string, value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((entry) => element(name, entry)).join("");
  const row = asRow(value);
  if (row === undefined) return `<${name}>${escaped(asText(value) ?? "")}</${name}>`;
  if (row.value !== undefined && asText(row.value) !== undefined) {
    const attributes = attribute("name", row.name) + attribute("type", row.type);
    return `<${name}${attributes}>${escaped(asText(row.value) ?? "")}</${name}>`;
  }
  let attributes = "";
  let inside = "";
  for (const [field, entry] of Object.entries(row)) {
    if (field === "Fault") inside += faultElement(asRow(entry) ?? {});
    else if (ATTRIBUTES.includes(field) && asText(entry) !== undefined) attributes += attribute(field, entry);
    else inside += element(field, entry);
  }
  return `<${name}${attributes}>${inside}</${name}>`;
}

/** Both spellings of a fault give the same element. */
function faultElement(fault: Row): string {
  const errors = asRows(fault.Error ?? fault.error).map((error) => {
    const attributes = attribute("code", error.code) + attribute("element", error.element);
    const message = element("Message", error.Message ?? error.message);
    return `<Error${attributes}>${message}${element("Detail", error.Detail ?? error.detail)}</Error>`;
  });
  return `<Fault${attribute("type", fault.type)}>${errors.join("")}</Fault>`;
}

/** The XML document of an answer's body. */
export function xmlOf(body: Row): string {
  const time = asText(body.time);
  const when = typeof body.time === "number" ? new Date(body.time).toISOString().replace("Z", "-00:00") : time;
  const fault = asRow(body.fault);
  const { time: _time, ...members } = body;
  const inside = fault === undefined ? element("x", members).slice(3, -4) : faultElement(fault);
  return `${HEAD}<IntuitResponse ${NAMESPACE}${attribute("time", when)}>${inside}</IntuitResponse>`;
}

/** True when the answer has to be XML: nothing said about the format, or XML asked for. */
export function wantsXml(request: Request, anything: Readings["acceptAnything"]): boolean {
  if (request.url.searchParams.get("format") === "json") return false;
  const accept = request.headers.accept?.toLowerCase() ?? "";
  if (accept.includes("json")) return false;
  if (accept === "" || accept.includes("xml")) return true;
  return accept.includes("*/*") && anything === "xml";
}

/** The same answer in XML; what is no JSON stays as it is. */
export function asXml(answer: Answer): Answer {
  const body = answer.type.startsWith("application/json") ? asRow(parseJson(answer.body)) : undefined;
  return body === undefined ? answer : { ...answer, body: xmlOf(body), type: "application/xml;charset=UTF-8" };
}
