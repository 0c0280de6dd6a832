// A person waits for records of a company's books: statements asked in its lane, in one call.
import { allow, newId, type Scope } from "#lib/access/scope.ts";
import { env } from "#lib/env.ts";
import { askQueries, queryAnswer, queryAnswers } from "#lib/ledgers/qbo/back/questions.ts";
import type { QboRow } from "#lib/ledgers/qbo/rows.ts";
import { Refusal } from "#lib/refusal.ts";
import { askCompany } from "./ask-company.ts";
import { laterSentence } from "./pull-balances.ts";
import { defaultTiming, type World } from "./world.ts";

/** The rows of each statement, in their order. Refused in plain words when QuickBooks cannot be asked now. */
export async function askRecords(
  scope: Scope,
  companyFileId: string,
  statements: readonly string[],
): Promise<readonly (readonly QboRow[])[]> {
  allow(scope, "problems:resolve");
  const timing = { ...defaultTiming, batchItemsCount: env().QBO_BATCH_ITEMS_COUNT };
  const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
  const world: World = { ...scope, owner: newId(scope), timing, wait };
  const heard = await askCompany(world, { tenantId: scope.tenantId, companyFileId }, askQueries(statements));
  if (heard.is === "later") throw new Refusal("unavailable", laterSentence(heard.because));
  const { status, text } = heard;
  const isOne = statements.length === 1;
  const answers = isOne ? [queryAnswer(status, text)] : queryAnswers(statements.length, status, text);
  return answers.map((answer) => {
    if (answer?.body.is !== "rows") throw new Refusal("unavailable", laterSentence("no-answer"));
    return answer.body.rows;
  });
}
