// Who may import whom. The picture these rules keep true is README's map.
const DOORS = "(^|/)(store|carrier)\\.ts$";
const TESTS = "\\.test\\.tsx?$";
/** Harnesses around the real product; nothing of the product may need them. */
const SIMULATION = "^worker/simulation/";
const PURE_ROOMS = "^lib/(money|problem|orders|rules|documents|sync|ledgers|notify)";
const PURE = { path: PURE_ROOMS, pathNot: [DOORS, TESTS] };

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "pure-stays-pure",
      severity: "error",
      comment: "What thinks does not touch the world.",
      from: PURE,
      to: { path: ["^db/", DOORS] },
    },
    {
      name: "pure-has-no-node",
      severity: "error",
      from: PURE,
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "orders-flow-forward",
      severity: "error",
      from: { path: "^lib/orders/", pathNot: TESTS },
      to: { path: "^lib/(rules|documents|sync|ledgers|operations)/" },
    },
    {
      name: "rules-flow-forward",
      severity: "error",
      from: { path: "^lib/rules/", pathNot: TESTS },
      to: { path: "^lib/(documents|sync|ledgers|operations)/" },
    },
    {
      name: "documents-flow-forward",
      severity: "error",
      from: { path: "^lib/documents/", pathNot: TESTS },
      to: { path: "^lib/(sync|ledgers|operations)/" },
    },
    {
      name: "sync-flows-forward",
      severity: "error",
      from: { path: "^lib/sync/", pathNot: TESTS },
      to: { path: "^lib/(ledgers|operations)/" },
    },
    {
      name: "ledgers-are-strangers",
      severity: "error",
      from: { path: "^lib/ledgers/(qbo|desktop|iif)/", pathNot: TESTS },
      to: { path: "^lib/ledgers/(qbo|desktop|iif)/", pathNot: "^lib/ledgers/$1/" },
    },
    {
      name: "ledgers-see-documents-only",
      severity: "error",
      from: { path: "^lib/ledgers/", pathNot: TESTS },
      to: { path: "^lib/(orders|rules|operations)/" },
    },
    {
      name: "tables-belong-to-stores",
      severity: "error",
      from: { pathNot: ["^db/", "(^|/)store\\.ts$", "^app/_session/auth\\.ts$", "\\.db\\.test\\.ts$", "^e2e/"] },
      to: { path: "^db/schema" },
    },
    {
      name: "pages-go-through-operations",
      severity: "error",
      from: { path: "^(app|components)/", pathNot: ["^app/_session/", TESTS] },
      to: { path: ["^db/", DOORS] },
    },
    {
      name: "only-doors-call-operations",
      severity: "error",
      from: {
        path: "^(app|components)/",
        pathNot: ["(page|layout)\\.tsx$", "route\\.ts$", "actions\\.ts$", "^app/_session/", TESTS],
      },
      to: { path: "^lib/operations/" },
    },
    {
      name: "lib-knows-no-framework",
      severity: "error",
      from: { path: "^(lib|db|worker)/", pathNot: TESTS },
      to: { path: ["^(app|components)/", "node_modules/(next|react|react-dom|next-auth)/"] },
    },
    {
      name: "worker-is-a-door",
      severity: "error",
      from: { path: "^worker/", pathNot: [TESTS, SIMULATION] },
      to: { path: "^lib/", pathNot: ["^lib/operations/", "^lib/access/", "^lib/(env|log|id)\\.ts$"] },
    },
    {
      name: "simulator-shares-nothing",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(app|components|db|lib|worker|e2e|bench)/" },
    },
    {
      name: "product-never-imports-simulator",
      severity: "error",
      from: { path: "^(app|components|db|lib|worker)/", pathNot: [TESTS, SIMULATION] },
      to: { path: "^(simulator|e2e|bench)/" },
    },
    {
      name: "product-never-imports-simulation",
      severity: "error",
      from: { pathNot: [SIMULATION, TESTS] },
      to: { path: SIMULATION },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
