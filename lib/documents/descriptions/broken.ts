// Can the templates of a company be read at all? They are checked before they are saved; a later version may know fewer fields.
import type { Problem } from "#lib/problem.ts";
import { templateFaults } from "./check.ts";
import { placedTemplates, type Descriptions } from "./templates.ts";

const known = new WeakMap<Descriptions, Problem | null>();

/** The first template that cannot be read, as what stops an order; null when all can. */
export function brokenTemplate(descriptions: Descriptions): Problem | null {
  const before = known.get(descriptions);
  if (before !== undefined) return before;
  const problem = firstBroken(descriptions);
  known.set(descriptions, problem);
  return problem;
}

function firstBroken(descriptions: Descriptions): Problem | null {
  for (const { situation, text, place, template } of placedTemplates(descriptions)) {
    const [fault] = templateFaults(template, place);
    if (fault) return { code: "description-broken", about: `${situation} ${text}`, detail: fault.sentence };
  }
  return null;
}
