// The studio's story: nothing goes by itself, a person exports, an invoice is deleted over there, and is exported again.
import { saveSettings } from "#lib/operations/save-settings.ts";
import { CompanySettings } from "#lib/documents/settings.ts";
import { newPerson } from "#lib/access/testing.ts";
import type { OrderInput } from "#lib/orders/order.ts";
import type { Page } from "@playwright/test";

import { expect, focusOn, signIn, test, type Company, type Tenant } from "./fixtures.ts";
import { openOrderDoor } from "./order-source.ts";
import type { Stack } from "./stack.ts";

const NAMES = ["Baker", "Cohen", "Duarte"];

/** An album's order with a deposit; `more` overrides. */
function album(nth: number, more: Partial<OrderInput> = {}): OrderInput {
  return {
    externalId: `album-${nth}`,
    number: `A-${nth}`,
    updatedAt: "2026-11-01T08:00:00Z",
    orderDate: "2026-11-01",
    customer: { name: `${NAMES[nth - 1] ?? "Evans"} Family` },
    chargeSets: [{ charges: [{ code: "Line Haul", description: "Album, 20 pages", amount: `${300 + nth}.00` }] }],
    payments: [{ externalId: "deposit", amount: "50.00", date: "2026-11-02" }],
    ...more,
  };
}

/** The company of the connected page: people export there; and the door its orders come in by. */
async function studio(stack: Stack, tenant: Tenant) {
  const { scope, companyFileId, takeIn } = await openOrderDoor(stack, tenant);
  await saveSettings(scope, { companyFileId, settings: CompanySettings.parse({ exports: "by-hand" }) });
  return takeIn;
}

const row = (page: Page, number: string) =>
  page.getByRole("table", { name: "Orders" }).getByRole("row").filter({ hasText: number });
const dialog = (page: Page) => page.getByRole("dialog");

async function invoicesIn(company: Company) {
  return (await company.entities("Invoice")).filter((one) => String(one.DocNumber).startsWith("A-"));
}

/** What is applied to an invoice, by its payments in the books: ["50", "7"]. */
async function appliedTo(company: Company, number: string): Promise<readonly number[]> {
  const invoice = (await invoicesIn(company)).find((one) => one.DocNumber === number);
  type Line = { Amount: number; LinkedTxn?: { TxnId: string }[] };
  const lines = (await company.entities("Payment")).flatMap((payment) => payment.Line as Line[]);
  return lines
    .filter((line) => line.LinkedTxn?.some(({ TxnId }) => TxnId === invoice?.Id))
    .map((line) => line.Amount)
    .toSorted((left, right) => right - left);
}

test("PSC-19 PSC-21 PSC-24 PSC-25 albums are exported by hand, deleted over there, and exported again with each answer about payments", async ({
  connected: page,
  tenant,
  company,
  stack,
}) => {
  test.setTimeout(180_000);
  const takeIn = await studio(stack, tenant);

  await test.step("nothing goes by itself: the orders are ready, one is not due", async () => {
    await takeIn([album(1), album(2), album(3), album(4, { status: "open" })]);
    await page.goto("/orders");
    for (const nth of [1, 2, 3]) await expect(row(page, `A-${nth}`).getByText("Ready", { exact: true })).toBeVisible();
    await expect(row(page, "A-1").getByText("Under way")).toBeHidden();
    await expect(row(page, "A-4").getByText("Cannot be exported")).toBeVisible();
    await expect(row(page, "A-4").getByText("Not completed: nothing is sent until it is")).toBeVisible();
    expect(await invoicesIn(company)).toEqual([]);
  });

  await test.step("PSC-22 all are selected; only the ready ones can be ticked, and go", async () => {
    await page.getByRole("checkbox", { name: "Select 4 orders shown" }).check();
    await page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Export" }).click();
    await expect(dialog(page).getByText("3 orders of 4 can be exported.")).toBeVisible();
    await expect(dialog(page).getByRole("checkbox")).toHaveCount(3);
    await dialog(page).getByRole("button", { name: "Export 3 orders" }).click();
    await expect(dialog(page).getByRole("heading", { name: "3 orders exported" })).toBeVisible();
    await expect(dialog(page).getByText("Exported", { exact: true })).toHaveCount(3);
    await dialog(page).getByRole("button", { name: "Close" }).first().click();
    await expect(row(page, "A-2").getByText("Up to date")).toBeVisible();
    expect((await invoicesIn(company)).length).toBe(3);
    expect(await appliedTo(company, "A-1")).toEqual([50]);
  });

  await test.step("VSS-04 the order says when it was pushed", async () => {
    await row(page, "A-1").getByRole("link", { name: "A-1" }).click();
    await expect(page.getByText(/pushed to QuickBooks/)).toBeVisible();
  });

  await test.step("PSC-20 PSC-24 deleted over there: the look before the export finds it", async () => {
    for (const { Id } of await invoicesIn(company))
      await company.bookkeeper({ do: "delete", entity: "Invoice", id: Id });
    const later = { externalId: "rest", amount: "7.00", date: "2026-11-09" };
    const paid = (nth: number) => ({ payments: [...album(nth).payments!, later], updatedAt: "2026-11-09T08:00:00Z" });
    await takeIn([1, 2, 3].map((nth) => album(nth, paid(nth))));
    await page.goto("/orders");
    await expect(row(page, "A-1").getByText("Changed since")).toBeVisible();
    await page.getByRole("button", { name: "Export orders" }).click();
    await expect(dialog(page).getByText("3 orders of 4 can be exported.")).toBeVisible();
    await expect(dialog(page).getByRole("img", { name: "Missing in QuickBooks" })).toHaveCount(3);
    await dialog(page).getByRole("button", { name: "Export 3 orders" }).focus();
    await expect(page.getByRole("tooltip", { name: "Say first what becomes of the payments" })).toBeVisible();
    expect(await invoicesIn(company)).toEqual([]);
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await expect(row(page, "A-1").getByText("Missing in QuickBooks", { exact: true })).toBeVisible();
  });

  const answers = [
    { number: "A-1", label: "New payments only", applied: [7] },
    { number: "A-2", label: "All payments", applied: [50, 7] },
    { number: "A-3", label: "No payments", applied: [] },
  ];
  for (const { number, label, applied } of answers) {
    await test.step(`PSC-25 ${label}`, async () => {
      await page.goto(`/orders?state=missing`);
      await row(page, number).getByRole("link", { name: number }).click();
      await page.getByRole("button", { name: "Export again" }).click();
      await dialog(page).getByRole("radio", { name: label }).check();
      await dialog(page).getByRole("button", { name: "Export 1 order" }).click();
      await expect(dialog(page).getByRole("heading", { name: "1 order exported" })).toBeVisible();
      await dialog(page).getByRole("button", { name: "Close" }).first().click();
      await expect(page.getByText("Up to date").first()).toBeVisible();
      expect(await appliedTo(company, number)).toEqual(applied);
    });
  }

  await test.step("each invoice is there once, and what was done is in the trail", async () => {
    expect(
      (await invoicesIn(company)).map((one) => one.DocNumber).toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(["A-1", "A-2", "A-3"]);
    await page.goto("/activity");
    await expect(page.getByText("exported orders").first()).toBeVisible();
  });
});

test("VSS-03 VSS-05 a changed order updates its invoice from its own page: asked, sending, done", async ({
  connected: page,
  tenant,
  company,
  stack,
}) => {
  const takeIn = await studio(stack, tenant);
  await takeIn([album(1)]);
  await page.goto("/orders");
  await row(page, "A-1").getByRole("link", { name: "A-1" }).click();
  await page.getByRole("button", { name: "Export to QuickBooks" }).click();
  await dialog(page).getByRole("button", { name: "Export 1 order" }).click();
  await expect(dialog(page).getByRole("heading", { name: "1 order exported" })).toBeVisible();
  await dialog(page).getByRole("button", { name: "Close" }).first().click();
  await takeIn([album(1, { orderDate: "2026-11-05", updatedAt: "2026-11-09T08:00:00Z" })]);
  await page.reload();
  await expect(page.getByText("Changed since")).toBeVisible();
  await page.getByRole("button", { name: "Update in QuickBooks" }).click();
  await dialog(page).getByRole("button", { name: "Export 1 order" }).click();
  await expect(dialog(page).getByRole("heading", { name: "1 order exported" })).toBeVisible();
  expect(await invoicesIn(company)).toMatchObject([{ DocNumber: "A-1", TxnDate: "2026-11-05" }]);
});

test("PSC-22 on a phone the dialog fits, and a viewer reads why nothing can be exported", async ({
  connected: page,
  tenant,
  stack,
  browser,
}) => {
  const takeIn = await studio(stack, tenant);
  await takeIn([album(1), album(2, { status: "cancelled" })]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/orders");
  await expect(row(page, "A-1").getByText("Ready", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Export orders" }).click();
  await expect(dialog(page).getByText("1 order of 2 can be exported.")).toBeVisible();
  await expect(dialog(page).getByText("Cancelled: nothing more is sent, what QuickBooks holds stays")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const list = dialog(page).getByRole("list", { name: "Orders to export" });
  const fits = await list.evaluate((element) => element.scrollWidth <= element.clientWidth);
  expect(fits).toBe(true);

  const viewer = await newPerson(stack.test, { [tenant.tenantId]: "viewer" }, "Vera");
  const context = await browser.newContext({ baseURL: stack.webUrl });
  const theirs = await context.newPage();
  await signIn(theirs, viewer.email);
  await theirs.goto("/orders");
  await expect(row(theirs, "A-1")).toBeVisible();
  await expect(theirs.getByRole("checkbox")).toHaveCount(0);
  await focusOn(theirs.getByRole("button", { name: "Export orders" }));
  await expect(theirs.getByRole("tooltip", { name: /Your role does not export orders/ })).toBeVisible();
  await row(theirs, "A-1").getByRole("link", { name: "A-1" }).click();
  await focusOn(theirs.getByRole("button", { name: "Export to QuickBooks" }));
  await expect(theirs.getByRole("tooltip", { name: /Your role does not export orders/ })).toBeVisible();
  await context.close();
});
