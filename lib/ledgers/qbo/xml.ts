// What does a fault say that came as XML? Gateways and older parts of QuickBooks answer so whatever was asked for.
import type { QboFault } from "./rows.ts";

/** Nothing of a fault is beyond this; a page of HTML may be long. */
const READ_MAX = 64_000;
const ERRORS_MAX = 20;

const FAULT = /<(?:\w+:)?Fault\b([^>]*)>/i;
const ERROR = /<(?:\w+:)?Error\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?Error>)/gi;

/** The fault in an XML text; null when it holds none. Reads a few known elements, never the document as a whole. */
export function xmlFault(text: string): { type: string; faults: QboFault[] } | null {
  if (!text.trimStart().startsWith("<")) return null;
  const head = text.slice(0, READ_MAX);
  const fault = FAULT.exec(head);
  if (!fault) return null;
  const errors = [...head.slice(fault.index).matchAll(ERROR)].slice(0, ERRORS_MAX);
  const faults = errors.map(([, attributes = "", content = ""]): QboFault => ({
    code: attribute(attributes, "code"),
    message: element(content, "Message"),
    detail: element(content, "Detail"),
    element: attribute(attributes, "element"),
  }));
  return faults.length === 0 ? null : { type: attribute(fault[1] ?? "", "type"), faults };
}

function attribute(attributes: string, name: string): string {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(attributes);
  return plain(match?.[1] ?? match?.[2] ?? "");
}

function element(content: string, name: string): string {
  const match = new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>([^<]*)<`, "i").exec(content);
  return plain(match?.[1] ?? "");
}

function plain(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll(/&(?:apos|#39);/g, "'")
    .replaceAll("&amp;", "&")
    .trim();
}
