// Bugs a sync engine could have: a few places of the product, changed while they are loaded. The product knows nothing of it.

/** `find` stands in the file exactly once, or the hunt ends loudly: a bug that is not planted finds nothing. */
export type Edit = { readonly file: string; readonly find: string; readonly put: string };
export type Mutant = { readonly name: string; readonly edits: readonly Edit[] };

const ATTEMPTS = "lib/sync/attempts/store.ts";
const CARRIER = "lib/ledgers/qbo/carrier.ts";
const END_TURN = "lib/operations/end-turn.ts";
const PLAN = "lib/operations/plan-orders.ts";
const PLAN_STORE = "lib/sync/plan/store.ts";
const SETTLE = "lib/sync/settle/store.ts";
const SWEEP_STORE = "lib/sync/sweep/store.ts";

function one(name: string, file: string, find: string, put: string): Mutant {
  return { name, edits: [{ file, find, put }] };
}

export const mutants: readonly Mutant[] = [
  one(
    "no request id",
    CARRIER,
    "exchange(access.apiUrl + http.path, http.method",
    'exchange(access.apiUrl + http.path.replace(/requestid=[^&]+&/, ""), http.method',
  ),
  one(
    "a new request id on retry",
    ATTEMPTS,
    "const { attemptId, sends, ...call } = row;",
    "const { attemptId, sends, ...call } = row; call.path = call.path.replace(/requestid=[^&]{4}/, () => `requestid=${1000 + sends}`);",
  ),
  one(
    "the call written down after it was sent",
    ATTEMPTS,
    "values (${lane.tenantId}, ${lease.attemptId}, ${lane.companyFileId}, ${call.shape}, ${call.requestId}, ${call.method}, ${call.path},\n              ${call.body}, 1, 'sent', ${now}, ${lease.until}, ${lease.owner}))",
    "select ${lane.tenantId}::uuid, ${lease.attemptId}::uuid, ${lane.companyFileId}::uuid, ${call.shape}::text, ${call.requestId}::text, ${call.method}::text, ${call.path}::text,\n              ${call.body}::text, 1, 'sent', ${now}::timestamptz, ${lease.until}::timestamptz, ${lease.owner}::uuid where false)",
  ),
  {
    name: "a call acknowledged before its results are kept",
    edits: [
      {
        file: END_TURN,
        find: "  return await inHotTransaction(scope, async (tx) => {\n    const pace = await lockPace(tx, lane);",
        put: '  const early = { attemptId: turn.attempt.attemptId, leaseOwner: turn.lease.owner, sends: turn.attempt.sends, state: "answered" };\n  const isOurs = await inHotTransaction(scope, (tx) => endAttempt(tx, lane, early, now));\n  return await inHotTransaction(scope, async (tx) => {\n    const pace = await lockPace(tx, lane);',
      },
      { file: END_TURN, find: "if (!(await endAttempt(tx, lane, end, now)))", put: "if (!isOurs)" },
    ],
  },
  one(
    "no fence: a late answer settles what others have taken over",
    SETTLE,
    " and state = 'sent'\n       and lease_owner = ${end.leaseOwner} and sends = ${end.sends}`",
    "`",
  ),
  one(
    "the tenant forgotten when earlier plans are read",
    PLAN_STORE,
    "where d.tenant_id = ${scope.tenantId} and d.company_file_id = ${companyFileId}\n       and d.key in",
    "where d.company_file_id = ${companyFileId}\n       and d.key in",
  ),
  one(
    "another company's token",
    "lib/ledgers/turn/store.ts",
    "where f.tenant_id = ${scope.tenantId} and f.company_file_id",
    "where f.company_file_id",
  ),
  one(
    "cents through a float",
    "lib/ledgers/qbo/amounts.ts",
    "return jsonNumber(toDecimal(fromJson(amount)));",
    "return Math.floor(Number(toDecimal(fromJson(amount))) * 100) / 100;",
  ),
  one(
    "said again without a look",
    "lib/ledgers/qbo/stage.ts",
    "if (push.unsure || (isName(push) && push.memory.lookedUp !== true)) return",
    "if (isName(push) && push.memory.lookedUp !== true) return",
  ),
  one(
    "an unheard answer taken for a refusal",
    END_TURN,
    'return new Map(pushes.map(({ push }) => [push.pushId, "lost"]));',
    'return new Map(pushes.map(({ push }) => [push.pushId, { is: "later", because: "busy" }]));',
  ),
  one(
    "a server that broke down half-way taken for a refusal",
    "lib/ledgers/qbo/answer.ts",
    'return answer.status >= 500 || answer.body.faults.some(({ code }) => code === "10000");',
    "return false;",
  ),
  one(
    "posted without a link",
    SETTLE,
    "if (links.length === 0) return;\n  await runNamed(",
    "if (links.length >= 0) return;\n  await runNamed(",
  ),
  one(
    "the version read fresh right before each change",
    CARRIER,
    "  return await exchange(access.apiUrl + http.path,",
    `  const said = http.method === "POST" && http.body.includes('"SyncToken"') ? JSON.parse(http.body) : null;
  for (const item of said?.BatchItemRequest ?? (said ? [said] : [])) {
    const record = item.Invoice ?? (said.BatchItemRequest ? null : said);
    if (!record?.SyncToken || !record.Line) continue;
    const asked = http.path.replace(/\\/[^/]+\\?.*$/, "/query?query=" + encodeURIComponent(\`SELECT * FROM Invoice WHERE Id = '\${record.Id}'\`) + "&minorversion=75");
    const heard = await exchange(access.apiUrl + asked, "GET", headers, "", options.timeoutMs, options.fetch);
    const fresh = heard.is === "answered" && heard.status === 200 ? JSON.parse(heard.text).QueryResponse.Invoice?.[0] : null;
    if (fresh) record.SyncToken = fresh.SyncToken;
  }
  if (said) return await exchange(access.apiUrl + http.path, http.method, headers, JSON.stringify(said), options.timeoutMs, options.fetch);
  return await exchange(access.apiUrl + http.path,`,
  ),
  one(
    "a payment before its invoice",
    PLAN_STORE,
    "then 'waiting' else 'ready' end,\n           p.priority",
    "then 'ready' else 'ready' end,\n           p.priority",
  ),
  one(
    "an effort given up while it is on its way",
    PLAN_STORE,
    "p.state in ('waiting', 'ready', 'problem')\n       and not ${hasLeft} and",
    "p.state in ('waiting', 'ready', 'problem', 'sending', 'unsure') and",
  ),
  one(
    "a slot not taken on retry",
    "lib/operations/take-turn.ts",
    "await payPace(tx, lane, now, { shape: lost.call.shape, items: lost.items.size }, world.timing);",
    "",
  ),
  one(
    "a slot given back twice",
    SETTLE,
    "update lanes set in_flight = greatest(in_flight - 1, 0)",
    "update lanes set in_flight = greatest(in_flight - 2, 0)",
  ),
  one(
    "a slot leaked after a death",
    SWEEP_STORE,
    "select count(*), count(*) filter (where shape = 'batch') from attempts",
    "select count(*) + 1, count(*) filter (where shape = 'batch') from attempts",
  ),
  one("two live efforts for one document", PLAN, "!left.has(entry.documentId) && !cleared", "!cleared"),
  one(
    "too fast taken for a failure",
    "lib/ledgers/qbo/read.ts",
    'if (status === 429) return { is: "later", because: "throttled" };',
    'if (status === 429) return { is: "problem", problem: { code: "unknown", about: "", detail: "429" } };',
  ),
  one(
    "our own doing taken for somebody's edit",
    "lib/ledgers/qbo/back/judge.ts",
    'if (bumps <= left.ownBumps) return "as-we-left-it";\n',
    'if (bumps > 0) return "edited";\n',
  ),
  one(
    "calls of dead workers never looked for",
    "lib/operations/sweep.ts",
    "if (await isLaneWell(tx, scope, lane.companyFileId, world.now(), world.timing)) return 0;",
    "return 0;",
  ),
  one(
    "a change on the way forgotten",
    "lib/operations/go-on.ts",
    "if (documentIds.length === 0) return;",
    "if (documentIds.length >= 0) return;",
  ),
  one("the version that was sent forgotten", PLAN, "await keepSentVersions(tx, scope, companyFileId, writtenIds);", ""),
  one(
    "what waited never let go",
    SETTLE,
    "update pushes p set state = 'ready', available_at = ${now}, changed_at = ${now}\n",
    "update pushes p set changed_at = ${now}\n",
  ),
  one(
    "no audit of a resync",
    "lib/operations/do-act.ts",
    'await audit(tx, scope, { action: `problems.${act.act}`, subjectKind: "bulk-run", subjectId: bulkRunId, detail });',
    "void audit;",
  ),
  one(
    "a deletion over there that is not noted",
    "lib/sync/changes/store.ts",
    "await note(tx, scope, documentIds, sql`${gone}, there = null, checked_at = ${scope.now()}`);",
    "",
  ),
  one(
    "an edit over there that is not noted",
    "lib/sync/changes/store.ts",
    "await note(tx, scope, documentIds, sql`edited_at = coalesce(edited_at, ${scope.now()}), accepted_at = null`);",
    "",
  ),
  one(
    "new tokens used and not kept",
    "lib/operations/refresh-credentials.ts",
    "      await saveCredentials(tx, scope, companyFileId, asked.credentials, asked.expiry);\n      return",
    "      return",
  ),
];
