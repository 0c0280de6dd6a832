// Tenant B asks for A's things at every door, with A's own ids in its hands. The answer is always the same: not found.
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { newPerson, newTenant } from "#lib/access/testing.ts";
import { expect, importSample, signIn, test } from "./fixtures.ts";

/** How B asks at each route handler: the address, given A's ids. A route without a row here fails the test. */
const doors: Readonly<Record<string, ((ids: Ids) => { method?: "POST"; path: string }) | "open" | "keyed">> = {
  "api/auth/[...nextauth]": "open",
  "api/health": "open",
  "api/v1/openapi.json": "open",
  // By API key, not by session: a key names its own tenant (lib/orders and app/api have those tests).
  "api/v1/orders": "keyed",
  "api/v1/orders/[orderId]": "keyed",
  "api/qbo/authorize": (ids) => ({ path: `/api/qbo/authorize?companyFileId=${ids.company_file_id}` }),
  "api/qbo/callback": (ids) => ({ path: `/api/qbo/callback?code=x&state=x&realmId=${ids.realm_id}` }),
  "api/qbo/disconnected": (ids) => ({ path: `/api/qbo/disconnected?realmId=${ids.realm_id}` }),
  "api/qbo/reconnect": (ids) => ({ path: `/api/qbo/reconnect?realmId=${ids.realm_id}` }),
  // By Intuit's signature: what it may touch is tested beside it.
  "api/qbo/webhook": "keyed",
  "problems/feed": (ids) => ({ path: `/problems/feed?companyFileId=${ids.company_file_id}` }),
  "problems/export": (ids) => ({ path: `/problems/export?companyFileId=${ids.company_file_id}` }),
  "problems/decisions/look": (ids) => ({
    method: "POST",
    path: `/problems/decisions/look?companyFileId=${ids.company_file_id}`,
  }),
  "problems/decisions/run": (ids) => ({
    method: "POST",
    path: `/problems/decisions/run?companyFileId=${ids.company_file_id}&asOf=2026-11-01T00:00:00.000Z&fileName=a.csv&fingerprint=${"0".repeat(64)}`,
  }),
  "problems/decisions/refused": (ids) => ({
    method: "POST",
    path: `/problems/decisions/refused?companyFileId=${ids.company_file_id}`,
  }),
  "problems/live": (ids) => ({ path: `/problems/live?companyFileId=${ids.company_file_id}` }),
  "problems/runs": (ids) => ({ path: `/problems/runs?companyFileId=${ids.company_file_id}` }),
  "problems/runs/[bulkRunId]/csv": (ids) => ({ path: `/problems/runs/${ids.bulk_run_id}/csv` }),
  "problems/rows/[rowId]/compared": (ids) => ({ path: `/problems/rows/${ids.push_id}/compared` }),
  "problems/rows/[rowId]/comments": (ids) => ({ path: `/problems/rows/${ids.push_id}/comments` }),
  // Takes no id: whose views are whose is tested with the operation.
  "problems/views": "keyed",
  "problems/entries": (ids) => ({ path: `/problems/entries?companyFileId=${ids.company_file_id}&list=item` }),
  "problems/returned": (ids) => ({
    path: `/problems/returned?companyFileId=${ids.company_file_id}&since=2026-11-01T00:00:00.000Z`,
  }),
  "problems/rows/[rowId]": (ids) => ({ path: `/problems/rows/${ids.push_id}` }),
  "reports/tie-out/csv": (ids) => ({ path: `/reports/tie-out/csv?companyFileId=${ids.company_file_id}` }),
  "problems/runs/[bulkRunId]": (ids) => ({ path: `/problems/runs/${ids.bulk_run_id}` }),
  "settings/finance/booking/count": (ids) => ({
    path: `/settings/finance/booking/count?companyFileId=${ids.company_file_id}`,
  }),
  "settings/finance/ids/rows/[documentId]": (ids) => ({ path: `/settings/finance/ids/rows/${ids.document_id}` }),
  "settings/finance/ids/export": (ids) => ({
    path: `/settings/finance/ids/export?companyFileId=${ids.company_file_id}&kind=invoice&show=all`,
  }),
  "settings/finance/ids/matches": (ids) => ({
    path: `/settings/finance/ids/matches?companyFileId=${ids.company_file_id}`,
  }),
  "settings/finance/ids/look": (ids) => ({
    method: "POST",
    path: `/settings/finance/ids/look?companyFileId=${ids.company_file_id}`,
  }),
  "settings/finance/ids/refused": (ids) => ({
    method: "POST",
    path: `/settings/finance/ids/refused?companyFileId=${ids.company_file_id}`,
  }),
  "settings/finance/ids/link": (ids) => ({
    method: "POST",
    path: `/settings/finance/ids/link?companyFileId=${ids.company_file_id}&fileName=a.csv&fingerprint=${"0".repeat(64)}`,
  }),
  "settings/finance/history/compare": (ids) => ({
    path: `/settings/finance/history/compare?companyFileId=${ids.company_file_id}&version=0`,
  }),
  "settings/finance/history/file": (ids) => ({
    path: `/settings/finance/history/file?companyFileId=${ids.company_file_id}`,
  }),
  "links/feed": (ids) => ({ path: `/links/feed?companyFileId=${ids.company_file_id}&show=unlinked` }),
  "links/search": (ids) => ({ path: `/links/search?documentId=${ids.document_id}&text=acme&includeHidden=false` }),
  "orders/feed": (ids) => ({ path: `/orders/feed?companyFileId=${ids.company_file_id}` }),
  "orders/count": (ids) => ({ path: `/orders/count?companyFileId=${ids.company_file_id}` }),
  "orders/pull": (ids) => ({ path: `/orders/pull?companyFileId=${ids.company_file_id}` }),
  "orders/pull/count": (ids) => ({ path: `/orders/pull/count?companyFileId=${ids.company_file_id}` }),
  "orders/[orderId]/credits": (ids) => ({ path: `/orders/${ids.order_id}/credits` }),
  "orders/[orderId]/payments": (ids) => ({ path: `/orders/${ids.order_id}/payments` }),
  "orders/exports/[bulkRunId]": (ids) => ({ path: `/orders/exports/${ids.bulk_run_id}` }),
  "orders/[orderId]/feed": (ids) => ({ path: `/orders/${ids.order_id}/feed` }),
  "orders/import/[bulkRunId]": (ids) => ({ path: `/orders/import/${ids.bulk_run_id}` }),
  "orders/import/[bulkRunId]/refused": (ids) => ({ path: `/orders/import/${ids.bulk_run_id}/refused` }),
  "orders/import/preview": (ids) => ({
    method: "POST",
    path: `/orders/import/preview?sourceId=${ids.source_id}&isWhole=true`,
  }),
  "orders/import/run": (ids) => ({ method: "POST", path: `/orders/import/run?bulkRunId=${ids.bulk_run_id}` }),
};

type Ids = Readonly<
  Record<"company_file_id" | "realm_id" | "push_id" | "document_id" | "bulk_run_id" | "order_id" | "source_id", string>
>;

const CANARY = /HL-1\d{4}|Detention|Golden Gate|Harbor|Acme/;

test("B with A's ids finds nothing at any route", async ({ connected: page, tenant, stack, browser }) => {
  await importSample(page);
  await page.goto("/problems");
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeVisible();
  const found = await stack.test.admin.query<Ids>(
    `select c.company_file_id, c.realm_id, p.push_id, p.document_id, b.bulk_run_id, o.order_id, s.source_id
       from company_files c join sources s using (tenant_id) join orders o using (tenant_id)
       join bulk_runs b using (tenant_id) join pushes p using (tenant_id)
      where tenant_id = $1 and p.state = 'problem' limit 1`,
    [tenant.tenantId],
  );
  const ids = found.rows[0]!;
  const tenantB = await newTenant(stack.test, "Tenant B");
  const stranger = await newPerson(stack.test, { [tenantB]: "owner" }, "Boris");
  const context = await browser.newContext({ baseURL: stack.webUrl });
  const theirs = await context.newPage();
  await signIn(theirs, stranger.email);
  for (const route of routes("app")) {
    const door = doors[route];
    expect(door, `app route ${route} has no row in this test`).toBeDefined();
    if (door === undefined || typeof door === "string") continue;
    const { method = "GET", path } = door(ids);
    const answer = await context.request.fetch(path, {
      method,
      maxRedirects: 0,
      ...(method === "POST"
        ? { data: "a,b\n1,2\n", headers: { "content-type": "text/csv", origin: stack.webUrl } }
        : {}),
    });
    const body = await answer.text();
    expect([302, 303, 307, 400, 404], `${method} ${path} answered ${answer.status()}: ${body.slice(0, 200)}`).toContain(
      answer.status(),
    );
    expect(body, path).not.toMatch(CANARY);
  }
  for (const path of [
    `/orders/${ids.order_id}`,
    `/orders/import?run=${ids.bulk_run_id}`,
    `/problems?open=${ids.push_id}`,
    `/problems?company=${ids.company_file_id}`,
    `/problems/drift?company=${ids.company_file_id}`,
    `/settings/finance/ids?company=${ids.company_file_id}&open=${ids.document_id}`,
  ]) {
    await theirs.goto(path);
    await expect(theirs.locator("body")).not.toContainText(CANARY);
  }
  await context.close();
});

test("without a session every route and page leads to the sign-in or says so", async ({ stack, browser }) => {
  const context = await browser.newContext({ baseURL: stack.webUrl });
  for (const path of ["/problems", "/orders", "/settings/people", "/activity", "/problems/feed", "/orders/feed"]) {
    const answer = await context.request.get(path, { maxRedirects: 0 });
    expect([401, 303, 307], `${path} answered ${answer.status()}`).toContain(answer.status());
  }
  await context.close();
});

/** Route handlers of the app, by their address without groups: "problems/feed". */
function routes(folder: string, address: readonly string[] = []): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return routes(join(folder, entry.name), entry.name.startsWith("(") ? address : [...address, entry.name]);
    }
    return entry.name === "route.ts" ? [address.join("/")] : [];
  });
}
