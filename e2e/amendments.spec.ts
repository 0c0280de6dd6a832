// What the source got wrong is corrected from the card: the day of closed books, the name of a customer. And taken back.
import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures.ts";
import { newOrderSource } from "./order-source.ts";

const dialog = (page: Page) => page.getByRole("dialog");
const toast = (page: Page) => page.getByRole("region", { name: /Messages/ });

const load = (number: string, more: Record<string, unknown> = {}) => ({
  externalId: number,
  number,
  status: "completed",
  updatedAt: "2026-11-02T10:00:00Z",
  orderDate: "2026-08-28",
  customer: { name: "Acme Imports", email: "ap@acmeimports.example" },
  chargeSets: [{ number, charges: [{ code: "Line Haul", amount: "400.00" }] }],
  ...more,
});

test.beforeEach(({}, info) => {
  info.setTimeout(120_000);
});

test("PPR-17 closed books: three invoices move to the first open day, are posted once, and each says so on its order", async ({
  connected: page,
  company,
}) => {
  const before = (await company.entities("Invoice")).length;
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("C-1"), load("C-2"), load("C-3"));
  await page.goto("/problems");
  const cause = page.getByRole("button", { name: "The books are closed for August 2026" });
  await expect(cause).toBeVisible({ timeout: 30_000 });

  await test.step("said first: which day, how many, with how much money; done by keys alone", async () => {
    await page.getByRole("button", { name: "Move and release 3" }).focus();
    await page.keyboard.press("Enter");
    await expect(dialog(page)).toContainText("3 invoices · $1,200.00");
    await expect(dialog(page)).toContainText("The books are closed up to 31 Aug 2026");
    await expect(dialog(page).getByLabel("Booked on")).toHaveValue("2026-09-01");
    await dialog(page).getByRole("button", { name: "Move and release 3" }).focus();
    await page.keyboard.press("Enter");
    await expect(toast(page)).toContainText("3 invoices moved to 1 Sep 2026");
    await expect(cause).toBeHidden({ timeout: 30_000 });
  });

  await expect.poll(async () => (await company.entities("Invoice")).length, { timeout: 30_000 }).toBe(before + 3);
  const posted = (await company.entities("Invoice")).filter(({ DocNumber }) => String(DocNumber).startsWith("C-"));
  expect(posted.map(({ TxnDate }) => TxnDate)).toEqual(["2026-09-01", "2026-09-01", "2026-09-01"]);

  await test.step("the order says it, and can be told again as its source has it", async () => {
    await page.goto("/orders?search=C-1");
    await page.getByRole("link", { name: "C-1" }).first().click();
    const told = "Date moved from 28 Aug 2026 to 1 Sep 2026 by Olive: Books closed";
    await expect(page.getByText(told)).toBeVisible();
    await page.getByRole("button", { name: "Take back" }).click();
    await expect(dialog(page)).toContainText(told);
    await dialog(page).getByRole("button", { name: "Take back" }).click();
    await expect(page.getByText("Taken back by Olive")).toBeVisible();
  });
});

test("PPR-18 a name that a vendor has: another one is offered, and a name QuickBooks does not take is refused", async ({
  connected: page,
  company,
}) => {
  const freight = await newOrderSource(page, "Dispatch");
  const customer = { name: "Comdata" };
  await freight.send(
    load("N-1", { customer, orderDate: "2026-11-02" }),
    load("N-2", { customer, orderDate: "2026-11-02" }),
  );
  await page.goto("/problems?tab=customers");
  const cause = page.getByRole("button", { name: /^The name Comdata belongs to/ });
  await expect(cause).toBeVisible({ timeout: 30_000 });
  const name = page.getByLabel("Name of Comdata in QuickBooks");
  await expect(name).toHaveValue("Comdata (Customer)");
  await name.fill("Comdata: freight");
  await expect(page.getByText("QuickBooks names hold no colon, tab or line break.")).toBeVisible();
  await name.fill("Comdata (Customer)");
  await page.keyboard.press("Enter");
  await expect(toast(page)).toContainText("Comdata is called Comdata (Customer) in QuickBooks");
  await expect(cause).toBeHidden({ timeout: 30_000 });
  const named = async () =>
    (await company.entities("Invoice")).filter(({ DocNumber }) => String(DocNumber).startsWith("N-"));
  await expect.poll(async () => (await named()).length, { timeout: 30_000 }).toBe(2);
  const customers = (await company.entities("Customer")).map(({ DisplayName }) => DisplayName);
  expect(customers.filter((each) => String(each).startsWith("Comdata"))).toEqual(["Comdata (Customer)"]);
});

test("PPR-18 a name that a vendor has: linked to a customer that QuickBooks has, from the card", async ({
  connected: page,
  company,
}) => {
  const freight = await newOrderSource(page, "Dispatch");
  await freight.send(load("K-1", { customer: { name: "Comdata" }, orderDate: "2026-11-02" }));
  await page.goto("/problems?tab=customers");
  const cause = page.getByRole("button", { name: /^The name Comdata belongs to/ });
  await expect(cause).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Link to existing" }).click();
  await dialog(page).getByLabel("Name in QuickBooks").fill("Acme");
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("button", { name: "Link to Acme Imports" }).click();
  await expect(toast(page)).toContainText("Comdata is linked to Acme Imports");
  await expect(cause).toBeHidden({ timeout: 30_000 });
  const posted = async () => (await company.entities("Invoice")).find(({ DocNumber }) => DocNumber === "K-1");
  await expect
    .poll(async () => (await posted())?.CustomerRef, { timeout: 30_000 })
    .toMatchObject({ name: "Acme Imports" });
});

test("a total a cent off is accepted with a visible rounding; a larger difference says why not", async ({
  connected: page,
  company,
  stack,
  tenant,
}) => {
  const prefer = await fetch(`${stack.simulatorUrl}/_control/companies/${company.realmId}/settings`, {
    method: "POST",
    body: JSON.stringify({ preferences: { honourTotalTax: false, usingSalesTax: true } }),
    headers: { "content-type": "application/json" },
  });
  expect(prefer.status, await prefer.text()).toBe(200);
  await company.bookkeeper({ do: "create-tax-code", name: "Flat", percent: 10 });
  // The tax code of a company has no field on a page yet.
  await stack.test.admin.query(
    `insert into company_settings (tenant_id, company_file_id, settings, changed_at)
     select tenant_id, company_file_id, '{"taxCode": "Flat"}', now() from company_files where tenant_id = $1
         on conflict (tenant_id, company_file_id) do update set settings = company_settings.settings || excluded.settings`,
    [tenant.tenantId],
  );
  await page.goto("/settings/companies");
  await page.getByRole("button", { name: "Read lists again" }).click();
  await expect(toast(page)).toContainText("were read again");
  const freight = await newOrderSource(page, "Dispatch");
  const taxed = (number: string, tax: string) =>
    load(number, {
      orderDate: "2026-11-02",
      chargeSets: [{ number, charges: [{ code: "Line Haul", amount: "118.31", taxable: true }] }],
      taxes: [{ name: "Sales tax", amount: tax }],
    });
  await freight.send(taxed("R-1", "11.84"), taxed("R-2", "14.00"));
  await page.goto("/problems");
  await expect(page.getByRole("button", { name: "Accept 2 totals" })).toBeVisible({ timeout: 30_000 });

  await test.step("what differs by a cent is shown; what differs by more is left alone, and says why", async () => {
    await page.getByRole("button", { name: "Accept 2 totals" }).click();
    await expect(dialog(page).getByRole("list", { name: "Totals" })).toContainText("Invoice R-1$130.14 is $0.01 less");
    await expect(dialog(page).getByRole("list", { name: "Left alone" })).toContainText(
      "1 left alone: The difference is more than $0.05",
    );
    await dialog(page).getByRole("button", { name: "Accept 1 total" }).click();
    await expect(toast(page)).toContainText("Totals of 1 invoice accepted");
    await expect(page.getByRole("button", { name: "Accept 1 total" })).toBeVisible({ timeout: 30_000 });
  });

  await test.step("the one that is left cannot be accepted", async () => {
    await page.getByRole("button", { name: "Accept 1 total" }).click();
    await expect(dialog(page).getByRole("button", { name: "Accept 0 totals" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await page.keyboard.press("Escape");
  });

  await test.step("the document shows the rounding, and the order's page who accepted it", async () => {
    await page.goto("/problems?lane=done");
    await page.getByRole("button", { name: "Invoice R-1" }).click();
    await expect(page.getByRole("dialog", { name: "Invoice R-1" })).toContainText("Rounding, as accepted");
    await page.goto("/orders?search=R-1");
    await page.getByRole("link", { name: "R-1" }).first().click();
    await expect(page.getByText("Rounding of -0.01 accepted by Olive: Rounding of tax")).toBeVisible();
  });
});
