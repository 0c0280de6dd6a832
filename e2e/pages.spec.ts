// Are the pages a customer sees first sound? No accessibility violation, nothing scrolls sideways, in every look.
import AxeBuilder from "@axe-core/playwright";

import { expect, importSample, test } from "./fixtures.ts";

const looks = [
  { name: "1440 light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "1440 dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "390 light", viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { name: "390 dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

const pages = [
  { path: "/", sees: "Today" },
  { path: "/problems", sees: "Problem Sync" },
  { path: "/problems/drift", sees: "Drift" },
  { path: "/reports/tie-out", sees: "Tie-out" },
  { path: "/orders", sees: "Orders" },
  { path: "/links", sees: "Links" },
  { path: "/orders/import", sees: "Import orders" },
  { path: "/settings/companies", sees: "QuickBooks companies" },
  { path: "/settings/finance/booking", sees: "Booking" },
  { path: "/settings/finance/history", sees: "History" },
  { path: "/settings/sources", sees: "Sources" },
  { path: "/settings/people", sees: "People" },
  { path: "/settings/notifications", sees: "Notifications" },
  { path: "/activity", sees: "Activity" },
] as const;

test("every page, wide and narrow, light and dark", async ({ connected: page }, info) => {
  test.setTimeout(420_000);
  await importSample(page);
  await page.goto("/problems");
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeVisible();
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    for (const { path, sees } of pages) {
      await test.step(`${path} ${look.name}`, async () => {
        await page.goto(path);
        await expect(page.getByRole("heading", { name: sees }).first()).toBeVisible();
        const axe = await new AxeBuilder({ page }).analyze();
        expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
        const name = `${path.slice(1).replace("/", "-") || "today"}-${look.name.replace(" ", "-")}.png`;
        await page.screenshot({ path: info.outputPath(name) });
      });
    }
  }
});

test("the side panel, the dialog and the dropped file are sound too", async ({ connected: page }) => {
  await importSample(page);
  await page.goto("/problems");
  await page.getByRole("button", { name: "QuickBooks has no item Detention" }).click();
  await page.getByRole("row").filter({ hasText: "Invoice HL-" }).first().click();
  await expect(page.getByRole("dialog")).toContainText("Detention");
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("button", { name: "Resync 8 invoices" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});

test("a viewer sees the problems, no way to act on them, and why no fix", async ({
  connected: page,
  stack,
  signInAs,
}) => {
  await importSample(page);
  await page.goto("/problems");
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeVisible();
  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto(`${stack.webUrl}/problems`);
  await expect(page.getByRole("button", { name: "QuickBooks has no item Detention" })).toBeVisible();
  await expect(page.getByRole("button", { name: /resync/i })).toHaveCount(0);
  const fixes = page.getByRole("button", { name: /and release \d/ });
  await expect(fixes.first()).toBeVisible();
  for (const fix of await fixes.all()) await expect(fix).toHaveAttribute("aria-disabled", "true");
});

test("a connection that is well, will end, is lost, is given up: for owner, clerk and viewer, in every look", async ({
  connected: page,
  company,
  stack,
  tenant,
  signInAs,
}, info) => {
  test.setTimeout(240_000);
  await importSample(page);
  const set = async (columns: string) =>
    await stack.test.admin.query(`update company_files set ${columns} where tenant_id = $1`, [tenant.tenantId]);
  const states = [
    { name: "well", columns: "connection = 'connected'", sees: "Connected" },
    { name: "ends", columns: "refresh_hard_expires_at = now() + interval '6 days'", sees: "Connected" },
    { name: "lost", columns: "connection = 'lost', connection_lost_at = now()", sees: "Connection lost" },
    { name: "given-up", columns: "connection = 'disconnected', connection_lost_at = null", sees: "Disconnected" },
  ] as const;
  for (const role of ["owner", "clerk", "viewer"] as const) {
    await page.context().clearCookies();
    await signInAs(role);
    await set("refresh_hard_expires_at = now() + interval '1800 days', connection_lost_at = null");
    for (const { name, columns, sees } of states) {
      await set(columns);
      for (const look of role === "owner" ? looks : looks.slice(0, 1)) {
        await test.step(`${role} ${name} ${look.name}`, async () => {
          await page.setViewportSize(look.viewport);
          await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
          await page.goto("/settings/companies");
          await expect(page.getByRole("heading", { name: company.name })).toBeVisible();
          await expect(page.getByText(sees, { exact: true })).toBeVisible();
          const axe = await new AxeBuilder({ page }).analyze();
          expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
          const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
          await expect(page.getByRole("link", { name: /reconnect|connect to quickbooks/i })).toHaveCount(
            role === "owner" ? (name === "ends" || name === "lost" ? 2 : 1) : 0,
          );
          await page.screenshot({
            path: info.outputPath(`companies-${role}-${name}-${look.name.replace(" ", "-")}.png`),
          });
        });
      }
    }
  }
});
