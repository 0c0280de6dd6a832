// Does every operation ask first and leave its line? Reads the folder, so that a new file is asked too.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** Exported functions without a scope, and why there is none to ask. */
const withoutScope: Readonly<Record<string, string>> = {
  signIn: "nobody is known yet; counted by the rate limit",
  signInVouched: "nobody is known yet; the identity provider vouches",
  signOut: "a session belongs to a person, not to a tenant",
  readPresence: "finds out which tenants there are to ask about",
  hasUsers: "before the first person",
  makeOwner: "before the first tenant; guarded by the one-time token",
  switchTenant: "looks the tenant up among the person's own",
  takeTurn: "the claim finds the tenant; asks sync:run once it knows it",
  carryTurn: "carries what takeTurn claimed, without the database",
  endTurn: "asks sync:run in the scope of the turn's tenant",
  nextTurnAt: "reads when any lane may go, as tieout_claim",
  sweep: "finds lanes of every tenant; asks sync:run in each",
  quicken: "loosens the pace hint of every lane, as tieout_claim",
  beatHeart: "says that this process lives",
  leaveWorld: "says that this process ends",
  databaseClock: "asks the database for the time",
  askCompany: "one question for those who asked sync:run; asks it again in the lane's tenant",
  readBookLists: "a part of refreshLists and readDueLists; asks sync:run in the lane's tenant",
  readCustomers: "a part of followChanges; asks sync:run in the lane's tenant",
  readOrdersPayments: "a part of the operations on payments, which asked; reads in their transaction",
  readOrderPayments: "a part of the operations on payments, which asked; reads in their transaction",
  applyChanges: "a part of applyPayments and takeOverInvoice, which asked and write the line",
  keepMethods: "a part of applyPayments and takeOverInvoice, which asked and write the line",
  followChanges: "a part of followDueChanges; asks sync:run in the lane's tenant",
  workEvents: "a part of followChanges; asks sync:run in the lane's tenant",
  askBalances: "a part of pullOrder and workPulls; asks sync:run in the lane's tenant",
  keepBalances: "a part of pullOrder and workPulls; asks sync:run in the lane's tenant",
  workPulls: "a part of followChanges; asks sync:run in the lane's tenant",
  takeInEvents: "the signed realm finds the tenants; asks sync:run in each",
  followDueChanges: "finds lanes of every tenant; asks sync:run in each",
  lookAfterOutage: "moves the next look of every lane, as tieout_claim",
  versionsOf: "a part of showCompared and lookInBooks; asks problems:read",
  readLastSent: "a part of showCompared and lookInBooks; asks problems:read",
  tieAll: "a part of linkExisting and changeId; asks problems:resolve",
  untieFrom: "a part of unlinkDocument and clearId; asks problems:resolve",
  linkOne: "a part of linkRecord and acceptMatches; asks problems:resolve",
  refuseUnderWay: "a part of linkRecord and unlinkRecord; asks problems:resolve",
  lockSettings: "a part of the operations that save settings; asks settings:write again",
  placeCustomers: "a part of planOrders; asks sync:run in its scope",
  partiesToSend: "a part of whatever sends documents; asks sync:run or orders:read in its scope",
  linkMatched: "a part of planOrders and exportOrders; asks sync:run or orders:export in its scope",
  planDue: "finds lanes of every tenant; asks sync:run in each",
  noticeExpiries: "finds tenants with a connection; asks sync:run in each",
  resealCredentials: "finds company files of every tenant; asks sync:run in each",
  countsOf: "a part of listProblems and countProblems, which asked; reads in their transaction",
  workActs: "finds lanes of every tenant; asks sync:run in each",
  readDueLists: "finds lanes of every tenant; asks sync:run in each",
  sendDueDigests: "finds tenants with a digest that is due; asks sync:run in each",
  tellCauses: "finds tenants with news of causes; asks sync:run in each",
  deliverDue: "finds tenants with a delivery that is due; asks sync:run in each",
};

/** Files that write without an audit line, and why nobody would ask "who did this?". */
const withoutAudit: Readonly<Record<string, string>> = {
  "decide-file.ts": "do-listed.ts writes the line of each run, link-existing.ts that of each link",
  "judge-decisions.ts": "reads the rows that a file names, and writes nothing",
  "decide-links.ts": "a part of decide-file.ts; link-existing.ts writes the line of each link",
  "judge-ids.ts": "only looks; the attempt row says what was asked and when",
  "link-ids.ts": "tieAll writes the line of each document, linkOne that of each customer",
  "change-id.ts": "tieAll writes the line of a document, linkRecord that of a customer",
  "clear-id.ts": "untieFrom writes the line of a document, unlinkRecord that of a customer",
  "switch-tenant.ts": "which tenant a person looks at changes nothing in any tenant",
  "take-turn.ts": "the attempt row says what was sent and when",
  "end-turn.ts": "the attempt row says what came back",
  "deliver-pushes.ts": "the attempt row says what was sent and what came back",
  "plan-orders.ts": "the plan follows from order, rules and settings, whose changes are audited",
  "link-record.ts": "linkOne writes the line with the link",
  "search-customers.ts": "only reads",
  "save-preferences.ts": "how the page behaves for one person changes nothing for anybody else",
  "link-customers.ts":
    "the rule follows from the settings, whose changes are audited; the link says that it was matched",
  "start-connecting.ts": "only reads; the line is written when the connection is made",
  "tend-lanes.ts":
    "what is due is done by planOrders, readBookLists and followChanges; only the due moment is moved here",
  "check-exports.ts": "only looks; what changed over there is noted on the links with its moment, by keepChanges",
  "ask-invoices.ts": "only asks; the attempt row says what was asked and when",
  "import-payments.ts": "applyShown writes the line of each order",
  "compare-payments.ts": "only looks; applyPayments writes the line",
  "ask-company.ts": "the attempt row says what was asked and when",
  "follow-changes.ts": "what changed over there is noted on the links with its moment; nobody here did it",
  "keep-changes.ts": "what changed over there is noted on the links with its moment; nobody here did it",
  "ask-balances.ts": "the attempt row says what was asked; what was found is noted on the links with its moment",
  "work-pulls.ts": "the run says who started it, how far it is and what failed",
  "work-events.ts": "the event row says what was told and when it was worked off",
  "take-in-events.ts": "the event row says what was told and when",
  "notice-expiries.ts": "the notice row says what was told and when",
  "reseal-credentials.ts": "run by whoever holds the keys, for every tenant; what the tokens are does not change",
  "check-connections.ts": "only looks; refreshCredentials writes the line when a connection is lost",
  "work-acts.ts": "the run says who decided, how far it is and what was left alone; doAct and undoRun wrote the line",
  "find-record.ts": "only looks; the attempt row says what was asked and when",
  "retry-run.ts": "doAct writes the line of the run it begins",
  "send-digests.ts": "the digest's row says which day it was for and how it ended",
  "tell-causes.ts": "the delivery says what was told and when; the causes opened by themselves",
  "deliver-webhooks.ts":
    "the delivery says how often it was tried and what came back; testEndpoint writes the line of a test",
  "sweep.ts": "puts what a lost process held back in line",
};

const READS = /^(list|show|read|find|count|look|preview)-/;

type Exported = { readonly name: string; readonly takesScope: boolean; readonly firstStatement: string };

/** The exported operations of a file (a function that waits for nothing is only a helper), with the first statement of each body. */
function exportedFunctions(source: string): readonly Exported[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return [...code.matchAll(/^export async function (\w+)/gm)].map((match) => {
    const parameters = parametersFrom(code, match.index + match[0].length);
    return {
      name: match[1] ?? "",
      takesScope: /^\(\s*_?scope\s*:/.test(parameters.text),
      firstStatement: code.slice(bodyFrom(code, parameters.end)).trim().split(";", 1)[0] ?? "",
    };
  });
}

function parametersFrom(code: string, from: number): { text: string; end: number } {
  const start = code.indexOf("(", from);
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    if (code[at] === "(") depth++;
    if (code[at] === ")" && --depth === 0) return { text: code.slice(start, at + 1), end: at + 1 };
  }
  return { text: "", end: code.length };
}

/** Where the body begins: behind the first brace that stands in no type's angle brackets. */
function bodyFrom(code: string, from: number): number {
  let angles = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "<") angles++;
    if (code[at] === ">") angles--;
    if (code[at] === "{" && angles === 0) return at + 1;
  }
  return code.length;
}

/** What a file does that the house forbids; empty when it is as it shall be. */
function complaintsAbout(file: string, source: string): readonly string[] {
  const complaints = exportedFunctions(source).flatMap(({ name, takesScope, firstStatement }) => {
    if (!takesScope) return name in withoutScope ? [] : [`${file}: ${name} takes no scope; say why in withoutScope.`];
    return /^allow\(scope, .+\)$/s.test(firstStatement)
      ? []
      : [`${file}: ${name} does not begin with allow(scope, …) but with: ${firstStatement.slice(0, 60)}`];
  });
  const mayWrite = /\b(inTransaction|inClaim|asAuth)\(/.test(source) && !READS.test(file);
  if (mayWrite && !/\baudit\(/.test(source) && !(file in withoutAudit)) {
    complaints.push(`${file}: opens a transaction and writes no audit line; say why in withoutAudit.`);
  }
  return complaints;
}

describe("operations", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts") && !/\.(db\.)?test\.ts$/.test(file));

  test("there are some", () => {
    expect(files.length).toBeGreaterThan(5);
  });

  test.each(files.map((file) => [file]))("%s asks first and leaves its line", (file) => {
    expect(complaintsAbout(file, readFileSync(`${FOLDER}/${file}`, "utf8"))).toEqual([]);
  });
});

describe("the rule bites", () => {
  const asks =
    'export async function clearAll(scope: Scope, input: ClearAll): Promise<void> {\n  allow(scope, "problems:resolve");\n';
  const writes = "  await inTransaction(scope, async (tx) => {\n    await audit(tx, scope, event);\n  });\n}\n";

  test("an operation that asks and audits is fine, however its types are written", () => {
    expect(complaintsAbout("clear-all.ts", asks + writes)).toEqual([]);
    const wide =
      'export async function clearAll(\n  scope: Scope,\n  input: { readonly a: string },\n): Promise<{ readonly n: number }> {\n  // why\n  allow(scope, "problems:resolve");\n}\n';
    expect(complaintsAbout("clear-all.ts", wide)).toEqual([]);
  });

  test("one that does something before asking is not", () => {
    const source = asks.replace("  allow", "  const now = scope.now();\n  allow") + writes;
    expect(complaintsAbout("clear-all.ts", source)).toEqual([expect.stringContaining("does not begin with allow")]);
  });

  test("one that forgets its audit line is not", () => {
    const source = asks + writes.replace("await audit(tx, scope, event);", "await clear(tx);");
    expect(complaintsAbout("clear-all.ts", source)).toEqual([expect.stringContaining("no audit line")]);
  });

  test("one that takes no scope is not", () => {
    const source = "export async function clearAll(db: Database): Promise<void> {\n  await clear(db);\n}\n";
    expect(complaintsAbout("clear-all.ts", source)).toEqual([expect.stringContaining("takes no scope")]);
  });
});
