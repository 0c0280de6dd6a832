// The studio's way: nothing goes before its client and its album are linked; what is exact together, the rest one by one.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { scopeOf } from "#lib/access/testing.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { addSource } from "#lib/operations/add-source.ts";
import { saveSettings } from "#lib/operations/save-settings.ts";
import { takeInOrders } from "#lib/operations/take-in-orders.ts";
import { expect, test, type Company, type Tenant } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

const looks = [
  { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

async function sound(page: Page): Promise<void> {
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang, "nothing scrolls sideways").toBeLessThanOrEqual(0);
}

/** A studio whose clients and albums must be linked, with one order for each of these clients. */
async function studio(
  stack: Stack,
  tenant: Tenant,
  orders: readonly { client: string; album?: string }[],
): Promise<void> {
  const scope = scopeOf(stack.test, tenant.tenantId, tenant.owner, "owner");
  const files = await stack.test.admin.query<{ id: string }>(
    "select company_file_id as id from company_files where tenant_id = $1",
    [tenant.tenantId],
  );
  const companyFileId = files.rows[0]?.id ?? "";
  const settings = CompanySettings.parse({ jobs: "sub-customer", linksRequired: true });
  await saveSettings(scope, { companyFileId, settings });
  const { sourceId } = await addSource(scope, { companyFileId, name: "Studio", kind: "api" });
  await takeInOrders(scope, {
    sourceId,
    orders: orders.map(({ client, album }, nth) => ({
      externalId: `order-${nth + 1}`,
      number: `S-${nth + 1}`,
      updatedAt: "2026-11-01T08:00:00Z",
      orderDate: "2026-11-01",
      customer: { name: client },
      ...(album ? { job: { externalId: `album-${nth + 1}`, name: album } } : {}),
      chargeSets: [{ charges: [{ code: "Line Haul", amount: "100.00" }] }],
    })),
  });
}

async function idOf(company: Company, name: string): Promise<string> {
  const found = (await company.entities("Customer")).find((row) => row.DisplayName === name);
  return typeof found?.Id === "string" ? found.Id : "";
}

async function customersBilled(company: Company): Promise<readonly string[]> {
  const invoices = (await company.entities("Invoice")).filter((row) => String(row.DocNumber).startsWith("S-"));
  return invoices.map((row) => (row.CustomerRef as { value: string }).value);
}

test("PSC-01 PSC-02 PSC-10 PSC-13 PSC-16 clients and albums are linked before anything goes", async ({
  connected: page,
  company,
  tenant,
  stack,
}) => {
  test.setTimeout(120_000);
  await studio(stack, tenant, [
    { client: "Ann Fox", album: "Fox wedding" },
    { client: "Bo Lund" },
    { client: "Jones and Jones" },
    { client: "Cy Vale" },
  ]);
  await page.goto("/links");
  await expect(page.getByRole("heading", { name: "Cy Vale" })).toBeVisible();
  expect(await customersBilled(company)).toEqual([]);

  await test.step("somebody adds them in QuickBooks, and the list is read again", async () => {
    for (const name of ["Ann Fox", "Bo Lund", "Jones & Jones"])
      await company.bookkeeper({ do: "create-customer", name });
    const body = { Job: true, ParentRef: { value: await idOf(company, "Ann Fox") } };
    await company.bookkeeper({ do: "create-customer", name: "Wedding of the Foxes", body });
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(page.getByRole("button", { name: "Link 2 exact matches" })).toBeVisible({ timeout: 30_000 });
  });

  await test.step("both widths and palettes are sound", async () => {
    for (const look of looks) {
      await page.setViewportSize(look.viewport);
      await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
      await expect(page.getByText("same name but for punctuation or the kind of company")).toBeVisible();
      await sound(page);
    }
    await page.setViewportSize(looks[0].viewport);
  });

  await test.step("what is exact is linked together", async () => {
    await page.getByRole("button", { name: "Link 2 exact matches" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Link 2 exact matches" }).click();
    await expect(page.getByRole("heading", { name: "Bo Lund" })).toBeHidden();
    await expect.poll(() => customersBilled(company)).toEqual([await idOf(company, "Bo Lund")]);
  });

  await test.step("what is near is decided by a person", async () => {
    await page.getByRole("button", { name: "Link to Jones & Jones" }).click();
    await expect(page.getByRole("heading", { name: "Jones and Jones" })).toBeHidden();
    await expect.poll(() => customersBilled(company)).toContain(await idOf(company, "Jones & Jones"));
  });

  await test.step("the album is found by search and linked; then its invoice goes on the job", async () => {
    await page.getByRole("button", { name: /^(Search|Other customer) for Fox wedding$/ }).click();
    const dialog = page.getByRole("dialog", { name: "Link Fox wedding" });
    await expect(dialog.getByLabel("Name in QuickBooks")).toHaveValue("Fox wedding");
    await dialog.getByLabel("Name in QuickBooks").fill("w");
    await dialog.getByRole("button", { name: "Search" }).click();
    await expect(dialog.getByText("Type at least two letters.")).toBeVisible();
    await dialog.getByLabel("Name in QuickBooks").fill("wed of");
    await dialog.getByRole("button", { name: "Search" }).click();
    await expect(dialog.getByText("Job of Ann Fox")).toBeVisible();
    await sound(page);
    await dialog.getByRole("button", { name: "Link to Wedding of the Foxes" }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(() => customersBilled(company)).toContain(await idOf(company, "Wedding of the Foxes"));
  });

  await test.step("one nobody has is created, because a person says so", async () => {
    await page.getByRole("button", { name: "Create new for Cy Vale" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Create customer" }).click();
    await expect.poll(() => customersBilled(company)).toHaveLength(4);
    expect(await customersBilled(company)).toContain(await idOf(company, "Cy Vale"));
  });

  await test.step("the order shows its links, and a link is taken away after a question", async () => {
    await page.goto("/orders");
    await page.getByRole("link", { name: "S-1", exact: true }).click();
    await expect(page.getByText("Linked", { exact: true })).toHaveCount(2);
    await expect(page.getByText(`QuickBooks ID ${await idOf(company, "Ann Fox")}`).first()).toBeVisible();
    await page.goto("/links?show=linked");
    await expect(page.getByRole("row", { name: /Jones and Jones/ })).toContainText("Linked by Olive");
    await sound(page);
    await page.getByRole("button", { name: "Unlink Jones and Jones" }).click();
    await expect(page.getByRole("dialog")).toContainText("Nothing changes in QuickBooks");
    await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
    await expect(page.getByRole("row", { name: /Jones and Jones/ })).toBeHidden();
    await page.goto("/links");
    await expect(page.getByRole("heading", { name: "Jones and Jones" })).toBeVisible();
  });
});

test("PSC-16 jobs of one name are told apart by their client, and several are created together", async ({
  connected: page,
  company,
  tenant,
  stack,
}) => {
  await studio(stack, tenant, [
    { client: "Ann Fox", album: "Wedding" },
    { client: "Bo Lund", album: "Wedding" },
    { client: "Cy Vale" },
  ]);
  await page.goto("/links");
  for (const name of ["Wedding, job of Ann Fox", "Wedding, job of Bo Lund"])
    await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("On its way")).toHaveCount(0);
  for (const name of ["Ann Fox", "Bo Lund", "Wedding of Ann Fox", "Wedding of Bo Lund"])
    await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("4 of 5 chosen");
  for (const look of looks) {
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await sound(page);
    await page.screenshot({ path: test.info().outputPath(`together-${look.colorScheme}.png`) });
  }
  await page.setViewportSize(looks[0].viewport);
  await page.getByRole("button", { name: "Create new for 4" }).click();
  const dialog = page.getByRole("dialog", { name: "Create 4 in QuickBooks?" });
  await expect(dialog).toContainText("Wedding of Bo Lund");
  await dialog.getByRole("button", { name: "Create 4" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => customersBilled(company)).toHaveLength(2);
  await expect(page.getByRole("heading")).toHaveText(["Links", "Cy Vale"]);
});

test("PSC-03 PSC-12 a job of another album is taken over only after a question, and a viewer only looks", async ({
  connected: page,
  company,
  tenant,
  stack,
  signInAs,
}) => {
  await company.bookkeeper({ do: "create-customer", name: "Ann Fox" });
  const body = { Job: true, ParentRef: { value: await idOf(company, "Ann Fox") } };
  await company.bookkeeper({ do: "create-customer", name: "Fox wedding", body });
  await page.goto("/links");
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText(/customers of QuickBooks, read/)).toBeVisible({ timeout: 30_000 });
  await studio(stack, tenant, [
    { client: "Ann Fox", album: "Fox wedding" },
    { client: "Ann Fox", album: "Second album" },
  ]);
  await expect(page.getByRole("heading", { name: "Second album" })).toBeVisible({ timeout: 30_000 });
  await page
    .getByRole("button", { name: /for Second album$/ })
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: "Link Second album" });
  await dialog.getByLabel("Name in QuickBooks").fill("fox");
  await dialog.getByRole("button", { name: "Search" }).click();
  await dialog.getByRole("button", { name: "Link to Fox wedding" }).click();
  const question = page.getByRole("dialog", { name: "Link Second album to Fox wedding all the same?" });
  await expect(question).toContainText("Taking it over removes the link there");
  await question.getByRole("button", { name: "Link all the same" }).click();
  await expect(page.getByRole("heading", { name: "Second album" })).toBeHidden();
  await expect(page.getByRole("heading", { name: "Fox wedding" })).toBeVisible();

  await page.context().clearCookies();
  await signInAs("viewer");
  await page.goto("/links");
  const create = page.getByRole("button", { name: "Create new for Fox wedding" });
  await expect(create).toHaveAttribute("aria-disabled", "true");
  await create.hover();
  await expect(page.getByRole("tooltip")).toContainText("Your role may look, but not link.");
});
