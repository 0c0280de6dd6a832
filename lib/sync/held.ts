// Does a customer that is not linked wait for a person, and what are they told?
import type { CustomerDocument } from "#lib/documents/document.ts";
import type { CompanySettings } from "#lib/documents/settings.ts";
import type { Problem } from "#lib/problem.ts";
import type { MatchOutcome } from "./matching.ts";

type Rule = Pick<CompanySettings, "customerMatch" | "whenCustomerMissing" | "linksRequired">;

/**
 * Why it waits; null when it may be made. Several or near ones are a person's to decide, whatever the rule for missing
 * ones is: made anew, they would be there twice.
 */
export function whyHeld(
  document: CustomerDocument,
  outcome: MatchOutcome,
  settings: Rule,
  isAsked: boolean,
): Problem | null {
  const what = document.parent === undefined ? "customer" : "job";
  const detail = sentence(document, outcome, settings, isAsked, what);
  return detail === null ? null : { code: "customer-not-linked", about: "", detail };
}

function sentence(
  { name, email, company }: CustomerDocument,
  outcome: MatchOutcome,
  { customerMatch, whenCustomerMissing, linksRequired }: Rule,
  isAsked: boolean,
  what: "customer" | "job",
): string | null {
  if (isAsked) return `The link of ${name} was taken away. Somebody has to say which ${what} in QuickBooks it is.`;
  switch (outcome.is) {
    case "several":
      return `${outcome.customers.length} ${what}s in QuickBooks fit ${name}: ${namesOf(outcome)}.`;
    case "near":
      return `QuickBooks has ${namesOf(outcome)}, which may be ${name} or somebody else.`;
    case "none": {
      if (!linksRequired && whenCustomerMissing !== "hold") return null;
      if (what === "job") return `QuickBooks has no job ${name} that it could be linked to by itself.`;
      if (customerMatch === "email") {
        if (!email) return `${name} has no e-mail to be found by in QuickBooks.`;
        return `QuickBooks has no customer with the e-mail ${email} of ${name}.`;
      }
      return `QuickBooks has no customer with the ${customerMatch} ${customerMatch === "company" ? (company ?? name) : name}.`;
    }
    case "one":
      return null;
    default:
      return outcome satisfies never;
  }
}

function namesOf({ customers }: Extract<MatchOutcome, { is: "several" | "near" }>): string {
  const names = customers.slice(0, 3).map((customer) => customer.fullName ?? customer.name);
  return `${names.join(", ")}${customers.length > 3 ? " and others" : ""}`;
}
