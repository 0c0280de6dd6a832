// What is put into every operation that takes an id, and why the others take none: the table behind strangers.db.test.ts.

export type Ids = Readonly<
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
    | "viewId"
    | "amendmentId"
    | "endpointId",
    string
  >
>;
export type Asked = {
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
const chosen = (ids: Ids) => ({ is: "rows", rowIds: [ids.pushId], asOf: new Date().toISOString() });
const period = { tab: "invoices", about: "October 2026" };
const typed = (ids: Ids) => ({ orderId: ids.orderId, date: "2026-11-02", amount: "5.00" });
const holdsNothing = (value: unknown) => !/[0-9a-f]{8}-[0-9a-f]{4}-/.test(JSON.stringify(value, bigintAsText));

/** Every operation of a signed-in person that takes an id. */
export const operations: Readonly<Record<string, Asked>> = {
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
  listChoices: { file: "list-choices.ts", input: (ids) => ({ ...file(ids), list: "item" }) },
  chooseEntry: {
    file: "choose-entry.ts",
    input: (ids) => ({ ...file(ids), code: "terms-unknown", about: "Net 21", tab: "invoices", entryId: "1" }),
  },
  countReturned: { file: "count-returned.ts", input: (ids) => ({ ...file(ids), since: new Date().toISOString() }) },
  createItem: { file: "create-item.ts", input: (ids) => ({ ...file(ids), about: "Detention", accountId: "1" }) },
  mapItem: { file: "map-item.ts", input: (ids) => ({ ...file(ids), about: "Detention", itemId: "1" }) },
  listOrders: { file: "list-orders.ts", input: file },
  countBooking: { file: "count-booking.ts", input: file },
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
  listVersions: { file: "list-versions.ts", input: file },
  compareVersion: { file: "list-versions.ts", input: (ids) => ({ ...file(ids), version: 0 }) },
  rollBackSettings: { file: "roll-back-settings.ts", input: (ids) => ({ ...file(ids), version: 0, to: 1 }) },
  showSettingsFile: { file: "import-settings.ts", input: file },
  lookAtSettingsFile: { file: "import-settings.ts", input: (ids) => ({ ...file(ids), text: "{}" }) },
  importSettings: { file: "import-settings.ts", input: (ids) => ({ ...file(ids), version: 0, text: "{}" }) },
  saveBooking: { file: "save-booking.ts", input: (ids) => ({ ...file(ids), version: 0, choices: {} }) },
  showDescriptions: { file: "show-descriptions.ts", input: file },
  countDescriptions: { file: "count-descriptions.ts", input: (ids) => ({ ...file(ids), descriptions: {} }) },
  previewDescriptions: {
    file: "preview-descriptions.ts",
    input: (ids) => ({ ...file(ids), situation: "everywhere", text: "line", template: "" }),
  },
  saveDescriptions: {
    file: "save-descriptions.ts",
    input: (ids) => ({ ...file(ids), version: 0, descriptions: {}, reach: "waiting" }),
  },
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
  previewAct: { file: "preview-act.ts", input: (ids) => ({ ...file(ids), act: "clear", select: chosen(ids) }) },
  doAct: { file: "do-act.ts", input: (ids) => ({ ...file(ids), act: { act: "restore" }, select: chosen(ids) }) },
  lookAtDecisions: { file: "decide-file.ts", input: file },
  showRefusedDecisions: { file: "decide-file.ts", input: file },
  runDecisions: {
    file: "decide-file.ts",
    input: (ids) => ({ ...file(ids), asOf: new Date().toISOString(), fingerprint: "0".repeat(64), fileName: "a.csv" }),
  },
  undoRun: { file: "undo-run.ts", input: run },
  listComments: { file: "comment-problem.ts", input: (ids) => ({ rowId: ids.pushId }) },
  addComment: { file: "comment-problem.ts", input: (ids) => ({ rowId: ids.pushId, text: "Ours?" }) },
  deleteComment: { file: "comment-problem.ts", input: (ids) => ({ commentId: ids.pushId }) },
  showCompared: { file: "show-compared.ts", input: (ids) => ({ rowId: ids.pushId }) },
  lookInBooks: { file: "look-in-books.ts", input: (ids) => ({ rowId: ids.pushId }) },
  findRecord: { file: "find-record.ts", input: (ids) => ({ rowId: ids.pushId, text: "1042" }) },
  linkExisting: {
    file: "link-existing.ts",
    input: (ids) => ({ rowId: ids.pushId, ledgerId: "1", versionToken: "0", isSure: true }),
  },
  unlinkDocument: { file: "unlink-document.ts", input: (ids) => ({ rowId: ids.pushId, because: "Not ours" }) },
  listIds: { file: "list-ids.ts", input: (ids) => ({ ...file(ids), kind: "invoice", show: "all" }) },
  countIds: { file: "list-ids.ts", input: file },
  showId: { file: "show-id.ts", input: customer },
  findId: { file: "find-id.ts", input: (ids) => ({ ...customer(ids), text: "1042" }) },
  changeId: {
    file: "change-id.ts",
    input: (ids) => ({ ...customer(ids), ledgerId: "1", versionToken: "0", isSure: true, because: "Not ours" }),
  },
  lookAtIds: { file: "link-ids.ts", input: file },
  findMatches: { file: "find-matches.ts", input: file },
  showRefusedIds: { file: "link-ids.ts", input: file },
  linkIds: {
    file: "link-ids.ts",
    input: (ids) => ({ ...file(ids), fingerprint: "0".repeat(64), fileName: "a.csv" }),
  },
  showIdFile: { file: "show-id-file.ts", input: (ids) => ({ ...file(ids), kind: "invoice", show: "all" }) },
  clearId: { file: "clear-id.ts", input: (ids) => ({ ...customer(ids), because: "Not ours" }) },
  changeRun: { file: "change-run.ts", input: (ids) => ({ ...run(ids), wish: "abort" }) },
  retryRun: { file: "retry-run.ts", input: (ids) => ({ ...run(ids), asOf: new Date().toISOString() }) },
  listRuns: { file: "show-run.ts", input: file },
  showRunResults: { file: "show-run.ts", input: run },
  listLinks: { file: "list-links.ts", input: (ids) => ({ ...file(ids), show: "unlinked" }) },
  searchCustomers: {
    file: "search-customers.ts",
    input: (ids) => ({ ...customer(ids), text: "acme", includeHidden: false }),
  },
  linkRecord: { file: "link-record.ts", input: (ids) => ({ ...customer(ids), ledgerId: "1", takeOver: true }) },
  unlinkRecord: { file: "unlink-record.ts", input: customer },
  decideCreate: { file: "decide-create.ts", input: (ids) => ({ documentIds: [ids.documentId] }) },
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
  lookAtNewPayments: { file: "import-payments.ts", input: (ids) => ({ ...file(ids) }) },
  importNewPayments: {
    file: "import-payments.ts",
    input: (ids) => ({ ...file(ids), orders: [{ orderId: ids.orderId, shown: "" }], methods: {} }),
  },
  listInvoices: { file: "list-invoices.ts", input: (ids) => ({ orderId: ids.orderId, from: 1 }) },
  takeOverInvoice: {
    file: "take-over-invoice.ts",
    input: (ids) => ({ orderId: ids.orderId, ledgerId: "1", versionToken: "0", isImport: true, methods: {} }),
  },
  lookAtMove: { file: "move-dates.ts", input: (ids) => ({ ...file(ids), ...period }) },
  moveDates: {
    file: "move-dates.ts",
    input: (ids) => ({
      ...file(ids),
      ...period,
      date: "2026-11-01",
      because: "Closed",
      asOf: new Date().toISOString(),
    }),
  },
  lookAtTotals: { file: "accept-totals.ts", input: (ids) => ({ ...file(ids), tab: "invoices" }) },
  acceptTotals: {
    file: "accept-totals.ts",
    input: (ids) => ({ ...file(ids), tab: "invoices", because: "Rounding", asOf: new Date().toISOString() }),
  },
  renameCustomer: {
    file: "rename-customer.ts",
    input: (ids) => ({ rowId: ids.pushId, name: "Acme (Customer)", because: "A vendor has the name" }),
  },
  takeBackAmendment: { file: "take-back-amendment.ts", input: (ids) => ({ amendmentId: ids.amendmentId }) },
  takeBackMove: {
    file: "take-back-move.ts",
    input: (ids) => ({ ...file(ids), at: new Date().toISOString() }),
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
  countTabs: { file: "count-tabs.ts", input: file },
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
  switchEndpoint: { file: "switch-endpoint.ts", input: (ids) => ({ endpointId: ids.endpointId, isOn: false }) },
  removeEndpoint: { file: "remove-endpoint.ts", input: (ids) => ({ endpointId: ids.endpointId }) },
  testEndpoint: { file: "test-endpoint.ts", input: (ids) => ({ endpointId: ids.endpointId }) },
  readTieOut: { file: "read-tie-out.ts", input: file },
};

/** The others, and why there is no id to put in. */
export const withoutIds: Readonly<Record<string, string>> = {
  addMember: "an e-mail address",
  listMembers: "nothing",
  listCompanyFiles: "nothing",
  listSources: "nothing",
  listViews: "nothing",
  readFrame: "nothing",
  readPreferences: "nothing",
  savePreferences: "nothing: they are the person's own",
  readToday: "nothing",
  readNotifications: "nothing: the person's own, and their tenant's",
  saveDigest: "nothing: it is the person's own",
  addEndpoint: "an address",
  deliverTaken: "a part of testEndpoint and deliverDue, with a delivery of the tenant that they took",
  previewImport: "reads the bytes it is given; a foreign source only offers no remembered columns",
  checkConnections: "a realm id only narrows the tenant's own companies",
  findReconnect: "a realm id only narrows the tenant's own companies",
  connectCompany: "the signed state names tenant and session; a foreign one is refused",
  readNamedRows: "a part of listProblems and showProblem, with rows they found",
  countsOf: "a part of listProblems and countProblems, with a company they found",
  askInvoices: "a part of the operations on payments, with a company of an order they found",
  paymentsOfOrders: "a part of comparePayments and importNewPayments, with orders they found",
  applyShown: "a part of applyPayments and importNewPayments; refuses an order that is not the tenant's",
  paymentsInBooks: "a part of comparePayments and applyPayments, with an order they found",
  keepChanges: "the worker's own, with a lane of the tenant it serves",
  lookAtCustomers: "a part of linkRecord and acceptMatches, which found the company file",
  planOrders: "the worker's own, with a lane of the tenant it serves",
  standingsOf: "a part of planOrders",
  ruleAll: "a part of planOrders",
  keepCombined: "a part of planOrders",
  openCombined: "a part of planOrders",
  chooseProblems: "a part of previewAct and doAct; refuses a company that is not the tenant's",
  toLink: "a part of findRecord and linkExisting; refuses a problem that is not the tenant's",
  lookUp: "a part of findRecord and linkExisting, with a document of the tenant that toLink found",
  askRecords: "a part of findRecord and lookInBooks, with a company of a document they found",
  versionsOf: "a part of showCompared and lookInBooks; refuses a problem that is not the tenant's",
  readLastSent: "a part of showCompared and lookInBooks, with a document that versionsOf found",
  applyAct: "a part of doAct, with rows of the tenant that it found",
  beginListed: "a part of runDecisions and retryRun, with rows of the tenant that they found",
  listedPart: "a part of runDecisions and workActs, with rows of the tenant that they found",
  judgeDecisions: "a part of lookAtDecisions and runDecisions, which take the same ids",
  judgeLinks: "a part of judgeDecisions, with rows of the tenant that it found",
  makeLinks: "a part of runDecisions, with links that judgeLinks found",
  lookUpMany: "a part of findRecord and judgeLinks, with documents of the tenant that they found",
  linkFound: "a part of linkExisting and makeLinks, with documents of the tenant that they found",
  askAll: "a part of findRecord and findId, with a company of a document they found",
  toChange: "a part of findId and changeId; refuses a document that is not the tenant's",
  lookUpId: "a part of findId and changeId, with a document of the tenant that toChange found",
  judgeIds: "a part of lookAtIds and linkIds, which refuse a company that is not the tenant's",
  findElsewhere: "a part of findId and lookAtIds, with a company of a document they found",
  tieHeld: "a part of changeId and linkIds, with documents of the tenant that they found",
  undoAct: "a part of undoRun, with rows of the tenant that it found",
  goOn: "a part of endTurn, with a lane of the tenant it serves",
  refreshCredentials: "the worker's own, with a lane of the tenant it serves",
};

/** For JSON.stringify: what JSON has no word for. */
export function bigintAsText(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
