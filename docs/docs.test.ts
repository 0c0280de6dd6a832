// Do the documents speak of what is there? Paths, commands, and the README's map.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

const foldersOf = (path: string) =>
  readdirSync(join(root, path)).filter((name) => statSync(join(root, path, name)).isDirectory());
/** What a checkout holds: nothing that was made by running it. */
const made = new Set(["node_modules", ".git", ".next", ".data", ".tmp", "test-results", "playwright-report"]);
const topFolders = foldersOf(".").filter((name) => !made.has(name));

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "samples/README.md",
  "simulator/README.md",
  ...(readdirSync(join(root, "docs"), { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].toSorted();
const textOf = (document: string) => readFileSync(join(root, document), "utf8");

/** Files at the top that a text may mean; `carrier.ts` names a kind of file and `.env` one that a person makes. */
const topFile =
  /^(README|CONTRIBUTING|CHANGELOG|LICENSE|Dockerfile|package|tsconfig|compose|\.env\.|\.ox|\.dependency)[\w.-]*$/;

/** What stands in backticks and looks like a path of this repository. */
function pathsIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, "");
  const inTicks = [...prose.matchAll(/`([\w.()[\]/@-]+)`/g)].map(([, text]) => text ?? "");
  return inTicks.filter((text) => topFile.test(text) || topFolders.some((name) => text.startsWith(`${name}/`)));
}

/** Scripts that a text tells people to run. */
function commandsIn(markdown: string): string[] {
  const named = [...markdown.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name]) => name ?? "");
  const short = [...markdown.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name ?? "");
  return [...named, ...short];
}

describe.each(documents)("%s", (document) => {
  const text = textOf(document);

  test("names only paths that exist", () => {
    expect(pathsIn(text).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("names only commands that package.json has", () => {
    expect(commandsIn(text).filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test("links only to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) => path ?? "");
    expect(links.filter((path) => !existsSync(join(root, document, "..", path)))).toEqual([]);
  });
});

describe("the README's map", () => {
  const [, map = ""] = textOf("README.md").split("## The map");
  const rows = [...map.matchAll(/^\| `([^`]+)\/` \|/gm)].map(([, path]) => path ?? "");

  test("has a row for every top-level folder", () => {
    const shown = new Set(rows.map((path) => path.split("/")[0]));
    expect(topFolders.filter((name) => !name.startsWith(".") && !shown.has(name))).toEqual([]);
  });

  test("has a row for every room of lib, and for no other", () => {
    const rooms = rows.filter((path) => path.startsWith("lib/")).map((path) => path.slice("lib/".length));
    expect(rooms.toSorted()).toEqual(foldersOf("lib").toSorted());
  });
});

test("a path that is gone, and a command that is gone, would be seen", () => {
  expect(pathsIn("see `lib/orders/gone.ts`, `docs/api.md`, `carrier.ts`, `npm start` and `lanes`")).toEqual([
    "lib/orders/gone.ts",
    "docs/api.md",
  ]);
  expect(pathsIn("see `LICENSE`, `.env.example` and `app/(admin)/page.tsx`")).toEqual([
    "LICENSE",
    ".env.example",
    "app/(admin)/page.tsx",
  ]);
  expect(commandsIn("`npm run gone -- push` or npm start")).toEqual(["gone", "start"]);
});

test("decisions are at most ten, numbered without a gap, each with question, options, choice and cost", () => {
  const decisions = documents.filter((name) => name.startsWith("docs/decisions/"));
  expect(decisions.length).toBeLessThanOrEqual(10);
  expect(decisions.map((name) => name.slice("docs/decisions/".length, "docs/decisions/".length + 4))).toEqual(
    decisions.map((_, nth) => String(nth + 1).padStart(4, "0")),
  );
  for (const name of decisions) {
    for (const part of ["**Question.**", "**Options", "**Choice.**", "**Cost.**"])
      expect(textOf(name), name).toContain(part);
  }
});

test("an operator finds what is coming under Unreleased", () => {
  expect(textOf("CHANGELOG.md")).toMatch(/^## Unreleased$/m);
});
