// Rules of a company file, in the order they apply.
import { and, asc, eq } from "drizzle-orm";

import type { Transaction } from "#db/client.ts";
import { rules } from "#db/schema/rules.ts";
import type { Scope } from "#lib/access/scope.ts";
import type { Rule } from "./rule.ts";

/** The rules that are switched on, in order. */
export async function readRules(tx: Transaction, scope: Scope, companyFileId: string): Promise<Rule[]> {
  return await tx
    .select({ ruleId: rules.ruleId, name: rules.name, version: rules.version, body: rules.body })
    .from(rules)
    .where(and(eq(rules.tenantId, scope.tenantId), eq(rules.companyFileId, companyFileId), eq(rules.isOn, true)))
    .orderBy(asc(rules.position), asc(rules.ruleId));
}
