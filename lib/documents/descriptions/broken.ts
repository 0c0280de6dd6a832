// Can the templates of a company be read at all? They are checked before they are saved; a later version may know fewer fields.
import type { Problem } from "#lib/problem.ts";
import { templateFaults } from "./check.ts";
import type { PlacedFault } from "./saving.ts";
import { placedTemplates, type Descriptions } from "./templates.ts";
import { placeName } from "./words.ts";

const known = new WeakMap<Descriptions, Problem | null>();

/** The first template that cannot be read, as what stops an order; null when all can. */
export function brokenTemplate(descriptions: Descriptions): Problem | null {
  const before = known.get(descriptions);
  if (before !== undefined) return before;
  const problem = firstBroken(descriptions);
  known.set(descriptions, problem);
  return problem;
}

/** Everything that is wrong with the templates; empty when they may be saved. */
export function descriptionFaults(descriptions: Descriptions): readonly PlacedFault[] {
  return placedTemplates(descriptions).flatMap(({ situation, text, place, template }) =>
    templateFaults(template, place).map((fault) => ({ situation, text, ...fault })),
  );
}

function firstBroken(descriptions: Descriptions): Problem | null {
  const [fault] = descriptionFaults(descriptions);
  if (!fault) return null;
  return { code: "description-broken", about: placeName(fault), detail: fault.sentence };
}
