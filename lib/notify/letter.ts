// How does a digest look as a mail? The same words twice: as plain text, and as simple HTML.
import type { Digest, DigestLine } from "./digest.ts";

/** Plain text: each link stands under its line. */
export function textOf({ parts, foot }: Digest): string {
  const blocks = parts.map(({ title, lines }) => [title, "", ...lines.flatMap(textLine)].join("\n"));
  return `${[...blocks, textLine(foot).join("\n")].join("\n\n")}\n`;
}

function textLine({ text, url }: DigestLine): readonly string[] {
  return url === undefined ? [`- ${text}`] : [`- ${text}`, `  ${url}`];
}

/** HTML without style sheets, pictures or scripts. */
export function htmlOf({ subject, parts, foot }: Digest): string {
  const body = parts.map(
    ({ title, lines }) =>
      `<h2 style="font-size:16px;margin:24px 0 8px">${escaped(title)}</h2>\n<ul style="margin:0;padding-left:20px">\n${lines.map((line) => `<li>${htmlLine(line)}</li>`).join("\n")}\n</ul>`,
  );
  return [
    `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    `<body style="font:14px/1.5 system-ui,sans-serif;max-width:640px">`,
    ...body,
    `<p style="margin-top:24px">${htmlLine(foot)}</p>`,
    "</body>\n</html>\n",
  ].join("\n");
}

/** What leads to a path alone, because this installation does not know its address, is no link. */
function htmlLine({ text, url }: DigestLine): string {
  if (url === undefined || !/^https?:\/\//.test(url)) return escaped(text);
  return `<a href="${escaped(url)}">${escaped(text)}</a>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}
