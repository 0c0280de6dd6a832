// Are another tenant's ids answered like ids that never were? Put into every operation that takes one.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "#lib/access/scope.ts";
import { fillTables, newPerson, newTenant, scopeOf } from "#lib/access/testing.ts";
import { Refusal } from "#lib/refusal.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

type Ids = Readonly<
  Record<
    | "companyFileId"
    | "sourceId"
    | "orderId"
    | "documentId"
    | "pushId"
    | "bulkRunId"
    | "userId"
    | "auditEventId"
    | "creditId"
    | "viewId",
    string
  >
>;
type Asked = {
  readonly file: string;
  readonly input: (ids: Ids) => Record<string, unknown>;
  /** Lists of nothing instead of a refusal: the id only narrows what is shown. */
  readonly isEmpty?: (value: unknown) => boolean;
};

const file = (ids: Ids) => ({ companyFileId: ids.companyFileId });
const place = (ids: Ids) => ({ ...file(ids), lane: "needs-you", tab: "invoices", filter: {}, sort: "oldest" });
const run = (ids: Ids) => ({ bulkRunId: ids.bulkRunId });
const customer = (ids: Ids) => ({ documentId: ids.documentId });
const person = (ids: Ids) => ({ userId: ids.userId });
const typed = (ids: Ids) => ({ orderId: ids.orderId, date: "2026-11-02", amount: "5.00" });
const holdsNothing = (value: unknown) => !/[0-9a-f]{8}-[0-9a-f]{4}-/.test(JSON.stringify(value, bigintAsText));

/** Every operation of a signed-in person that takes an id. */
const operations: Readonly<Record<string, Asked>> = {
  changeRole: { file: "change-role.ts", input: (ids) => ({ ...person(ids), role: "viewer" }) },
  removeMember: { file: "remove-member.ts", input: person },
  listActivity: {
    file: "list-activity.ts",
    input: (ids) => ({ olderThan: ids.auditEventId }),
    isEmpty: holdsNothing,
  },
  disconnectCompany: { file: "disconnect-company.ts", input: file },
  startConnecting: { file: "start-connecting.ts", input: (ids) => ({ ...file(ids), sessionId: crypto.randomUUID() }) },
  refreshLists: { file: "refresh-lists.ts", input: file },
  listLedgerItems: { file: "list-ledger-items.ts", input: file },
  mapItem: { file: "map-item.ts", input: (ids) => ({ ...file(ids), about: "Detention", itemId: "1" }) },
  listOrders: { file: "list-orders.ts", input: file },
  countOrders: { file: "count-orders.ts", input: file },
  findOrder: { file: "find-order.ts", input: (ids) => ({ orderId: ids.orderId }) },
  showOrder: { file: "show-order.ts", input: (ids) => ({ orderId: ids.orderId }) },
  saveSettings: { file: "save-settings.ts", input: (ids) => ({ ...file(ids), settings: {} }) },
  draftCredit: {
    file: "draft-credit.ts",
    input: (ids) => ({ orderId: ids.orderId, amount: "1.00", date: "2026-11-02", reason: "Broken" }),
  },
  listCredits: { file: "list-credits.ts", input: (ids) => ({ orderId: ids.orderId }) },
  moveCredit: { file: "move-credit.ts", input: (ids) => ({ creditId: ids.creditId, to: "dropped" }) },
  showBooking: { file: "show-booking.ts", input: file },
  saveBooking: { file: "save-booking.ts", input: (ids) => ({ ...file(ids), version: 0, choices: {} }) },
  addSource: { file: "add-source.ts", input: (ids) => ({ ...file(ids), name: "Shop", kind: "api" }) },
  makeSourceKey: { file: "make-source-key.ts", input: (ids) => ({ sourceId: ids.sourceId }) },
  takeInOrders: { file: "take-in-orders.ts", input: (ids) => ({ sourceId: ids.sourceId, orders: [{}] }) },
  startImport: {
    file: "start-import.ts",
    input: (ids) => ({ sourceId: ids.sourceId, fileName: "a.json", format: "json", mapping: null, rowsExpected: null }),
  },
  importOrders: { file: "import-orders.ts", input: run },
  showImport: { file: "show-import.ts", input: run },
  showRefusedFile: { file: "show-import.ts", input: run },
  listProblems: { file: "list-problems.ts", input: place },
  listProblemRows: { file: "list-problems.ts", input: place },
  countProblems: { file: "count-problems.ts", input: place },
  showProblemFile: { file: "show-problem-file.ts", input: place },
  readLiveCounts: { file: "read-live-counts.ts", input: file },
  saveView: {
    file: "save-view.ts",
    input: (ids) => ({ viewId: ids.viewId, name: "Mine", query: "", isShared: false }),
  },
  removeView: { file: "remove-view.ts", input: (ids) => ({ viewId: ids.viewId }) },
  showProblem: { file: "show-problem.ts", input: (ids) => ({ rowId: ids.pushId }) },
  resyncProblems: {
    file: "resync-problems.ts",
    input: (ids) => ({ ...file(ids), select: { is: "rows", rowIds: [ids.pushId] } }),
  },
  previewAct: {
    file: "preview-act.ts",
    input: (ids) => ({
      ...file(ids),
      act: "clear",
      select: { is: "rows", rowIds: [ids.pushId], asOf: new Date().toISOString() },
    }),
  },
  doAct: {
    file: "do-act.ts",
    input: (ids) => ({
      ...file(ids),
      act: { act: "clear", because: "Not ours" },
      select: { is: "rows", rowIds: [ids.pushId], asOf: new Date().toISOString() },
    }),
  },
  undoRun: { file: "undo-run.ts", input: run },
  listComments: { file: "comment-problem.ts", input: (ids) => ({ rowId: ids.pushId }) },
  addComment: { file: "comment-problem.ts", input: (ids) => ({ rowId: ids.pushId, text: "Ours?" }) },
  deleteComment: { file: "comment-problem.ts", input: (ids) => ({ commentId: ids.pushId }) },
  changeRun: { file: "change-run.ts", input: (ids) => ({ ...run(ids), wish: "abort" }) },
  retryRun: { file: "retry-run.ts", input: run },
  listRuns: { file: "show-run.ts", input: file },
  showRunResults: { file: "show-run.ts", input: run },
  listLinks: { file: "list-links.ts", input: (ids) => ({ ...file(ids), show: "unlinked" }) },
  searchCustomers: {
    file: "search-customers.ts",
    input: (ids) => ({ ...customer(ids), text: "acme", includeHidden: false }),
  },
  linkRecord: { file: "link-record.ts", input: (ids) => ({ ...customer(ids), ledgerId: "1", takeOver: true }) },
  unlinkRecord: { file: "unlink-record.ts", input: customer },
  decideCreate: { file: "decide-create.ts", input: customer },
  acceptMatches: {
    file: "accept-matches.ts",
    input: (ids) => ({ ...file(ids), matches: [{ ...customer(ids), ledgerId: "1" }] }),
  },
  countBalances: { file: "count-balances.ts", input: file },
  pullBalances: { file: "pull-balances.ts", input: file },
  pullOrder: { file: "pull-balances.ts", input: (ids) => ({ orderId: ids.orderId }) },
  changePull: { file: "pull-balances.ts", input: (ids) => ({ ...run(ids), wish: "stop" }) },
  showPull: { file: "show-pull.ts", input: file },
  pushOrder: { file: "push-order.ts", input: (ids) => ({ orderId: ids.orderId }) },
  reissueCombined: { file: "reissue-combined.ts", input: (ids) => ({ documentId: ids.documentId }) },
  showPayments: { file: "show-payments.ts", input: (ids) => ({ orderId: ids.orderId }) },
  recordPayment: { file: "record-payment.ts", input: typed },
  changePayment: { file: "record-payment.ts", input: (ids) => ({ ...typed(ids), paymentId: ids.pushId }) },
  removePayment: { file: "remove-payment.ts", input: (ids) => ({ orderId: ids.orderId, paymentId: ids.pushId }) },
  comparePayments: { file: "compare-payments.ts", input: (ids) => ({ orderId: ids.orderId }) },
  applyPayments: { file: "apply-payments.ts", input: (ids) => ({ orderId: ids.orderId, shown: "", methods: {} }) },
  findNewPayments: {
    file: "find-new-payments.ts",
    input: (ids) => ({ orderIds: [ids.orderId] }),
    isEmpty: holdsNothing,
  },
  listInvoices: { file: "list-invoices.ts", input: (ids) => ({ orderId: ids.orderId, from: 1 }) },
  takeOverInvoice: {
    file: "take-over-invoice.ts",
    input: (ids) => ({ orderId: ids.orderId, ledgerId: "1", versionToken: "0", isImport: true, methods: {} }),
  },
  showRun: { file: "show-run.ts", input: run },
  checkExports: {
    file: "check-exports.ts",
    input: (ids) => ({ ...file(ids), select: { is: "rows", orderIds: [ids.orderId] } }),
  },
  exportOrders: {
    file: "export-orders.ts",
    input: (ids) => ({ ...file(ids), select: { is: "rows", orderIds: [ids.orderId] } }),
  },
  showExport: { file: "show-export.ts", input: run },
  listDrift: { file: "list-drift.ts", input: file },
  countDrift: { file: "count-drift.ts", input: file },
  showDrift: { file: "show-drift.ts", input: (ids) => ({ documentId: ids.documentId }) },
  resolveDrift: {
    file: "resolve-drift.ts",
    input: (ids) => ({
      ...file(ids),
      choice: "create-again",
      asOf: new Date().toISOString(),
      select: { is: "rows", documentIds: [ids.documentId] },
    }),
  },
  readTieOut: { file: "read-tie-out.ts", input: file },
};

/** The others, and why there is no id to put in. */
const withoutIds: Readonly<Record<string, string>> = {
  addMember: "an e-mail address",
  listMembers: "nothing",
  listCompanyFiles: "nothing",
  listSources: "nothing",
  listViews: "nothing",
  readFrame: "nothing",
  readPreferences: "nothing",
  savePreferences: "nothing: they are the person's own",
  readToday: "nothing",
  previewImport: "reads the bytes it is given; a foreign source only offers no remembered columns",
  checkConnections: "a realm id only narrows the tenant's own companies",
  findReconnect: "a realm id only narrows the tenant's own companies",
  connectCompany: "the signed state names tenant and session; a foreign one is refused",
  readNamedRows: "a part of listProblems and showProblem, with rows they found",
  countsOf: "a part of listProblems and countProblems, with a company they found",
  askInvoices: "a part of the operations on payments, with a company of an order they found",
  paymentsInBooks: "a part of comparePayments and applyPayments, with an order they found",
  keepChanges: "the worker's own, with a lane of the tenant it serves",
  lookAtCustomers: "a part of linkRecord and acceptMatches, which found the company file",
  planOrders: "the worker's own, with a lane of the tenant it serves",
  standingsOf: "a part of planOrders",
  ruleAll: "a part of planOrders",
  keepCombined: "a part of planOrders",
  openCombined: "a part of planOrders",
  chooseProblems: "a part of previewAct and doAct; refuses a company that is not the tenant's",
  applyAct: "a part of doAct, with rows of the tenant that it found",
  undoAct: "a part of undoRun, with rows of the tenant that it found",
  goOn: "a part of endTurn, with a lane of the tenant it serves",
  refreshCredentials: "the worker's own, with a lane of the tenant it serves",
};

/** Tables that the other tenant has a row in. */
const filled =
  "company_files sources orders documents pushes ledger_links bulk_runs audit_events lanes credits saved_views";

let database: TestDatabase;
let scope: Scope;
let foreign: Ids;
let before: string;

beforeAll(async () => {
  process.env.DATABASE_APP_URL ??= "postgres://tieout_app@127.0.0.1/unused";
  process.env.TIEOUT_SECRET ??= "t".repeat(32);
  process.env.NEXTAUTH_URL ??= "http://127.0.0.1:3000";
  process.env.NEXTAUTH_SECRET ??= "n".repeat(32);
  process.env.TIEOUT_SIMULATOR_URL ??= "http://127.0.0.1:9";
  database = await openTestDatabase();
  const harborline = await newTenant(database, "Harborline");
  const juniper = await newTenant(database, "Juniper");
  await fillTables(database, filled.split(" "), juniper);
  const june = await newPerson(database, { [juniper]: "owner" }, "June");
  scope = scopeOf(database, harborline, await newPerson(database, { [harborline]: "owner" }), "owner");
  foreign = {
    companyFileId: await idOf("company_files", "company_file_id"),
    sourceId: await idOf("sources", "source_id"),
    orderId: await idOf("orders", "order_id"),
    documentId: await idOf("documents", "document_id"),
    pushId: await idOf("pushes", "push_id"),
    bulkRunId: await idOf("bulk_runs", "bulk_run_id"),
    auditEventId: await idOf("audit_events", "audit_event_id"),
    creditId: await idOf("credits", "credit_id"),
    viewId: await idOf("saved_views", "view_id"),
    userId: june.userId,
  };
  before = await everythingOf(juniper);
});
afterAll(() => database.drop());

async function idOf(table: string, column: string): Promise<string> {
  const found = await database.admin.query<Record<string, string>>(`select ${column} from ${table}`);
  return found.rows[0]?.[column] ?? "";
}

/** All rows of a tenant as one text, to see that nothing moved. */
async function everythingOf(tenantId: string): Promise<string> {
  const tables = await database.admin.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
  );
  const all = await Promise.all(
    tables.rows.map(({ name }) => database.admin.query(`select * from ${name} where tenant_id = $1`, [tenantId])),
  );
  return JSON.stringify(all.map((found) => found.rows));
}

function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** Calls an operation by its name, as a door would after parsing. */
async function ask(name: string, asked: Asked): Promise<unknown> {
  const exported = (await import(`./${asked.file}`)) as Record<string, (...parts: unknown[]) => Promise<unknown>>;
  const operation = exported[name];
  if (!operation) throw new Error(`${asked.file} exports no ${name}.`);
  return await operation(scope, asked.input(foreign), noBytes());
}

describe("another tenant's ids", () => {
  test.each(Object.entries(operations))("%s answers as if they never were", async (name, asked) => {
    const outcome = await ask(name, asked).then(
      (value) => ({ value }),
      (thrown: unknown) => ({ thrown }),
    );
    if ("value" in outcome) {
      expect(asked.isEmpty?.(outcome.value), `${name} answered ${JSON.stringify(outcome.value, bigintAsText)}`).toBe(
        true,
      );
    } else {
      expect(outcome.thrown, String(outcome.thrown)).toBeInstanceOf(Refusal);
      expect(outcome.thrown).toMatchObject({ code: "not-found" });
    }
  });

  test("and nothing of theirs moved", async () => {
    const juniper = await database.admin.query<{ tenant_id: string }>(
      "select tenant_id from tenants where name = 'Juniper'",
    );
    expect(await everythingOf(juniper.rows[0]?.tenant_id ?? "")).toBe(before);
  });

  test("no operation was forgotten", () => {
    const exported = readdirSync(FOLDER)
      .filter((name) => name.endsWith(".ts") && !name.endsWith("test.ts"))
      .flatMap((name) => [
        ...readFileSync(`${FOLDER}/${name}`, "utf8").matchAll(/^export async function (\w+)\(\s*scope: Scope/gm),
      ])
      .map((match) => match[1] ?? "");
    expect(exported.filter((name) => !(name in operations) && !(name in withoutIds))).toEqual([]);
  });
});
